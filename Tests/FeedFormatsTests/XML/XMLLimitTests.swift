import FeedFormats
import Provisioning
import Testing

/// Every limit bites at n + 1 and not at n, however the feed is cut.
@Suite struct XMLLimitTests {
    /// The halts of two documents, the first of which is within the limit.
    private func expect(
        _ code: IssueCode, within: String, beyond: String, at place: String = "1:",
        _ change: (inout Limits) -> Void
    ) throws {
        for chunkBytes in [1, 9, 64, 1 << 20] {
            var limits = Limits()
            limits.chunkBytes = chunkBytes
            change(&limits)
            #expect(xmlHalt(within, limits: limits) == nil)
            let found = try #require(xmlHalt(beyond, limits: limits))
            #expect(found.code == code)
            #expect(found.status == .malformedFile)
            #expect(found.message.hasPrefix("test feed:\(place)"), "\(found.message)")
        }
    }

    private func text(_ count: Int) -> String { String(repeating: "x", count: count) }

    @Test func textsMayHaveTheirLimitAndNoMore() throws {
        try expect(
            .xmlTextTooLong, within: "<users><user><n>\(text(97))</n></user></users>",
            beyond: "<users><user><n>\(text(98))</n></user></users>", at: "1:114"
        ) { $0.xmlTextBytesMax = 100 }
        try expect(
            .xmlTextTooLong, within: "<users><!--\(text(93))--></users>",
            beyond: "<users><!--\(text(94))--></users>"
        ) { $0.xmlTextBytesMax = 100 }
        try expect(
            .xmlTextTooLong, within: "<users/>\(String(repeating: "\n", count: 92))",
            beyond: "<users/>\(String(repeating: "\n", count: 93))", at: "93:1"
        ) { $0.xmlTextBytesMax = 100 }
    }

    @Test func tagsMayHaveTheirLimitAndNoMore() throws {
        for quote in ["'", "\""] {
            try expect(
                .xmlTagTooLong, within: "<users><user a=\(quote)\(text(87))>\(quote)/></users>",
                beyond: "<users><user a=\(quote)\(text(88))>\(quote)/></users>", at: "1:8"
            ) { $0.xmlTagBytesMax = 100 }
        }
        try expect(
            .xmlTagTooLong,
            within: "<users><user></user\(String(repeating: " ", count: 93))></users>",
            beyond: "<users><user></user\(String(repeating: " ", count: 94))></users>", at: "1:14"
        ) { $0.xmlTagBytesMax = 100 }
        // What looks like a tag in a comment is none.
        #expect(xmlHalt("<users><!-- <a \(text(5_000)) --><user/></users>") == nil)
    }

    @Test func tagsMayHaveTheLimitOfAttributesAndNoMore() throws {
        let attributes = { (count: Int) in (0..<count).map { " a\($0)=''" }.joined() }
        try expect(
            .xmlAttributesTooMany, within: "<users><user\(attributes(5))/></users>",
            beyond: "<users><user\(attributes(6))/></users>", at: "1:8"
        ) { $0.xmlAttributesMax = 5 }
        try expect(
            .xmlAttributesTooMany, within: "<users\(attributes(64))/>",
            beyond: "<users\(attributes(65))/>", at: "1:1"
        ) { _ in }
    }

    @Test func namesMayBeTheirLimitAndNoMore() throws {
        let elements = { (count: Int) in (0..<count).map { "<n\($0)/>" }.joined() }
        try expect(
            .xmlNamesTooMany, within: "<users><user>\(elements(8))</user></users>",
            beyond: "<users><user>\(elements(9))</user></users>"
        ) { $0.xmlNamesMax = 10 }
        try expect(
            .xmlNamesTooMany, within: "<users><user><n0 a='' b=''/>\(elements(6))</user></users>",
            beyond: "<users><user><n0 a='' b=''/>\(elements(7))</user></users>"
        ) { $0.xmlNamesMax = 10 }
        try expect(
            .xmlNamesTooMany, within: "<users xmlns:p='urn:p'>\(elements(6))<user/></users>",
            beyond: "<users xmlns:p='urn:p'>\(elements(7))<user/></users>"
        ) { $0.xmlNamesMax = 10 }
        try expect(
            .xmlNamesTooMany, within: "<users><?a?><?b?><?a?></users>",
            beyond: "<users><?a?><?b?><?c?></users>"
        ) { $0.xmlNamesMax = 3 }
    }

