/// A cell of a CSV results file: safe to look at, in a terminal and in a spreadsheet.
///
/// What might run as a formula gets a `'` in front, controls and invisible characters are written
/// as `\u{XX}`, bytes that are not UTF-8 become U+FFFD, and commas and quotes are quoted
/// (RFC 4180).
enum ShownCell {
    private static let comma: UInt8 = 0x2C
    private static let quote: UInt8 = 0x22
    private static let semicolon: UInt8 = 0x3B

    /// Appends a cell.
    /// - Complexity: a scan and a copy for printable ASCII; anything else makes a `String`.
    @inline(__always)
    static func append(_ bytes: UnsafeRawBufferPointer, to buffer: inout ByteBuffer) {
        guard let first = bytes.first else { return }
        if !FormulaText.isFormulaByte(first), first != 0x20,
            PlainBytes.hold(bytes, but: comma, quote, semicolon)
        {
            buffer.append(bytes)
        } else if PlainBytes.hold(bytes, but: 0, 0, 0) {
            appendASCII(bytes, to: &buffer)
        } else {
            appendCarefully(String(decoding: bytes, as: UTF8.self), to: &buffer)
        }
    }

    /// Appends a cell.
    static func append(_ text: String, to buffer: inout ByteBuffer) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0), to: &buffer) }
    }

    /// Does for printable ASCII what `appendCarefully` does for any text.
    @inline(never)
    private static func appendASCII(
        _ bytes: UnsafeRawBufferPointer, to buffer: inout ByteBuffer
    ) {
        let isQuoted = bytes.contains { $0 == comma || $0 == quote }
        // A byte takes three places at most: a mark and a second quote may stand before it.
        buffer.append(most: 3 * bytes.count + 2) { place in
            var count = 0
            if isQuoted {
                place[0] = quote
                count = 1
            }
            var beginsCell = true
            var index = 0
            while index < bytes.count {
                if !beginsCell, index &+ 8 <= bytes.count {
                    let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    if !PlainBytes.has(quote, or: semicolon, in: word) {
                        UnsafeMutableRawPointer(place + count).storeBytes(of: word, as: UInt64.self)
                        count &+= 8
                        index &+= 8
                        continue
                    }
                }
                let byte = bytes[index]
                index &+= 1
                if beginsCell, FormulaText.isFormulaByte(byte) {
                    place[count] = FormulaText.mark
                    count += 1
                }
                beginsCell = byte == semicolon || (beginsCell && byte == 0x20)
                if byte == quote {
                    place[count] = quote
                    count += 1
                }
                place[count] = byte
                count += 1
            }
            if isQuoted {
                place[count] = quote
                count += 1
            }
            return count
        }
    }

    @inline(never)
    private static func appendCarefully(_ text: String, to buffer: inout ByteBuffer) {
        let isQuoted = text.utf8.contains { $0 == comma || $0 == quote }
        if isQuoted { buffer.append(quote) }
        // A spreadsheet that takes `;` for the separator sees a cell begin behind each one.
        var beginsCell = true
        for scalar in text.unicodeScalars {
            if beginsCell, FormulaText.isFormula(scalar) { buffer.append(FormulaText.mark) }
            beginsCell = scalar == ";" || (beginsCell && scalar == " ")
            append(scalar, to: &buffer)
        }
        if isQuoted { buffer.append(quote) }
    }

    private static func append(_ scalar: Unicode.Scalar, to buffer: inout ByteBuffer) {
        if scalar == "\"" {
            buffer.append("\"\"" as StaticString)
        } else if HarmlessText.shows(scalar) {
            for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                buffer.append(byte)
            }
        } else {
            buffer.append("\\u{" as StaticString)
            buffer.append(String(scalar.value, radix: 16, uppercase: true))
            buffer.append("}" as StaticString)
        }
    }
}
