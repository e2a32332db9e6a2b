import Muster
import Provisioning
import Testing

/// The sample in each format, and in the terms of a profile.
@Suite struct SampleFormatTests {
    private func lines(_ format: String, _ profile: FeedProfile = FeedProfile()) throws -> [String]
    {
        let text = try SampleFeed.text(format: format, profile: profile)
        return text.split(omittingEmptySubsequences: false) { $0.isNewline }.dropLast()
            .map(String.init)
    }

    /// What stands between two marks for the first time.
    private func part(of text: String, from start: String, to end: String) -> String {
        guard let first = text.firstRange(of: start) else { return "" }
        let rest = text[first.upperBound...]
        return String(rest[..<(rest.firstRange(of: end)?.lowerBound ?? rest.endIndex)])
    }

    @Test func jsonHasTheTypesOfItsValues() throws {
        let lines = try lines("jsonl")
        #expect(lines.count == 21)
        for part in [
            #"{"action":"add","username":"ada","#, #""employee_id":"001001""#, #""enabled":true"#,
            #""groups":["staff","engineering"]"#, #""device_limit":2"#, #""send_mail":false"#,
            #""attr.costCenter":"0420"}"#,
        ] { #expect(lines[0].contains(part), "\(part)") }
        #expect(
            lines[3] == #"{"action":"add-to-groups","user":"ext:W-1002","groups":["directors"]}"#)
        #expect(lines[6].hasSuffix(#""device_limit":"default"}"#))
    }

    @Test func xmlIsTheDialectThatNeedsNoProfile() throws {
        let text = try SampleFeed.text(format: "xml")
        #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<users>\n"))
        #expect(text.hasSuffix("  </user>\n</users>\n"))
        #expect(
            text.contains(
                """
                  <user action="add-to-groups">
                    <user>ext:W-1002</user>
                    <groups>
                      <group>directors</group>
                    </groups>
                  </user>

                """))
        #expect(
            text.contains(
                """
                    <attributes>
                      <attribute name="costCenter">0420</attribute>
                    </attributes>

                """))
    }

    @Test(arguments: ["csv", "jsonl", "xml"])
    func everyFormatHasTheSameRows(format: String) throws {
        let text = try SampleFeed.text(format: format)
        #expect(text.split(separator: "W-1003").count == 2)
        #expect(text.split(separator: "this row does nothing").count == 2)
        #expect(text.split(separator: "example.com").count == 5)
    }

    @Test func formatOfTheProfileCountsUnlessAnotherIsNamed() throws {
        var profile = FeedProfile()
        profile.format = "jsonl"
        #expect(try SampleFeed.text(profile: profile).first == "{")
        #expect(try SampleFeed.text(format: "xml", profile: profile).first == "<")
        #expect(try SampleFeed.text().hasPrefix("action,user,"))
    }

    @Test func csvIsSeparatedAndQuotedAsTheProfileSays() throws {
        var profile = FeedProfile()
        profile.delimiter = 0x3B
        profile.quoting = .backslash
        profile.listSeparators = [0x3B, 0x7C]
        profile.columns = [
            "Worker; \"ID\"": "external_id", "Badge": "attr.badge", "Kürzel": "user",
        ]
        profile.ignoredColumns = ["Reason"]
        profile.trueWords = ["A", "B"]
        profile.falseWords = ["T"]
        profile.dateFormats = ["start_date": "DD.MM.YY", "end_date": "epoch-ms"]
        let lines = try lines("csv", profile)
        #expect(lines[0].hasPrefix("action;Kürzel;username;"))
        #expect(lines[0].contains(#";"Worker; \"ID\"";"#))
        #expect(lines[0].hasSuffix(";device_name;session;attr.costCenter;Badge"))
        #expect(lines[1].contains(";A;\"staff;engineering\";2;"))
        #expect(lines[1].contains(";15.01.24;2524521600000;"))
        #expect(lines[1].hasSuffix(";GB;T;;;;;;;0420;"))
    }

    @Test func rowsAroundThePeopleAreThereAndCounted() throws {
        var profile = FeedProfile()
        profile.rowsBeforeHeader = 2
        profile.rowsAfterHeader = 1
        profile.encoding = "windows-1252"
        profile.trailer = TrailerRule(
            mark: "TRL", countField: 3,
            includes: [.header, .rowsBeforeHeader, .rowsAfterHeader, .trailer, .skipped])
        let lines = try lines("csv", profile)
        #expect(lines[0] == "\u{FEFF}(not a record)" && lines[1] == "(not a record)")
        #expect(lines[2].hasPrefix("action,") && lines[3] == "(not a record)")
        #expect(lines.last == "TRL,,26")
        profile.trailer = TrailerRule(mark: "TRL")
        #expect(try self.lines("csv", profile).last == "TRL,21")
    }

    @Test(arguments: [
        ("YYYY-MM-DD", "2024-01-15"), ("dd/mm/yyyy", "15/01/2024"), ("YYYYMMDD", "20240115"),
        ("DD-MON-YY", "15-JAN-24"), ("MM.DD.YYYY", "01.15.2024"), ("epoch-s", "1705276800"),
        ("EPOCH-MS", "1705276800000"),
    ])
    func datesAreWrittenInTheFeedsFormat(format: String, date: String) throws {
        var profile = FeedProfile()
        profile.dateFormats = ["start_date": format]
        let text = try SampleFeed.text(format: "xml", profile: profile)
        #expect(part(of: text, from: "<start_date>", to: "<") == date)
    }

    @Test func nameThatMeansSomethingElseIsNotUsedForItsOwnColumn() throws {
        var profile = FeedProfile()
        profile.columns = ["E-Mail": "alternate_email", "Username": "display_name"]
        profile.ignoredColumns = ["first name"]
        let header = try lines("csv", profile)[0]
        #expect(
            header.hasPrefix(
                "action,user,login,Email Address,E-Mail,given_name,last_name,Username,phone,"))
    }

    @Test func jsonNestsWhatThePathsOfTheProfileSay() throws {
        var profile = FeedProfile()
        profile.columns = [
            "name.givenName": "first_name", "name.familyName": "last_name",
            #"emails[type eq "work"].value"#: "email",
            #"emails[type eq "home"].value"#: "alternate_email",
            "phones[0].number": "phone", "urn:x:2.0:User:badge": "employee_id",
            "addresses[primary eq true].country": "country", "name": "display_name",
            "[odd": "department",
        ]
        profile.trueWords = ["A"]
        let line = try lines("jsonl", profile)[0]
        for part in [
            #""emails":[{"type":"work","value":"ada@example.com"},{"type":"home","#,
            #""name":{"givenName":"Ada","familyName":"Lovelace"}"#,
            #""phones":[{"number":"+442079460001"}]"#, #""urn:x:2.0:User:badge":"001001""#,
            #""addresses":[{"primary":true,"country":"GB"}]"#, #""[odd":"Engineering""#,
            #""enabled":"A""#, #""send_mail":false"#,
        ] { #expect(line.contains(part), "\(part)") }
        #expect(!line.contains("Ada Lovelace"), "a text cannot stand where an object stands")
    }

    @Test func xmlFollowsThePathsOfTheProfile() throws {
        var profile = FeedProfile()
        profile.recordPath = ["Report", "Data", "Entry"]
        profile.columns = [
            "@id": "external_id", "op": "action", "name.first": "first_name",
            "name.last": "last_name", "roles.role": "groups", "phone.@kind": "department",
            "Worker ID": "employee_id", "Aktiv": "enabled",
        ]
        profile.trueWords = ["<ja>&\""]
        let text = try SampleFeed.text(format: "xml", profile: profile)
        #expect(
            text.hasPrefix(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <Report>
                  <Data>
                    <Entry id="W-1001">
                      <op>add</op>
                      <username>ada</username>

                """))
        for part in [
            "<name>\n        <first>Ada</first>\n        <last>Lovelace</last>\n      </name>",
            "<phone kind=\"Engineering\">+442079460001</phone>",
            "<roles>\n        <role>staff</role>\n        <role>engineering</role>",
            "<employee_id>001001</employee_id>", "<Aktiv>&lt;ja&gt;&amp;&quot;</Aktiv>",
        ] { #expect(text.contains(part), "\(part)") }
        #expect(text.hasSuffix("    </Entry>\n  </Data>\n</Report>\n"))
    }

    @Test(arguments: ["jsonl", "xml"])
    func markTellsUTF8WhereAnotherEncodingIsDeclared(format: String) throws {
        var profile = FeedProfile()
        #expect(try SampleFeed.text(format: format).utf8.first != 0xEF)
        profile.encoding = "windows-1252"
        #expect(try SampleFeed.text(format: format, profile: profile).utf8.first == 0xEF)
    }
}
