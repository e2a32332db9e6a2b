import FeedFormats
import Provisioning
import Testing

/// Where records are, and what stands around them.
@Suite struct XMLFrameTests {
    private static let report = """
        <?xml version="1.0"?>
        <wd:Report_Data xmlns:wd="urn:com.workday.report/x" a='"'>
        <wd:Meta><wd:Report_Entry/></wd:Meta><wd:Meta/>
        <wd:Report_Entry><wd:Id wd:type="e">1</wd:Id></wd:Report_Entry>
        <Other/>
        <wd:Report_Entry><wd:Id>2</wd:Id></wd:Report_Entry>
        </wd:Report_Data>
        """

    private func seen(_ source: XMLSource) throws -> [[String]] {
        try source.seenRecords().map(\.values)
    }

    @Test func aProfileNamesThePathOfTheRecords() throws {
        let profile = attributesProfile(path: ["Report_Data", "Report_Entry"])
        let source = try XMLSource(Self.report, profile: profile)
        #expect(try seen(source) == [["Id.@type=e", "Id=1"], ["Id=2"]])
        #expect(
            source.notices.map(\.finding) == [
                "<Meta> stands beside the records (Report_Data/Report_Entry) 2 times, first in "
                    + "line 3, and is left out",
                "<Other> stands beside the records (Report_Data/Report_Entry) once, first in "
                    + "line 5, and is left out",
            ])
        let frame = try source.frame()
        #expect(
            frame.opening.text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <wd:Report_Data xmlns:wd="urn:com.workday.report/x" a='"'>

                """)
        #expect(frame.closing.text == "</wd:Report_Data>\n")
    }

    @Test func aFrameAroundRawRecordsIsAFeedOfTheSameRecords() throws {
        let profile = attributesProfile(path: ["a", "b", "c"])
        let text =
            "<a x='1'><b\n y='2' xmlns:p='urn:p'><c>1</c><c><p:d>2</p:d></c></b>"
            + "<b xmlns:p='urn:p'><c><p:e>3</p:e></c></b><b/></a>"
        let source = try XMLSource(text, profile: profile)
        let records = try source.seenRecords()
        #expect(records.count == 3)
        let frame = try source.frame()
        #expect(frame.closing.text == "</b>\n</a>\n")
        let copy =
            frame.opening.text + records.compactMap(\.raw).joined(separator: "\n")
            + frame.closing.text
        #expect(
            try XMLSource(copy, profile: profile).seenRecords().map(\.values)
                == records.map(\.values))
        // The records are read again in the first frame, wherever they stand.
        let chunk = FeedChunk(capacity: 64)
        for record in records {
            try source.reread(
                offset: record.offset, length: record.length + 5, number: record.number,
                line: record.line, into: chunk)
            #expect(chunk.records.map { SeenXMLRecord($0, in: chunk) }.first?.raw == record.raw)
        }
    }

    @Test func aRootThatIsARecordIsTheOnlyOne() throws {
        let source = try XMLSource(
            "<user><a>1</a></user>", profile: attributesProfile(path: ["user"]))
        #expect(try seen(source) == [["a=1"]])
        #expect(try source.frame().opening.text == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        let chunk = FeedChunk(capacity: 64)
        try source.reread(offset: 0, length: 21, number: 1, line: 1, into: chunk)
        #expect(chunk.records.count == 1)
    }

    @Test(arguments: ["<users/>", "<users></users>", "<users>\n<!-- nobody -->\n</users>"])
    func anEmptyContainerIsAFeedWithoutRecords(text: String) throws {
        let source = try XMLSource(text)
        #expect(try source.header().isEmpty)
        #expect(try source.seenRecords().isEmpty)
        #expect(
            try source.frame().opening.text
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<users>\n")
        #expect(try source.reading()?.format == "XML")
    }

    @Test(arguments: [
        ("<Users><user/></Users>", "<Users> and has <user>"),
        ("<users><person/><meta/><person/></users>", "<users> and has <person>, <meta>"),
        ("<a/>", "<a> and has no element"), ("<users>ada</users>", "<users> and has no element"),
    ])
    func elsewhereThereAreNoRecordsAndTheMessageSaysWhatThereIs(
        text: String, inside: String
    ) throws {
        let found = try #require(xmlHalt(text))
        #expect(found.status == .malformedFile)
        #expect(found.code == .feedRecordsMissing)
        #expect(found.message.contains("looked for at users/user"))
        #expect(found.message.contains("the root is \(inside)"))
        #expect(found.advice?.contains("record_path") == true)
    }

    @Test(arguments: ["", " \r\n\t", "\u{FEFF}", "\u{FEFF}\n"])
    func aFileWithoutAnythingIsEmpty(text: String) {
        for chunkBytes in [1, 1 << 20] {
            var limits = Limits()
            limits.chunkBytes = chunkBytes
            #expect(xmlHalt(text, limits: limits)?.code == .feedFileEmpty)
        }
    }

    @Test func textBesideTheRecordsIsNoted() throws {
        let source = try XMLSource("<users>\n<user/>\nlost\n<user/>and\n</users>")
        #expect(try source.seenRecords().count == 2)
        #expect(source.notices.map(\.code) == [.xmlElementSkipped])
        #expect(source.notices.first?.finding.contains("first behind the tag in line 2") == true)
    }
}
