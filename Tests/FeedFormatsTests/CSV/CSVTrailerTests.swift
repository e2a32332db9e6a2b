import FeedFormats
import Provisioning
import Testing

/// The row that must end a feed, with the number of rows before it.
@Suite struct CSVTrailerTests {
    /// Ways in which real files are laid out, and what their count has in it.
    struct Layout: Sendable, CustomTestStringConvertible {
        var trait: String
        var text: String
        var rule: TrailerRule
        var before = 0
        var after = 0
        var skipped: [ByteString] = []
        var testDescription: String { trait }
    }

    private static let layouts: [Layout] = [
        Layout(
            trait: "records only", text: "id,name\n1,a\n2,b\nTRL,2\n",
            rule: TrailerRule(mark: "TRL")
        ),
        Layout(
            trait: "header record, column header and trailer are counted",
            text: "H1,hr,2026-03-01\nid,name\n1,a\n2,b\nT1,5\n",
            rule: TrailerRule(mark: "T1", includes: [.rowsBeforeHeader, .header, .trailer]),
            before: 1),
        Layout(
            trait: "number of a transmission, then a count with header and trailer records",
            text: "TH,4711\nid,name\n1,a\n2,b\nTT,4711,4\n",
            rule: TrailerRule(mark: "TT", countField: 3, includes: [.skipped, .trailer]),
            skipped: ["TH"]),
        Layout(
            trait: "without column header", text: "v1.0\nid,name\n1,a\n2,b\nEND,3\n",
            rule: TrailerRule(mark: "END", includes: [.trailer]), before: 1),
        Layout(
            trait: "every line", text: "v1\nid,name\nLabel,Name\n1,a\nTotal,1\n2,b\nTRL,7\n",
            rule: TrailerRule(mark: "TRL", includes: Set(TrailerRule.Counted.allCases)),
            before: 1, after: 1, skipped: ["Total"]),
        Layout(
            trait: "leading zeros, quotes and blanks",
            text: "id,name\n1,a\n2,b\n\" trl \",\" 0000000002 \"\n", rule: TrailerRule(mark: "TRL")
        ),
        Layout(
            trait: "more cells than the header", text: "id,name\n1,a\n2,b\nTRL,x,y,2,z\n",
            rule: TrailerRule(mark: "TRL", countField: 4)),
        Layout(
            trait: "no records", text: "id,name\nTRL,0\n", rule: TrailerRule(mark: "TRL")),
        Layout(
            trait: "rows with faults are counted", text: "id,name\n1\n2,b,c\n\"3,d\nTRL,3\n",
            rule: TrailerRule(mark: "TRL")),
    ]

    private func source(_ layout: Layout, _ text: String, chunkBytes: Int = 1 << 20) -> CSVSource {
        var profile = FeedProfile()
        profile.delimiter = UInt8(ascii: ",")
        profile.trailer = layout.rule
        profile.rowsBeforeHeader = layout.before
        profile.rowsAfterHeader = layout.after
        profile.skippedRows = layout.skipped
        var limits = Limits()
        limits.chunkBytes = chunkBytes
        return CSVSource(text, profile: profile, limits: limits)
    }

    @Test(arguments: layouts)
    func everyLayoutCanBeDescribed(layout: Layout) throws {
        let endings = [
            "", "\n", "\r\n\r\n", "\u{1A}", ",\n", ", \n , \u{A0}\n", "\n\n\u{1A}\u{1A}",
        ]
        for ending in endings {
            for chunkBytes in 1...layout.text.utf8.count + 1 {
                let source = source(layout, layout.text + ending, chunkBytes: chunkBytes)
                let records = try source.seenRecords()
                #expect(records.map(\.number) == records.indices.map { UInt32($0 + 1) })
                #expect(!records.contains { $0.texts[0] == layout.rule.mark.text })
            }
        }
        let cut = String(layout.text.dropLast())
        _ = try source(layout, cut).seenRecords()
    }

    @Test(arguments: layouts)
    func everyLostRecordIsNoticed(layout: Layout) throws {
        let lines = layout.text.split(separator: "\n", omittingEmptySubsequences: false)
        let records = try source(layout, layout.text).seenRecords()
        for record in records {
            var fewer = lines
            fewer.remove(at: Int(record.line) - 1)
            let found = halt {
                _ = try source(layout, fewer.joined(separator: "\n")).seenRecords()
            }
            #expect(found?.code == .feedTrailerMismatch)
            var more = lines
            more.insert(lines[Int(record.line) - 1], at: Int(record.line))
            let other = halt { _ = try source(layout, more.joined(separator: "\n")).seenRecords() }
            #expect(other?.code == .feedTrailerMismatch)
        }
    }

