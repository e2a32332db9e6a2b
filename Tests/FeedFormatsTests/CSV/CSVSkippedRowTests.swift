import FeedFormats
import Provisioning
import Testing

/// Rows that the profile says are no records.
@Suite struct CSVSkippedRowTests {
    private func profile(
        skipping texts: [ByteString] = [], repeatedHeaders: Bool = false
    ) -> FeedProfile {
        var profile = FeedProfile()
        profile.skippedRows = texts
        profile.skipsRepeatedHeaders = repeatedHeaders
        return profile
    }

    @Test(arguments: [
        // The row, and whether "Total" and "100" make it no record.
        ("Total,2", true), ("TOTAL,2", true), (" total\t,2", true), ("\"Total\",2", true),
        ("\" to\"\"tal\",2", false), ("Total", true), ("Total,,,,,9", true), ("100,x", true),
        ("\u{A0}100\u{A0},x", true), ("Totals,2", false), ("Tota,2", false), ("x,Total", false),
        ("1000,x", false), (",Total", false), ("\"Total,2", false), ("\"Total\"x,2", false),
    ])
    func aRowIsSkippedByItsFirstCell(row: String, isSkipped: Bool) throws {
        let profile = profile(skipping: ["Total", " 100 "])
        let source = CSVSource("a,b\n1,2\n\(row)\n3,4\n", profile: profile)
        let records = try source.seenRecords()
        #expect(records.count == (isSkipped ? 2 : 3))
        let last = try #require(records.last)
        #expect(last.texts == ["3", "4"])
        #expect(last.line == 4)
        #expect(last.number == UInt32(records.count))
    }

    @Test func textBeyondASCIIIsComparedByteForByte() throws {
        let profile = profile(skipping: ["Gesamt Übersicht", "Итого"])
        let source = CSVSource(
            "a,b\nGESAMT Übersicht,1\nGesamt übersicht,2\nИтого,3\nитого,4\n", profile: profile)
        #expect(try source.seenRecords().map { $0.texts[1] } == ["2", "4"])
    }

    @Test func whatIsWrongWithASkippedRowDoesNotMatter() throws {
        var limits = Limits()
        limits.recordBytesMax = 20
        limits.fieldBytesMax = 10
        let long = String(repeating: "x", count: 200)
        for rest in ["\u{0}", "\"x\"y", "\"x", "0123456789x", long, "\(long)\r"] {
            for chunkBytes in [1, 7, 30, 1 << 20] {
                limits.chunkBytes = chunkBytes
                let source = CSVSource(
                    "a,b\n1,2\nTotal,\(rest)\n3,4\n", profile: profile(skipping: ["total"]),
                    limits: limits)
                let records = try source.seenRecords()
                #expect(records.map(\.texts) == [["1", "2"], ["3", "4"]])
                #expect(records.map(\.length) == [4, 4])
                #expect(records.allSatisfy { $0.fault == nil })
            }
        }
    }

    @Test func skippedRowsMayStandAboveTheHeader() throws {
        let source = CSVSource(
            "100,0,SSO,UPDATE\n100,1\na,b\n1,2\n100,x\n", profile: profile(skipping: ["100"]))
        #expect(try source.headerTexts() == ["a", "b"])
        #expect(try source.seenRecords().map(\.texts) == [["1", "2"]])
    }

    @Test func rowsBeforeAndAfterTheHeaderAreCountedAsTheyStand() throws {
        var profile = profile(skipping: ["100"])
        profile.rowsBeforeHeader = 1
        profile.rowsAfterHeader = 1
        let source = CSVSource("100,0\na,b\n100,1\n1,2\n100,2\n", profile: profile)
        #expect(try source.headerTexts() == ["a", "b"])
        #expect(try source.seenRecords().map(\.texts) == [["1", "2"]])
    }

    @Test(arguments: [
        ("id,Name\n", true), ("\"id\",\"Name\"\r\n", true), (" ID , name \n", true),
        ("\u{FEFF}id,Name\n", true), ("\u{FEFF}\"id\",Name\n", false), ("id,Name,\n", false),
        ("id\n", false), ("id,Names\n", false),
    ])
    func aRowThatRepeatsTheHeaderIsSkipped(row: String, isSkipped: Bool) throws {
        for skips in [true, false] {
            let source = CSVSource(
                "id,Name\n1,Ada\n\(row)2,Grace\n", profile: profile(repeatedHeaders: skips))
            #expect(try source.seenRecords().count == (isSkipped && skips ? 2 : 3))
        }
    }

    @Test func aHeaderWithoutAFirstNameIsFoundAgain() throws {
        let source = CSVSource(
            ",name\n1,Ada\n,name\n ,NAME\n,x\n", profile: profile(repeatedHeaders: true))
        #expect(try source.seenRecords().map(\.texts) == [["1", "Ada"], ["", "x"]])
    }

    @Test func skippedRowsDoNotMisleadTheSearchForTheDelimiter() throws {
        let rows = (0..<20).map { "100;\($0),x,y,z;;\n" }.joined()
        let source = CSVSource(
            rows + "a;b\n1;x\nTotal;a,b,c;;\n", profile: profile(skipping: ["100", "Total"]))
        #expect(try source.dialect().reason.contains("2 of the first 2 rows"))
        #expect(try source.headerTexts() == ["a", "b"])
        #expect(try source.seenRecords().map(\.texts) == [["1", "x"]])
    }

    @Test(arguments: [
        // A row, and whether it is blank.
        (";;", true), (" ;\t;\u{A0}", true), (";", true), (";;;;;;", true), ("\"\";;", true),
        ("\" \n\";\"\";", true), (";;x", false), ("0;;", false), ("-;;", false),
    ])
    func rowsOfEmptyCellsAreSkippedOnRequest(row: String, isBlank: Bool) throws {
        var profile = FeedProfile()
        profile.delimiter = UInt8(ascii: ";")
        for skips in [true, false] {
            profile.skipsBlankRows = skips
            let source = CSVSource("a;b;c\n1;2;3\n\(row)\n4;5;6", profile: profile)
            let records = try source.seenRecords()
            #expect(records.count == (isBlank && skips ? 2 : 3))
            #expect(records.last?.texts == ["4", "5", "6"])
        }
        profile.skipsBlankRows = true
        let above = CSVSource(";;\n\n ; ;\na;b;c\n1;2;3\n;;\n", profile: profile)
        #expect(try above.headerTexts() == ["a", "b", "c"])
        #expect(try above.seenRecords().count == 1)
    }

    @Test func rowsOfEmptyCellsAreRecords() throws {
        let source = CSVSource("a;b;c\n1;2;3\n;;\n", profile: profile(skipping: ["Total", ""]))
        #expect(try source.seenRecords().map(\.texts) == [["1", "2", "3"], ["", "", ""]])
    }

    @Test func aFileOfSkippedRowsHasNoRecords() throws {
        for chunkBytes in [1, 5, 1 << 20] {
            var limits = Limits()
            limits.chunkBytes = chunkBytes
            let source = CSVSource(
                "a,b\nTotal,0\n\ntotal,1\na,b\n",
                profile: profile(skipping: ["Total"], repeatedHeaders: true), limits: limits)
            #expect(try source.seenChunks().isEmpty)
        }
    }
}
