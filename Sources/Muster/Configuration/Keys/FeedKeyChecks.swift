import Provisioning

extension FeedProfile {
    /// Reports keys of a profile, whose section is at `path`, that cannot stand together.
    func checkTogether(_ path: String, _ reading: ConfigurationReading) {
        checkFormat(path, reading)
        checkWords(path, reading)
        checkGuards(path, reading)
        guard let mark = trailer?.mark else { return }
        if skippedRows.contains(where: { Self.isSameCell($0, mark) }) {
            reading.reportConflict(
                between: "\(path).skip_rows", and: "\(path).trailer.mark",
                "a row cannot both be skipped and be the trailer")
        }
    }

    /// Keys that mean nothing in the declared format would be a wish that is passed over.
    private func checkFormat(_ path: String, _ reading: ConfigurationReading) {
        guard let format else { return }
        let usual = FeedProfile()
        let csv = [
            ("delimiter", delimiter != usual.delimiter), ("quoting", quoting != usual.quoting),
            ("comment_prefix", commentPrefix != usual.commentPrefix),
            ("rows_before_header", rowsBeforeHeader != usual.rowsBeforeHeader),
            ("rows_after_header", rowsAfterHeader != usual.rowsAfterHeader),
            ("skip_rows", skippedRows != usual.skippedRows),
            ("skip_repeated_headers", skipsRepeatedHeaders != usual.skipsRepeatedHeaders),
            ("skip_blank_rows", skipsBlankRows != usual.skipsBlankRows),
            ("trailer.mark", trailer != usual.trailer),
        ]
        let paths = [("record_path", !recordPath.isEmpty)]
        for (keys, formats) in [(csv, ["csv"]), (paths, ["xml", "jsonl"])]
        where !formats.contains(format) {
            for (key, isSet) in keys where isSet {
                reading.reportConflict(
                    between: "\(path).\(key)", and: "\(path).format",
                    "the one is for \(formats.joined(separator: " and ")) only, and the other is"
                        + " \(format)")
            }
        }
    }

    private func checkWords(_ path: String, _ reading: ConfigurationReading) {
        for word in falseWords where trueWords.contains(where: { Self.isSameCell($0, word) }) {
            reading.reportConflict(
                between: "\(path).yes_words", and: "\(path).no_words",
                "\"\(MessageText.quoted(word.text))\" cannot mean both")
        }
    }

    /// Whether two texts without blanks around them are the same in any ASCII case.
    private static func isSameCell(_ left: ByteString, _ right: ByteString) -> Bool {
        func folded(_ text: ByteString) -> [UInt8] {
            text.bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        }
        return folded(left) == folded(right)
    }
}

extension ConfigurationReading {
    /// Reports two settings that contradict each other at the later one, with the line of the
    /// other.
    fileprivate func reportConflict(
        between one: String, and other: String, _ finding: String
    ) {
        guard let first = position(of: one), let second = position(of: other) else { return }
        let (earlier, place) = first < second ? (one, first) : (other, second)
        let (later, position) = first < second ? (other, second) : (one, first)
        report(
            .configValueInvalid, at: position,
            "\(later): contradicts \(earlier) in line \(place.line): \(finding)")
    }
}
