import Provisioning

/// Says what is wrong with a CSV record, in words that need no look at the program.
struct CSVFaultText {
    /// Names of the columns, to name a field by more than its number.
    var header: [ByteString]
    var limits: Limits
    var delimiterName: String
    /// Encoding that the feed was transcoded from; nil: it was not.
    var encodingName: String?

    /// The issue for `fault`.
    ///
    /// - Parameters:
    ///   - fault: what the scanner found.
    ///   - line: physical line on which the record starts.
    ///   - origin: place in the feed of the byte that positions count from.
    /// - Returns: code and finding, without any value of the record.
    func issue(_ fault: CSVFault, line: UInt64, origin: UInt64) -> RecordIssue {
        switch fault.kind {
        case .quoteUnclosed(let lines):
            return RecordIssue(
                .csvQuoteUnclosed,
                finding: "has a quote that is opened in line \(line + UInt64(lines))"
                    + "\(place(fault)) and not closed: a field that begins with a quote must end "
                    + "with one, before a \(delimiterName) or the end of the line")
        case .quoteMisplaced(let position):
            return RecordIssue(
                .csvQuoteMisplaced,
                finding: "has text after a closing quote, at byte \(origin + UInt64(position)) "
                    + "of the feed\(place(fault)): only a \(delimiterName) or the end of the line "
                    + "may follow, and a quote within quotes must be escaped")
        case .recordTooLong:
            return RecordIssue(
                .csvRecordTooLong,
                finding: "is longer than \(limits.recordBytesMax) bytes, the limit for a record: "
                    + "is a line end or a closing quote missing?")
        case .fieldTooLong:
            return RecordIssue(
                .csvFieldTooLong,
                finding: "has a field longer than \(limits.fieldBytesMax) bytes, the limit for "
                    + "a field\(place(fault))")
        case .nul(let position):
            return RecordIssue(
                .csvByteNUL,
                finding: "has a NUL at byte \(origin + UInt64(position)) of the feed"
                    + "\(place(fault)): text has none; is the file UTF-16 or binary?")
        case .invalidUTF8(let position, let byte):
            return invalidTextIssue(fault, byte: byte, at: origin + UInt64(position))
        case .fieldCount(let found):
            return fieldCountIssue(found)
        }
    }

    private func invalidTextIssue(
        _ fault: CSVFault, byte: UInt8, at position: UInt64
    ) -> RecordIssue {
        if let encodingName {
            return RecordIssue(
                .csvTextInvalidUTF8,
                finding: "has bytes that \(encodingName) does not define, at byte \(position) of "
                    + "the decoded feed\(place(fault)): is the encoding another one?")
        }
        return RecordIssue(
            .csvTextInvalidUTF8,
            finding: "is not UTF-8: 0x\(hexadecimal(byte)) at byte \(position) of the feed"
                + "\(place(fault)); for a file from an older Windows program try "
                + "--encoding windows-1252")
    }

    private func fieldCountIssue(_ found: Int) -> RecordIssue {
        let expected = header.count
        let fields = found == 1 ? "1 field" : "\(found) fields"
        let count = "has \(fields) where the header has \(expected): "
        if found < expected {
            return RecordIssue(
                .csvFieldsTooFew, finding: count + "is a \(delimiterName) missing?")
        }
        return RecordIssue(
            .csvFieldsTooMany,
            finding: count + "a value with a \(delimiterName) in it must stand in quotes")
    }

    /// ` in field 3 ("Last Name")`, as far as it is known.
    private func place(_ fault: CSVFault) -> String {
        guard let field = fault.field else { return "" }
        let number = " in field \(field + 1)"
        guard field < header.count, !header[field].isEmpty else { return number }
        return "\(number) (\"\(MessageText.quoted(header[field].text))\")"
    }

    private func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
