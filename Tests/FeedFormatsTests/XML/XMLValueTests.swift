import FeedFormats
import Provisioning
import Testing

/// What an element says becomes the values that it should.
@Suite struct XMLValueTests {
    private func record(
        _ content: String, attributes: String = "", profile: FeedProfile = attributesProfile()
    ) throws -> SeenXMLRecord {
        let xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
        let text = "<users \(xsi)><user\(attributes)>\(content)</user></users>"
        return try #require(try XMLSource(text, profile: profile).seenRecords().first)
    }

    @Test(arguments: [
        ("<a>x</a>", ["a=x"]), ("<a/>", ["a="]), ("<a></a>", ["a="]), ("<a> \n\t</a>", ["a="]),
        ("<a> x y\r\n</a>", ["a=x y"]), ("<a>x\r\ny\rz</a>", ["a=x\ny\nz"]),
        ("<a>&lt;&amp;&gt;&apos;&quot;</a>", ["a=<&>'\""]), ("<a>&#65;&#x42;</a>", ["a=AB"]),
        ("<a>&#32;x&#9;</a>", ["a=x"]), ("<a>x<![CDATA[<&]]>y</a>", ["a=x<&y"]),
        ("<a><![CDATA[]]></a>", ["a="]), ("<a>x<!-- y -->z<?w ?></a>", ["a=xz"]),
        ("<a xml:space='preserve'> x </a>", ["a= x "]),
        (
            "<b xml:space='preserve'><a> x </a><a2 xml:space='default'> y </a2></b>",
            ["b.a= x ", "b.a2=y"]
        ),
        ("<name><first>A</first><last>B</last></name>", ["name.first=A", "name.last=B"]),
        ("<name>\n<first>A</first>\n</name>", ["name.first=A"]),
        ("<p type='home'>1</p>", ["p.@type=home", "p=1"]),
        ("<p type=' a&#10;b\n'/>", ["p.@type=a\nb"]), ("<p t='&amp;&#38;&lt;\"'/>", ["p.@t=&&<\""]),
        ("<p t='1'> \n</p>", ["p.@t=1"]), ("<p t='1'><![CDATA[]]></p>", ["p.@t=1"]),
        ("<p t=''/>", ["p.@t="]), ("<p t='1' xsi:nil='true'/>", ["p.@t=1", "p=(clear)"]),
        ("<p xml:lang='en' xmlns:q='urn:q' xsi:type='q:t'/>", ["p="]),
        ("<p t='1' xml:space='preserve'> </p>", ["p.@t=1", "p= "]),
        ("<attributes><attribute name='c'/></attributes>", ["attr.c="]),
        ("<attributes><attribute name='c' t='1'/></attributes>", ["attr.c.@t=1"]),
        ("<w:name xmlns:w='workers' w:first='a'/>", ["name.@first=a"]),
        ("<a xml:lang='en' xmlns:q='urn:q' xmlns='urn:d'>x</a>", ["a=x"]),
        ("<q:a xmlns:q='urn:q' q:b='1'>x</q:a>", ["a.@b=1", "a=x"]),
        ("<a xsi:nil='true'/>", ["a=(clear)"]), ("<a xsi:nil='1'></a>", ["a=(clear)"]),
        ("<a xsi:nil='false'>x</a>", ["a=x"]), ("<a xsi:type='t'>x</a>", ["a=x"]),
        (
            "<attributes><attribute name='costCenter'>4711</attribute></attributes>",
            ["attr.costCenter=4711"]
        ),
        (
            "<attributes><attribute t='1' name='c'>4</attribute></attributes>",
            ["attr.c.@t=1", "attr.c=4"]
        ),
        ("<attributes><attribute>4</attribute></attributes>", ["attributes.attribute=4"]),
        (
            "<x><attributes><attribute name='c'>4</attribute></attributes></x>",
            ["x.attributes.attribute.@name=c", "x.attributes.attribute=4"]
        ),
        (
            "<groups><group>a</group><group/><group>b &amp; c</group></groups>",
            ["groups.group=a;b & c"]
        ),
        ("<groups><group/><group>b</group></groups>", ["groups.group=b"]),
        ("<groups>a;b</groups>", ["groups=a;b"]),
    ])
    func anElementHasItsValues(content: String, values: [String]) throws {
        let record = try record(content)
        #expect(record.values == values)
        #expect(record.fault == nil)
    }

