import Provisioning

/// Where the parts of one XML element stand in its bytes, which a reader has found well-formed; the
/// ranges count from its first byte.
///
/// This is no parser of XML: it checks only that tags are closed in order, so that whatever is
/// written around the element stays well-formed.
struct XMLElementShape {
    /// Bytes of the whole element.
    let count: Int
    /// The name in its start tag, prefix and all.
    private(set) var name = 0..<0
    /// Whether it has no end tag (`<user id="7"/>`).
    private(set) var isSelfClosed = false
    /// Where its end tag begins, or the `/>` of a self-closed one.
    private(set) var contentEnd = 0
    /// Child elements that an earlier rejects file added.
    private(set) var ownElements: [Range<Int>] = []
    /// Text between tags without blanks at its ends, CDATA sections, and values of attributes.
    private(set) var values: [Range<Int>] = []
    /// Those of the values that stand under the name of a secret, at any depth.
    private(set) var secrets: [Range<Int>] = []
    /// Prefixes that its names have.
    private(set) var prefixes: Set<String> = []
    /// Comments and processing instructions.
    private(set) var notes: [Range<Int>] = []

    /// Whether a name is a secret's, and whether the open elements are about one.
    private let isSecret: (UnsafeRawBufferPointer) -> Bool
    private var isOpenSecret: [Bool] = []
    /// Names of the open elements, and where the child of the whole that is open begins.
    private var open: [Range<Int>] = []
    private var childStart = 0

    /// Finds the parts of `bytes`; nil if they are not one element.
    ///
    /// - Complexity: a few steps a byte.
    init?(
        of bytes: UnsafeRawBufferPointer,
        isSecret: @escaping (UnsafeRawBufferPointer) -> Bool = { _ in false }
    ) {
        count = bytes.count
        self.isSecret = isSecret
        guard bytes.first == XMLBytes.tagStart else { return nil }
        var scanner = XMLBytes(bytes)
        while !scanner.isAtEnd {
            guard take(&scanner) else { return nil }
            if open.isEmpty { break }
        }
        guard open.isEmpty, scanner.isAtEnd, !name.isEmpty else { return nil }
    }

    private mutating func take(_ scanner: inout XMLBytes) -> Bool {
        let start = scanner.index
        if scanner.peek() != XMLBytes.tagStart {
            scanner.skip(to: XMLBytes.tagStart)
            let text = scanner.trimmed(start..<scanner.index)
            if !text.isEmpty { add(text) }
            return true
        }
        if scanner.skip("<!--") {
            guard scanner.skip(through: "-->") else { return false }
            notes.append(start..<scanner.index)
            return true
        }
        if scanner.skip("<![CDATA[") {
            guard scanner.skip(through: "]]>") else { return false }
            add(start..<scanner.index)
            return true
        }
        if scanner.skip("<?") {
            guard scanner.skip(through: "?>") else { return false }
            notes.append(start..<scanner.index)
            return true
        }
        return scanner.skip("</")
            ? takeEndTag(&scanner, from: start) : takeStartTag(&scanner, from: start)
    }

    private mutating func takeStartTag(_ scanner: inout XMLBytes, from start: Int) -> Bool {
        _ = scanner.skip("<")
        let tagName = scanner.takeName()
        guard !tagName.isEmpty else { return false }
        if open.isEmpty { name = tagName }
        if open.count == 1 { childStart = start }
        open.append(tagName)
        notePrefix(of: tagName, scanner)
        isOpenSecret.append(
            isOpenSecret.last == true || open.count > 1 && isSecret(scanner.local(tagName)))
        while true {
            scanner.skipBlanks()
            let place = scanner.index
            if scanner.skip(">") { return true }
            if scanner.skip("/>") {
                isSelfClosed = open.count == 1
                close(at: place, before: scanner.index, scanner)
                return true
            }
            guard takeAttribute(&scanner) else { return false }
        }
    }

    private mutating func takeAttribute(_ scanner: inout XMLBytes) -> Bool {
        let attribute = scanner.takeName()
        scanner.skipBlanks()
        guard !attribute.isEmpty, scanner.skip("=") else { return false }
        scanner.skipBlanks()
        guard let value = scanner.takeQuoted() else { return false }
        notePrefix(of: attribute, scanner)
        // What a namespace is called is no value of anybody's.
        let isNamespace = scanner.text(attribute).hasPrefix("xmlns")
        guard !value.isEmpty, !isNamespace else { return true }
        values.append(value)
        if isOpenSecret.last == true || isSecret(scanner.local(attribute)) {
            secrets.append(value)
        } else if open.count > 1, SecretNames.isKnown(scanner.text(value)) {
            // `<field name="password">`: what follows is a secret, its name is none.
            isOpenSecret[isOpenSecret.count - 1] = true
        }
        return true
    }

    /// `xml` and `xmlns` need no declaration (Namespaces in XML 1.0, 3).
    private mutating func notePrefix(of name: Range<Int>, _ scanner: XMLBytes) {
        let parts = scanner.text(name).split(separator: ":")
        if parts.count > 1, parts[0] != "xml", parts[0] != "xmlns" {
            prefixes.insert(String(parts[0]))
        }
    }

    private mutating func add(_ value: Range<Int>) {
        values.append(value)
        if isOpenSecret.last == true { secrets.append(value) }
    }

    private mutating func takeEndTag(_ scanner: inout XMLBytes, from start: Int) -> Bool {
        let tagName = scanner.takeName()
        scanner.skipBlanks()
        guard scanner.skip(">"), let opened = open.last,
            scanner.text(opened) == scanner.text(tagName)
        else { return false }
        close(at: start, before: scanner.index, scanner)
        return true
    }

    private mutating func close(at place: Int, before end: Int, _ scanner: XMLBytes) {
        guard let closed = open.popLast() else { return }
        isOpenSecret.removeLast()
        if open.isEmpty { contentEnd = place }
        guard open.count == 1 else { return }
        let local = scanner.text(closed).split(separator: ":").last.map(String.init)
        if local == RejectColumns.codes || local == RejectColumns.messages {
            ownElements.append(childStart..<end)
        }
    }

    /// The name, without its prefix, of the element that `bytes` begin with, however malformed the
    /// rest is; `user` where that is none in plain letters.
    static func recordName(in bytes: UnsafeRawBufferPointer) -> ByteString {
        var scanner = XMLBytes(bytes)
        guard scanner.skip("<") else { return "user" }
        let local = scanner.text(scanner.takeName()).split(separator: ":").last ?? ""
        let isPlain = local.utf8.allSatisfy { byte in
            byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte == 0x5F
                || byte >= 0x30 && byte <= 0x39 || byte == 0x2D || byte == 0x2E
        }
        let first = local.utf8.first.map { $0 | 0x20 } ?? 0
        return isPlain && first >= 0x61 && first <= 0x7A ? ByteString(String(local)) : "user"
    }
}
