/// The encoding that an XML document declares of itself (XML 1.0, 4.3.3 and appendix F).
enum XMLEncodingDeclaration {
    /// Bytes within which a declaration must end to be found.
    static let bytesMax = 1_024

    /// Name of the encoding in the document's first line; nil: none is declared.
    ///
    /// The text is the first bytes of the document, in ASCII or anything that contains it; a byte
    /// order mark of UTF-8 may stand before.
    static func encoding(in text: ArraySlice<UInt8>) -> String? {
        var rest = text.prefix(bytesMax)
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        guard rest.starts(with: Array("<?xml".utf8)), let end = rest.firstIndex(of: close) else {
            return nil
        }
        rest = rest.dropFirst(5)[..<end]
        while let name = takeName(&rest), let value = takeValue(&rest) {
            if name.elementsEqual("encoding".utf8) { return String(decoding: value, as: UTF8.self) }
        }
        return nil
    }

    private static let close = UInt8(ascii: ">")

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// Takes a name and the equals sign behind it.
    private static func takeName(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        rest = rest.drop(while: isSpace)
        let name = rest.prefix { $0 != UInt8(ascii: "=") && !isSpace($0) }
        rest = rest[name.endIndex...].drop(while: isSpace)
        guard !name.isEmpty, rest.first == UInt8(ascii: "=") else { return nil }
        rest = rest.dropFirst().drop(while: isSpace)
        return name
    }

    /// Takes a value in quotes of either kind.
    private static func takeValue(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        else { return nil }
        let value = rest.dropFirst().prefix { $0 != quote }
        guard value.endIndex < rest.endIndex else { return nil }
        rest = rest[(value.endIndex + 1)...]
        return value
    }
}
