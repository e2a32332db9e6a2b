import Provisioning

/// The trailer of a CSV feed as it was found, and whether it is right.
///
/// A feed whose trailer is missing or wrong may be half a feed, so each fault stops the run.
struct CSVTrailer {
    let line: UInt64
    /// Rows that the feed has by it.
    let count: UInt64

    /// Reads the count of a row that has the trailer's mark.
    ///
    /// - Parameters:
    ///   - cells: those of the row.
    ///   - base: what they count from.
    ///   - fault: what is wrong with the row as CSV; its number of cells is its own affair.
    ///   - place: file, line and rule, for messages.
    /// - Throws: a halt with status 65 if there is no plain number where the count should be.
    init(
        _ cells: UnsafeBufferPointer<ByteRange>, in base: UnsafePointer<UInt8>, fault: CSVFault?,
        place: Place
    ) throws(RunHalt) {
        line = place.line
        switch fault?.kind {
        case nil, .fieldCount: break
        default: throw place.malformed("the trailer cannot be read as a row of cells")
        }
        let field = place.rule.countField
        guard field <= cells.count else {
            let fields = cells.count == 1 ? "1 field" : "\(cells.count) fields"
            throw place.malformed(
                "the trailer has \(fields), and its count should stand in field \(field)")
        }
        let cell = Blanks.trimmed(UnsafeRawBufferPointer(cells[field - 1], in: base))
        guard let count = Self.number(cell) else {
            throw place.malformed(
                "the trailer has no plain number in field \(field), where its count should stand")
        }
        self.count = count
    }

    /// Compares the count with the rows of the feed.
    ///
    /// - Throws: a halt with status 65 that has both numbers.
    func check(against tally: CSVRowTally, records: UInt32, place: Place) throws(RunHalt) {
        let rows = tally.rows(records: records, counting: place.rule.includes)
        guard count != rows else { return }
        throw RunHalt(
            .malformedFile, .feedTrailerMismatch,
            "\(place.text) the trailer says \(count == 1 ? "1 row" : "\(count) rows") and the file "
                + "has \(rows) (\(Self.counted(place.rule.includes))): rows are "
                + (count > rows ? "missing" : "there that were not counted"),
            advice: "Have the file sent again. If it is right, its count is made in another way "
                + "than `trailer` in the feed's profile says; see `includes`.")
    }

    /// A number in ASCII digits; nil for anything else, and for what no file can have.
    private static func number(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
        guard !bytes.isEmpty, bytes.count <= 18 else { return nil }
        var number: UInt64 = 0
        for byte in bytes {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            number = number * 10 + UInt64(byte & 15)
        }
        return number
    }

    /// What is counted, in words.
    private static func counted(_ includes: Set<TrailerRule.Counted>) -> String {
        let words = TrailerRule.Counted.allCases.filter(includes.contains).map { word in
            switch word {
            case .header: "header"
            case .rowsBeforeHeader: "rows before the header"
            case .rowsAfterHeader: "rows after the header"
            case .skipped: "skipped rows"
            case .trailer: "trailer"
            }
        }
        guard let last = words.last else { return "only records are counted" }
        return (["records"] + words.dropLast()).joined(separator: ", ") + " and \(last) are counted"
    }

    /// Where a trailer is looked for, and by which rule.
    struct Place {
        var feedName: String
        var line: UInt64
        var rule: TrailerRule

        var text: String { "\(feedName):\(line)" }

        func malformed(_ finding: String) -> RunHalt {
            RunHalt(
                .malformedFile, .feedTrailerMalformed, "\(text) \(finding)",
                advice: "Have the file sent again, or correct `trailer` in the feed's profile.")
        }

        func missing(after records: UInt32) -> RunHalt {
            RunHalt(
                .malformedFile, .feedTrailerMissing,
                "\(feedName) ends after \(records == 1 ? "1 record" : "\(records) records") "
                    + "without its trailer, a row that begins with "
                    + "\"\(MessageText.quoted(rule.mark.text))\": it may be cut off",
                advice: "Have the file sent again, or correct `trailer` in the feed's profile.")
        }
    }
}