    @Test func attributesOfTheRecordAreValues() throws {
        let record = try record("<a/>", attributes: " action='add' xsi:nil='true' id=\"7\"")
        #expect(record.values == ["@action=add", "@id=7", "a="])
        #expect(record.spans == ["@action=add", "@id=7", "a="])
    }

    @Test(arguments: [
        ("text", IssueCode.xmlTextMisplaced, "it"), ("<a/>text", .xmlTextMisplaced, "it"),
        ("<a>text<b/></a>", .xmlTextMisplaced, "<a>"),
        ("<a><b/>&#65;</a>", .xmlTextMisplaced, "<a>"),
        ("<a><b/><![CDATA[x]]></a>", .xmlTextMisplaced, "<a>"),
        ("<a>&#65;<b/></a>", .xmlTextMisplaced, "<a>"),
        ("<n>1</n><n>2</n>", .fieldValueSeveral, "n"),
        ("<groups><group>a;b</group></groups>", .fieldListSeparator, "groups.group"),
        ("<group>a|b</group><group>c</group>", .fieldListSeparator, "group"),
        ("<group>a</group><group>b;c</group>", .fieldListSeparator, "group"),
    ])
    func aRecordIsAtFaultAndItsOthersAreNot(
        content: String, code: IssueCode, place: String
    ) throws {
        let records = try XMLSource(
            "<users><user>\(content)<email>x</email></user><user><email>y</email></user></users>"
        ).seenRecords()
        #expect(records.map(\.fault) == [code, nil])
        #expect(records.first?.values.contains("email=x") == true)
        #expect(records.first?.finding?.contains(place) == true, "\(records)")
    }

    @Test func badUTF8CostsOneRecordAndNamesItsPlace() throws {
        let before = Array("<users><user><n>a</n></user>\n<user><n>M".utf8)
        let after =
            Array("ller</n><o>".utf8) + [0x80, 0xC3, 0x28]
            + Array("</o></user><user><n>b</n></user></users>".utf8)
        let records = try XMLSource(before + [0xFC] + after).seenRecords()
        #expect(records.map(\.fault) == [nil, .xmlTextInvalidUTF8, nil])
        #expect(records[1].finding?.contains("0xFC at byte \(before.count) of the feed") == true)
        #expect(records[1].finding?.contains("--encoding windows-1252") == true)
        #expect(records[1].values.first == "n=M\u{FFFD}ller")
        #expect(records[1].raw?.contains("M\u{FFFD}ller") == true)
    }

    @Test(arguments: [
        "<users a='\u{1}'>", "<users>\u{1}<user/>", "<users><user a='\u{1}'/>",
        "<users><us\u{1}er/>", "\u{1}<users>", "<users><user></us\u{1}er>", "<users><!\u{1}",
    ])
    func badUTF8OutsideOfTextIsAnErrorWithItsPlace(text: String) throws {
        let bytes = Array(text.utf8).map { $0 == 1 ? 0xFF : $0 }
        let place = try #require(bytes.firstIndex(of: 0xFF))
        for chunkBytes in [1, 5, 1 << 20] {
            var limits = Limits()
            limits.chunkBytes = chunkBytes
            let found = XMLReadingOutcome(bytes + Array("</users>".utf8), limits: limits).halt
            #expect(found?.code == .xmlDocumentMalformed)
            #expect(found?.message.hasPrefix("test feed:1:\(place + 1) 0xFF is not UTF-8") == true)
        }
    }
}
