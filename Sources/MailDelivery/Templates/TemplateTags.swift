import Provisioning

/// Looks through the tags of a template before Mustache does, which says nothing of unknown names.
///
/// It allows what mails need and no more: variables, sections and comments everywhere, blocks in
/// the layout, and in a page one `{{<layout}}` with blocks in it.
struct TemplateTags {
    enum Role { case text, page, layout }

    /// Sections deeper than this are refused: Mustache reads and renders them by recursion.
    static let nestingMax = 16

    private struct Open {
        var sign: Character
        var name: String
        var line: Int
        /// Whether `{{.}}` means something in it.
        var hasValue: Bool
    }

    private let file: String
    private let role: Role
    private let variables: [MailVariable]
    private var line: Int
    private var open: [Open] = []

    private(set) var faults: [TemplateFault] = []
    /// Blocks that a layout offers or a page fills, with the line of each.
    private(set) var blocks: [String: Int] = [:]

    /// Reads all tags of `text`, whose first line is number `firstLine` of the file.
    init(_ text: String, file: String, role: Role, variables: [MailVariable], firstLine: Int = 1) {
        self.file = file
        self.role = role
        self.variables = variables
        line = firstLine
        read(Array(text.utf8))
    }

    private mutating func read(_ bytes: [UInt8]) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == UInt8(ascii: "{"), index + 1 < bytes.count, bytes[index + 1] == byte {
                index = readTag(bytes, from: index + 2)
                continue
            }
            if !byte.isBlank { checkLostText() }
            index += 1
        }
        for section in open {
            report("\(section.sign)\(section.name)", at: section.line, "is not closed")
        }
    }

    /// Reads the tag after its braces; gives where the text goes on.
    private mutating func readTag(_ bytes: [UInt8], from start: Int) -> Int {
        let isTriple = start < bytes.count && bytes[start] == UInt8(ascii: "{")
        let isComment = start < bytes.count && bytes[start] == UInt8(ascii: "!")
        var end = start
        while end + 1 < bytes.count, bytes[end] != UInt8(ascii: "}") || bytes[end + 1] != bytes[end]
        {
            if bytes[end] == UInt8(ascii: "\n"), !isComment { break }
            end += 1
        }
        guard end + 1 < bytes.count, bytes[end] == UInt8(ascii: "}") else {
            let rest = bytes[start...].prefix { $0 != UInt8(ascii: "\n") }
            report(String(decoding: rest.prefix(40), as: UTF8.self), at: line, "is not closed", "")
            return isComment ? bytes.count : start
        }
        if isComment {
            line += bytes[start..<end].count { $0 == UInt8(ascii: "\n") }
            return end + 2
        }
        let content = String(decoding: bytes[start..<end], as: UTF8.self)
        guard isTriple else {
            check(content)
            return end + 2
        }
        guard end + 2 < bytes.count, bytes[end + 2] == UInt8(ascii: "}") else {
            report(content, at: line, "lacks its third closing brace")
            return end + 2
        }
        check("&" + content.dropFirst(), written: "\(content)}")
        return end + 3
    }

    private mutating func check(_ content: String, written: String? = nil) {
        let written = written ?? content
        let signs: Set<Character> = ["&", "#", "^", "/", ">", "<", "$", "=", "%"]
        let sign = content.first.flatMap { signs.contains($0) ? $0 : nil }
        let name = (sign == nil ? content : String(content.dropFirst())).onOneLine
        switch sign {
        case "=":
            report(written, at: line, "sets other delimiters: tags stay {{ and }}")
        case "%":
            report(written, at: line, "sets the content type, which follows from the file's name")
        case ">":
            report(
                written, at: line, "names a partial; only {{<layout}} can be used, in HTML files")
        case "<": openLayout(name, written)
        case "$": openBlock(name, written)
        case "/": close(name, written)
        default:
            checkLostText()
            checkVariable(name, written)
            if let sign, sign != "&" {
                push(sign, name, hasValue: sign == "#")
            }
        }
    }

    private mutating func checkVariable(_ written: String, _ tag: String) {
        if written == "." {
            if !open.contains(where: \.hasValue) {
                report(tag, at: line, "stands in no section whose value it could be")
            }
            return
        }
        var name = written[...]
        while let bracket = name.firstIndex(of: "("), name.last == ")" {
            let transform = String(name[..<bracket])
            if !MailValue.transforms.contains(transform) {
                let known = MailValue.transforms.joined(separator: " and ")
                report(
                    tag, at: line,
                    "asks for the unknown transform \"\(MessageText.quoted(transform))\"; \(known) are known"
                )
                return
            }
            name = name[name.index(after: bracket)...].dropLast()
        }
        if name == ".", name.count < written.count, open.contains(where: \.hasValue) { return }
        let names = variables.map(\.rawValue)
        guard !names.contains(String(name)) else { return }
        let quoted = MessageText.quoted(String(name))
        let isElsewhere = MailVariable(rawValue: String(name)) != nil
        let finding =
            isElsewhere
            ? "is not a variable of this kind of mail" : "names no variable"
        let proposal = SpellingProposal.clause(for: String(name), among: names)
        report(
            tag, at: line,
            finding + (isElsewhere || quoted.isEmpty ? "" : proposal)
                + "; known are \(names.joined(separator: ", "))")
    }

    private mutating func openLayout(_ name: String, _ written: String) {
        if role != .page {
            report(written, at: line, "uses the layout, which only HTML files of a kind can")
        } else if name != "layout" {
            report(written, at: line, "names no layout; {{<layout}} is the only one")
        } else if !open.isEmpty {
            report(written, at: line, "stands in another section")
        }
        push("<", name, hasValue: false)
    }

    private mutating func openBlock(_ name: String, _ written: String) {
        let isDirectlyInLayout = open.last?.sign == "<"
        if role == .text || role == .page && !isDirectlyInLayout {
            report(written, at: line, "is a block, which can stand directly in {{<layout}} only")
        } else if name.isEmpty || !name.utf8.allSatisfy(\.isNameByte) {
            report(written, at: line, "is no name of a block")
        } else if blocks[name] != nil {
            report(written, at: line, "is there twice")
        } else {
            blocks[name] = line
        }
        push("$", name, hasValue: false)
    }

    private mutating func push(_ sign: Character, _ name: String, hasValue: Bool) {
        if open.count == Self.nestingMax {
            report("\(sign)\(name)", at: line, "is nested deeper than \(Self.nestingMax) sections")
        }
        open.append(Open(sign: sign, name: name, line: line, hasValue: hasValue))
    }

    private mutating func close(_ name: String, _ written: String) {
        guard let last = open.last else {
            return report(written, at: line, "closes nothing that is open")
        }
        if last.name != name {
            report(
                written, at: line,
                "closes \(MessageText.quoted("{{\(last.sign)\(last.name)}}")) of line \(last.line)")
        }
        // A wrong name is taken for a slip, so that one fault is not reported as many.
        open.removeLast()
    }

    /// Text between the blocks of a page shows nowhere.
    private mutating func checkLostText() {
        guard let last = open.last, last.sign == "<", last.name != "" else { return }
        if faults.last?.line == line { return }
        faults.append(
            TemplateFault(
                file: file, line: line,
                finding: "text in {{<layout}} that is in no block would be lost"))
    }

    private mutating func report(
        _ tag: String, at line: Int, _ finding: String, _ closing: String = "}}"
    ) {
        faults.append(
            TemplateFault(
                file: file, line: line,
                finding: "\(MessageText.quoted("{{\(tag)\(closing)")) \(finding)"))
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

    fileprivate var isNameByte: Bool {
        (0x30...0x39).contains(self) || (0x61...0x7A).contains(self) || self == UInt8(ascii: "_")
    }
}