    @Test func elementsMayBeAsDeepAsTheirLimitAndNoDeeper() throws {
        let nested = { (depth: Int) in
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        try expect(
            .xmlDepthTooDeep, within: "<users><user>\(nested(14))</user></users>",
            beyond: "<users><user>\(nested(15))</user></users>"
        ) { _ in }
        try expect(
            .xmlDepthTooDeep, within: "<users><user/><x>\(nested(2))</x></users>",
            beyond: "<users><user/><x>\(nested(3))</x></users>"
        ) { $0.depthMax = 4 }
    }

    @Test func fieldsMayHaveTheirLimitAndNoMore() throws {
        var limits = Limits()
        limits.fieldBytesMax = 10
        for value in ["\(text(10))", " \(text(10))\n", "<![CDATA[\(text(9))]]>x"] {
            let records = try XMLSource(
                "<users><user><n>\(value)</n></user></users>", limits: limits
            ).seenRecords()
            #expect(records.map(\.fault) == [nil])
        }
        for value in ["\(text(11))", "<![CDATA[\(text(9))]]>xx"] {
            let records = try XMLSource(
                "<users><user><n>\(value)</n><m/></user><user/></users>", limits: limits
            ).seenRecords()
            #expect(records.map(\.fault) == [.xmlFieldTooLong, nil])
            #expect(records.first?.values == ["m="])
        }
    }

    @Test func recordsMayHaveTheirLimitAndNoMore() throws {
        let record = { (count: Int) in
            "<user><a>1</a>" + String(repeating: "<n/>", count: count) + "</user>"
        }
        var limits = Limits()
        limits.recordBytesMax = 101
        for chunkBytes in [1, 16, 100, 101, 300, 1 << 20] {
            limits.chunkBytes = chunkBytes
            let source = try XMLSource(
                "<users>\(record(20))\n\(record(21))\n\(record(500))\n\(record(0))</users>",
                limits: limits)
            let records = try source.seenRecords()
            #expect(
                records.map(\.fault) == [
                    .fieldValueSeveral, .xmlRecordTooLong, .xmlRecordTooLong, nil,
                ])
            #expect(records.map(\.length) == [101, 105, 2_021, 21])
            #expect(records.map(\.line) == [1, 2, 3, 4])
            #expect(records[2].values == ["a=1", "n="])
            let chunk = FeedChunk(capacity: 64)
            for record in records {
                try source.reread(
                    offset: record.offset, length: record.length, number: record.number,
                    line: record.line, into: chunk)
                #expect(chunk.records.map { SeenXMLRecord($0, in: chunk) } == [record])
            }
        }
    }

    @Test func filesAndFeedsMayHaveTheirLimitsAndNoMore() throws {
        let feed = "<users><user/><user/></users>"
        var limits = Limits()
        limits.recordsMax = 2
        limits.fileBytesMax = UInt64(feed.utf8.count)
        #expect(xmlHalt(feed, limits: limits) == nil)
        limits.recordsMax = 1
        for chunkRecords in [1, 10] {
            limits.chunkRecordsMax = chunkRecords
            #expect(xmlHalt(feed, limits: limits)?.code == .feedRecordsTooMany)
        }
        limits = Limits()
        limits.fileBytesMax = UInt64(feed.utf8.count) - 1
        #expect(xmlHalt(feed, limits: limits)?.code == .feedFileTooLarge)
        let input = MemoryInput(Array(feed.utf8), pieces: [3])
        input.knowsLength = false
        let found = halt { _ = try XMLSource(input: input, limits: limits).seenRecords() }
        #expect(found?.code == .feedFileTooLarge)
    }

    @Test func columnsMayBeTheirLimitAndNoMore() throws {
        var limits = Limits()
        limits.columnsMax = 3
        #expect(
            xmlHalt("<users><user><username/><email/><phone/></user></users>", limits: limits)
                == nil)
        let found = xmlHalt(
            "<users><user><username/><email/><phone/><groups/></user></users>", limits: limits)
        #expect(found?.code == .feedHeaderTooManyColumns)
    }
}
