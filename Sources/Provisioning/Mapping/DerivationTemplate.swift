/// A template that makes a value from other columns of its record, such as
/// `{first_name:1}{last_name}@corp.example`.
///
///     template    = *( text / "{{" / "}}" / placeholder )
///     placeholder = "{" column [ "?" ] [ ":" count ] *( "|" filter ) "}"
///     filter      = "lower" / "upper" / "ascii" / "compact" / "raw"
///
/// Filters apply before the cut to `count` characters.
package struct DerivationTemplate: Equatable, Sendable {
    /// What is done to a column's value before it is put in.
    package struct Filters: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        static let lower = Filters(rawValue: 1)
        static let upper = Filters(rawValue: 2)
        /// Letters without their marks; a character without an ASCII form is a fault.
        static let ascii = Filters(rawValue: 4)
        /// Without spaces and apostrophes.
        static let compact = Filters(rawValue: 8)
    }

    /// One column's place in a template.
    package struct Placeholder: Equatable, Sendable {
        package var target: ColumnTarget
        /// Whether the value may be missing.
        package var isOptional: Bool
        /// Characters that are taken; nil: all.
        package var count: Int?
        package var filters: Filters
    }

    package enum Piece: Equatable, Sendable {
        case text(ByteString)
        case placeholder(Placeholder)
    }

    package let pieces: [Piece]

    /// Reads a template for `target`; identifiers start from lower, ascii and compact.
    /// - Throws: a halt with status 78 that says where the template is wrong.
    package init(_ text: String, for target: ColumnTarget) throws(RunHalt) {
        let isIdentifier = target == .column(.username) || target == .column(.email)
        var pieces: [Piece] = []
        var literal = ""
        var rest = Substring(text)
        while let character = rest.popFirst() {
            if character == "{" || character == "}", rest.first == character {
                rest.removeFirst()
                literal.append(character)
            } else if character == "{" {
                guard let end = rest.firstIndex(of: "}") else {
                    throw Self.halt(text, target, "a \"{\" is not closed")
                }
                if !literal.isEmpty { pieces.append(.text(ByteString(literal))) }
                literal = ""
                let defaults: Filters = isIdentifier ? [.lower, .ascii, .compact] : []
                switch Self.placeholder(rest[..<end], defaults: defaults) {
                case .success(let place): pieces.append(.placeholder(place))
                case .failure(let fault): throw Self.halt(text, target, fault.text)
                }
                rest = rest[rest.index(after: end)...]
            } else if character == "}" {
                throw Self.halt(text, target, "a \"}\" has no \"{\" before it")
            } else {
                literal.append(character)
            }
        }
        if !literal.isEmpty { pieces.append(.text(ByteString(literal))) }
        guard pieces.contains(where: { if case .placeholder = $0 { true } else { false } }) else {
            throw Self.halt(text, target, "it names no column, as {username} would")
        }
        self.pieces = pieces
    }

    /// Columns that the template reads.
    package var placeholders: [Placeholder] {
        pieces.compactMap { if case .placeholder(let place) = $0 { place } else { nil } }
    }

    private struct Fault: Error {
        let text: String
    }

    private static func placeholder(
        _ text: Substring, defaults: Filters
    ) -> Result<Placeholder, Fault> {
        var filters = defaults
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        for filter in parts.dropFirst() {
            switch String(filter).trimmingBlanks {
            case "lower": filters = filters.subtracting(.upper).union(.lower)
            case "upper": filters = filters.subtracting(.lower).union(.upper)
            case "ascii": filters.insert(.ascii)
            case "compact": filters.insert(.compact)
            case "raw": filters = []
            case let other:
                return .failure(
                    Fault(
                        text: "\"\(MessageText.quoted(other))\" is not one of the filters lower,"
                            + " upper, ascii, compact, raw"))
            }
        }
        var name = String(parts.first ?? "").trimmingBlanks
        var count: Int?
        if let colon = name.lastIndex(of: ":") {
            guard let number = Int(name[name.index(after: colon)...]), (1...255).contains(number)
            else { return .failure(Fault(text: "after \":\" stands a number from 1 to 255")) }
            count = number
            name = String(name[..<colon])
        }
        let isOptional = name.last == "?"
        if isOptional { name.removeLast() }
        guard let target = ColumnTarget(name: name), !target.isSecret else {
            return .failure(
                Fault(text: "\"\(MessageText.quoted(name))\" is not a column that it may read"))
        }
        return .success(
            Placeholder(target: target, isOptional: isOptional, count: count, filters: filters))
    }

    static func halt(_ text: String, _ target: ColumnTarget, _ fault: String) -> RunHalt {
        RunHalt(
            .configuration, .configValueInvalid,
            "the template \"\(MessageText.quoted(text))\" of \(target.name) is wrong: \(fault)",
            advice: "such as {first_name:1}{last_name|ascii|lower}")
    }
}

extension ColumnTarget {
    var isSecret: Bool {
        if case .column(let column) = self { column.isSecret } else { false }
    }
}
