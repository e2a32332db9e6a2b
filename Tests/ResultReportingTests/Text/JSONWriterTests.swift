import Provisioning
import ResultReporting
import Testing

/// The JSON of summaries and of `--format json`.
@Suite struct JSONWriterTests {
    static func sample(_ layout: JSONWriter.Layout) -> String {
        var json = JSONWriter(layout: layout)
        json.beginObject()
        json.member("name", "a \"b\"")
        json.member("bytes", ByteString([0xFF, 0x61]))
        json.member("none", nil as String?)
        json.member("least", Int64.min)
        json.member("most", UInt64.max)
        json.member("yes", true)
        json.key("list")
        json.beginArray()
        json.value(1)
        json.beginObject()
        json.endObject()
        json.beginArray()
        json.endArray()
        json.endArray()
        json.endObject()
        return json.take().text
    }

    @Test func compactLayoutHasNoSpaces() {
        #expect(
            Self.sample(.compact) == #"""
                {"name":"a \"b\"","bytes":"\#u{FFFD}a","none":null,"least":-9223372036854775808,\#
                "most":18446744073709551615,"yes":true,"list":[1,{},[]]}

                """#)
    }

    @Test func indentedLayoutHasOneMemberALine() {
        #expect(
            Self.sample(.indented) == #"""
                {
                  "name": "a \"b\"",
                  "bytes": "\#u{FFFD}a",
                  "none": null,
                  "least": -9223372036854775808,
                  "most": 18446744073709551615,
                  "yes": true,
                  "list": [
                    1,
                    {},
                    []
                  ]
                }

                """#)
    }

    @Test func bothLayoutsMeanTheSame() throws {
        #expect(
            try ParsedJSON.parse(Array(Self.sample(.compact).utf8))
                == ParsedJSON.parse(Array(Self.sample(.indented).utf8)))
    }

    @Test func takingPartsGivesTheWhole() {
        var parts = JSONWriter()
        var text = ""
        parts.beginArray()
        for number in 0..<3 {
            parts.value(number)
            text += parts.take().text
        }
        parts.endArray()
        text += parts.take().text
        #expect(text == "[0,1,2]\n")
    }

    @Test func figuresAreDecimalAtEveryLength() {
        var power: UInt64 = 1
        for _ in 0..<19 {
            for number in [power - 1, power, power + 1] {
                var json = JSONWriter()
                json.value(number)
                #expect(json.take().text == "\(number)\n")
            }
            power *= 10
        }
    }
}