    @Test(arguments: [
        // The file's end after "id,name\n1,a\n", the code, and what the message says.
        ("", IssueCode.feedTrailerMissing, "test feed ends after 1 record without its trailer"),
        ("TR", .feedTrailerMissing, "a row that begins with \"TRL\": it may be cut off"),
        ("\"TRL,1\n", .feedTrailerMissing, "ends after 2 records"),
        ("TRL\n", .feedTrailerMalformed, "test feed:3 the trailer has 1 field, and its count"),
        ("TRL,\n", .feedTrailerMalformed, "no plain number in field 2"),
        ("TRL,1.0\n", .feedTrailerMalformed, "no plain number"),
        ("TRL,-1\n", .feedTrailerMalformed, "no plain number"),
        ("TRL,1 000\n", .feedTrailerMalformed, "no plain number"),
        ("TRL,1234567890123456789\n", .feedTrailerMalformed, "no plain number"),
        ("TRL,\"1\n", .feedTrailerMalformed, "test feed:3 the trailer cannot be read"),
        ("TRL,1\u{0}\n", .feedTrailerMalformed, "cannot be read"),
        ("TRL,1\n2,b\n", .feedTrailerMalformed, "test feed:4 a row follows the trailer of line 3"),
        ("TRL,1\n\n,\nTRL,1\n", .feedTrailerMalformed, "test feed:6 a row follows"),
        ("TRL,9\n2", .feedTrailerMalformed, "a row follows"),
        ("TRL,2\n", .feedTrailerMismatch, "test feed:3 the trailer says 2 rows and the file has 1"),
        ("TRL,0\n", .feedTrailerMismatch, "rows are there that were not counted"),
        ("2,b\nTRL,1\n", .feedTrailerMismatch, "says 1 row and the file has 2 (only records"),
    ])
    func aWrongTrailerStopsTheRun(end: String, code: IssueCode, finding: String) {
        let layout = Layout(trait: "", text: "", rule: TrailerRule(mark: "TRL"))
        let text = "id,name\n1,a\n" + end
        for chunkBytes in 1...text.utf8.count + 1 {
            let source = source(layout, text, chunkBytes: chunkBytes)
            let found = halt { _ = try source.seenRecords() }
            #expect(found?.status == .malformedFile)
            #expect(found?.code == code)
            #expect(found?.message.contains(finding) == true, "\(found?.message ?? "none")")
            #expect(found?.advice?.isEmpty == false)
            #expect(halt { _ = try source.seenRecords() } != nil)
        }
    }

    @Test func blankRowsAreCountedAsRecordsUnlessTheyAreSkipped() throws {
        var profile = FeedProfile()
        profile.trailer = TrailerRule(mark: "TRL", includes: [.skipped])
        for (count, skips) in [(3, false), (2, true)] {
            profile.skipsBlankRows = skips
            let text = "id,name\n1,a\n , \n2,b\nTRL,\(count)\n,\n"
            let records = try CSVSource(text, profile: profile).seenRecords()
            #expect(records.count == count)
        }
    }

    @Test func aRejectsFileNeedsNoTrailer() throws {
        var profile = FeedProfile()
        profile.trailer = TrailerRule(mark: "TRL")
        let text = "id,name,muster_codes,muster_messages\n1,a,,\n2,b,,\n"
        for ending in ["", "TRL,7\n"] {
            let records = try CSVSource(text + ending, profile: profile).seenRecords()
            #expect(records.count == 2)
        }
        let other = text.replacing("muster_codes", with: "codes")
        #expect(halt { _ = try CSVSource(other, profile: profile).seenRecords() } != nil)
    }

    @Test func theMessageSaysHowTheCountWasMade() {
        let rule = TrailerRule(mark: "TRL", includes: [.trailer, .header])
        let layout = Layout(trait: "", text: "", rule: rule)
        let found = halt { _ = try source(layout, "id,name\n1,a\nTRL,1001\n").seenRecords() }
        #expect(
            found?.message
                == "test feed:3 the trailer says 1001 rows and the file has 3 (records, header "
                + "and trailer are counted): rows are missing")
    }

    @Test func theMarkIsHarmlessInAMessage() {
        let layout = Layout(trait: "", text: "", rule: TrailerRule(mark: "\u{1B}[31m"))
        let found = halt { _ = try source(layout, "id,name\n").seenRecords() }
        #expect(found?.message.contains("\"\\u{1B}[31m\"") == true)
    }

    @Test func aFeedThatIsCutAnywhereIsNoticed() {
        let text = "id,name\n1,a\n2,\"b\nc\"\n3,d\nTRL,3,end\n"
        let layout = Layout(trait: "", text: text, rule: TrailerRule(mark: "TRL"))
        let bytes = Array(text.utf8)
        // Behind the header, up to the end of the count.
        for end in 8..<bytes.count - 5 {
            let cut = String(decoding: bytes[..<end], as: UTF8.self)
            let found = halt { _ = try source(layout, cut).seenRecords() }
            #expect(found?.status == .malformedFile, "cut at \(end)")
        }
    }
}
