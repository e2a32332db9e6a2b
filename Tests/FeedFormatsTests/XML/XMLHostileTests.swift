import FeedFormats
import Provisioning
import Testing

/// Shapes that would cost a naive reader its memory or its time are refused after a few windows.
@Suite struct XMLHostileTests {
    private static let kilobyte = String(repeating: "x", count: 1_024)

    private struct Shape: Sendable, CustomTestStringConvertible {
        var title: String
        var code: IssueCode
        var head: String
        var count: Int
        var unit: @Sendable (Int) -> String
        var testDescription: String { title }

        init(
            _ title: String, _ code: IssueCode, _ head: String, count: Int = 1 << 20,
            unit: @escaping @Sendable (Int) -> String
        ) {
            self.title = title
            self.code = code
            self.head = head
            self.count = count
            self.unit = unit
        }
    }

    private static let shapes = [
        Shape("a gigabyte of text", .xmlTextTooLong, "<users><user><n>") { _ in kilobyte },
        Shape("a gigabyte of blanks", .xmlTextTooLong, "") { _ in
            String(repeating: " ", count: 1_024)
        },
        Shape("a gigabyte of tag", .xmlTagTooLong, "<users><user ") { _ in kilobyte },
        Shape("a gigabyte of attribute", .xmlTagTooLong, "<users><user a='") { _ in kilobyte },
        Shape("a gigabyte of end tag", .xmlTagTooLong, "<users><user></user") { _ in kilobyte },
        Shape("a gigabyte of comment", .xmlTextTooLong, "<users><!--") { _ in kilobyte },
        Shape("a gigabyte of CDATA", .xmlTextTooLong, "<users><user><n><![CDATA[") { _ in kilobyte
        },
        Shape("a gigabyte of instruction", .xmlTextTooLong, "<?x ") { _ in kilobyte },
        Shape("a gigabyte of comment with tags", .xmlDocumentMalformed, "<users><!--") { _ in
            "<a>" + kilobyte
        },
        Shape("many attributes", .xmlAttributesTooMany, "<users><user") { " a\($0)=''" },
        Shape("many short attributes", .xmlAttributesTooMany, "<users><user") { " a\($0 % 9)=''" },
        Shape("many namespaces", .xmlNamesTooMany, "<users>") {
            "<a xmlns:p\($0)='urn:\($0)'/>"
        },
        Shape("many names of elements", .xmlNamesTooMany, "<users>") { "<n\($0)/>" },
        Shape("many names in a record", .xmlNamesTooMany, "<users><user>") { "<n\($0)/>" },
        Shape("many names of attributes", .xmlNamesTooMany, "<users>") { "<user n\($0)='1'/>" },
        Shape("many custom attributes", .xmlNamesTooMany, "<users>") {
            "<user><attributes><attribute name='n\($0)'/></attributes></user>"
        },
        Shape("many targets of instructions", .xmlNamesTooMany, "<users>") { "<?n\($0)?>" },
        Shape("many entities", .xmlDocumentMalformed, "<users><user><n>") { "&n\($0);" },
        Shape("a million deep", .xmlDepthTooDeep, "<users>") { _ in "<user>" },
        Shape("a million deep, elsewhere", .xmlDepthTooDeep, "<users>") { _ in "<a>" },
        Shape("many document types", .xmlDoctypeForbidden, "") { _ in "<!DOCTYPE a [" },
    ]

    @Test(arguments: shapes)
    private func aHostileShapeIsRefusedAfterAFewWindows(shape: Shape) throws {
        for chunkBytes in [1 << 12, 1 << 20] {
            var limits = Limits()
            limits.chunkBytes = chunkBytes
            let input = GeneratedInput(shape.head, count: shape.count, unit: shape.unit)
            let source = try XMLSource(input: input, limits: limits)
            let found = halt { _ = try source.seenRecords() }
            #expect(found?.code == shape.code)
            #expect(found?.status == .malformedFile)
            #expect(input.bytesGiven <= 12 << 20, "\(input.bytesGiven) bytes were read")
        }
    }

    @Test func aLongListIsPutTogetherInBoundedMemory() throws {
        let items = (0..<9_000).map { _ in "<groups>abc</groups><attr.x>&amp;</attr.x>" }.joined()
        let source = try XMLSource("<users><user>\(items)</user></users>")
        let chunk = FeedChunk(capacity: 64)
        #expect(try source.read(into: chunk))
        #expect(chunk.capacity <= 2 << 20)
        var limits = Limits()
        limits.fieldBytesMax = 7
        for (item, fault) in [("abc", nil), ("abcd", IssueCode.xmlFieldTooLong)] {
            let text = "<users><user><groups>abc</groups><groups>\(item)</groups></user></users>"
            #expect(try XMLSource(text, limits: limits).seenRecords().map(\.fault) == [fault])
        }
    }

    @Test func entitiesNeitherGrowNorReadFiles() {
        var laughs = "<!DOCTYPE l [<!ENTITY l0 'ha'>"
        for level in 1..<10 {
            laughs +=
                "<!ENTITY l\(level) '" + String(repeating: "&l\(level - 1);", count: 10) + "'>"
        }
        let texts = [
            laughs + "]><users><user>&l9;</user></users>",
            "<!DOCTYPE u [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><users><user>&e;</user></users>",
            "<!DOCTYPE u SYSTEM 'http://127.0.0.1:1/u.dtd'><users/>",
            "<!DOCTYPE u [<!ENTITY % p SYSTEM 'file:///dev/zero'>%p;]><users/>",
        ]
        for text in texts { #expect(xmlHalt(text)?.code == .xmlDoctypeForbidden) }
    }

    @Test func aRecordWithoutEndIsPassedOverInBoundedMemory() throws {
        var limits = Limits()
        limits.chunkBytes = 16 << 10
        limits.recordBytesMax = 32 << 10
        let input = GeneratedInput(
            "<users><user><email>e</email>", count: 100_000,
            tail: "</user>\n<user><email>f</email></user></users>"
        ) { _ in "<groups>0123456789</groups><x>a &amp; b</x>\r\n" }
        let source = try XMLSource(input: input, limits: limits)
        _ = try source.header()
        let chunk = FeedChunk(capacity: 64)
        var seen: [SeenXMLRecord] = []
        while try source.read(into: chunk) {
            seen += chunk.records.map { SeenXMLRecord($0, in: chunk) }
        }
        #expect(chunk.capacity <= 256 << 10)
        #expect(seen.map(\.fault) == [.xmlRecordTooLong, nil])
        #expect(seen.map(\.line) == [1, 100_002])
        #expect(seen.first?.values.first == "email=e")
        #expect(seen.first?.length == 4_500_029)
        #expect(seen.last?.values == ["email=f"])
    }
}
