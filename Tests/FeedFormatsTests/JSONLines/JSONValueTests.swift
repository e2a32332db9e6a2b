import FeedFormats
import Provisioning
import Testing

/// Which name each value gets, and what the value is.
@Suite struct JSONValueTests {
    private func texts(
        _ line: String, profile: FeedProfile = .attributes
    ) throws -> [String: String] {
        // The only object of a file could be one around the records.
        let records = try JSONLinesSource(line + "\n{}", profile: profile).seenRecords()
        try #require(records.count == 2)
        #expect(records[0].fault == nil, "\(records[0])")
        return records[0].texts
    }

    @Test(arguments: [
        (#""""#, ""), (#""x""#, "x"), ("0", "0"), ("-0", "-0"), ("1.50", "1.50"),
        ("1E400", "1E400"), ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("true", "true"), ("false", "false"), ("null", "(clear)"), (#""null""#, "null"),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
        (#""\ud83d\ude00\uD83D\uDE01""#, "😀😁"), (#""\udbff\udfff""#, "\u{10FFFF}"),
        (#""\uFFFF\ue000""#, "\u{FFFF}\u{E000}"), (#""a/b\/c""#, "a/b/c"), (#""Ä 佐藤 🙂""#, "Ä 佐藤 🙂"),
        (#""\u001f\u007f""#, "\u{1F}\u{7F}"), (#""(clear)""#, "(clear)"),
    ])
    func scalarGivesItsText(written: String, text: String) throws {
        #expect(try texts("{\"v\":\(written)}") == ["v": text])
        #expect(try texts("{ \"v\" :\t\(written) }") == ["v": text])
        #expect(try texts("{\"a\":{\"b\":{\"v\":\(written)}}}") == ["a.b.v": text])
    }

    @Test func whatHasNoValueIsAbsent() throws {
        #expect(try texts("{}") == [:])
        #expect(try texts(#"{"a":{},"b":[],"c":[null],"d":{"e":{}},"f":[{}]}"#) == [:])
    }

    @Test func nullIsTheClearTokenOfTheProfile() throws {
        var profile = FeedProfile.attributes
        profile.clearToken = "<none>"
        #expect(
            try texts(#"{"a":null,"b":null,"groups":null}"#, profile: profile)
                == ["a": "<none>", "b": "<none>", "groups": "<none>"])
    }

    @Test func keysAreUnescaped() throws {
        #expect(
            try texts(#"{"user\u004eame":"x","n\"":{"\ud83d\ude00":1}}"#)
                == ["userName": "x", "n\".😀": "1"])
    }

    // MARK: Lists

    @Test func plainValuesOfAListAreJoined() throws {
        #expect(try texts(#"{"groups":["a"]}"#) == ["groups": "a"])
        #expect(try texts(#"{"groups":["a",2,true,null,"d\u00e9"]}"#) == ["groups": "a;2;true;dé"])
        #expect(try texts(#"{"groups":["","x",""]}"#) == ["groups": ";x;"])
        #expect(try texts(#"{"groups":"a;b"}"#) == ["groups": "a;b"])
        var profile = FeedProfile.attributes
        profile.listSeparators = [UInt8(ascii: ",")]
        #expect(try texts(#"{"groups":["a;b","c|d"]}"#, profile: profile) == ["groups": "a;b,c|d"])
    }

    @Test func oneValueInAListIsAValue() throws {
        #expect(try texts(#"{"username":["ada"]}"#) == ["username": "ada"])
        #expect(try texts(#"{"username":[null,"ada",null]}"#) == ["username": "ada"])
    }

    @Test func anIndexChoosesFromAList() throws {
        var profile = FeedProfile.attributes
        profile.columns = ["mails[0]": "email", "mails[1]": "alternate_email"]
        #expect(
            try texts(#"{"mails":["a@x","b@x"]}"#, profile: profile)
                == ["mails[0]": "a@x", "mails[1]": "b@x"])
        #expect(
            try texts(#"{"mails":["a@x","b@x","c@x"]}"#, profile: profile)
                == ["mails[0]": "a@x", "mails[1]": "b@x"], "the others are left out")
    }

    // MARK: Objects in lists

    @Test func aFilterChoosesFromAList() throws {
        let line = #"""
            {"emails":[{"value":"h@x","type":"home"},{"type":"work","value":"w@x","primary":true}]}
            """#
        let found = try texts(line)
        #expect(found["emails[type eq \"work\"].value"] == "w@x")
        #expect(found["emails[primary eq true].value"] == "w@x")
        #expect(found["emails.type"] == nil)
        #expect(found["emails[0].type"] == nil)
    }

    @Test func aFilterOfTheProfileChooses() throws {
        var profile = FeedProfile.attributes
        profile.columns = [
            "phones[kind eq \"m\\u\"].no": "reason", "phones[kind eq \"mobile\"].no": "phone",
            "phones[1].no": "department",
        ]
        let line = #"{"phones":[{"kind":"desk","no":1},{"kind":"mobile","no":"2"}]}"#
        #expect(
            try texts(line, profile: profile) == [
                "phones[kind eq \"mobile\"].no": "2", "phones[1].no": "2", "phones.no": "1",
            ])
    }

    @Test func twoElementsOfOneChoiceAreAFault() throws {
        let line = #"{"emails":[{"type":"work","value":"a"},{"type":"work","value":"b"}]}"#
        let records = try JSONLinesSource(line).seenRecords()
        #expect(records[0].fault == .fieldValueSeveral)
        #expect(records[0].texts["emails[type eq \"work\"].value"] == "a")
    }

    @Test func namesWithoutChoiceTakeListsOrTheFirst() throws {
        let groups = #"{"groups":[{"display":"A","x":1},{"x":2},{"display":null},{"display":"B"}]}"#
        #expect(try texts(groups) == ["groups.display": "A;B", "groups.x": "1"])
        #expect(
            try texts(#"{"a":[{"v":{"w":1}},{"v":{"w":2}}]}"#) == ["a.v.w": "1"])
        #expect(try texts(#"{"a":[{"v":["x"]},{"v":["y","z"]}]}"#) == ["a.v": "x"])
    }

    @Test func aSeparatorWithinAListedValueIsAFault() throws {
        let line = #"{"groups":[{"display":"A;B"},{"display":"C"}]}"#
        let records = try JSONLinesSource(line + "\n{}").seenRecords()
        #expect(records[0].fault == .fieldListSeparator)
    }

    @Test func listsInListsAreOfferedAndLeftOut() throws {
        var profile = FeedProfile()
        profile.unknownColumns = .warn
        let source = try JSONLinesSource(
            #"{"m":[[1,2],[3]],"n":[{"o":[{"p":1}]}]}"# + "\n{}", profile: profile)
        let chunk = FeedChunk(capacity: 64)
        #expect(try source.read(into: chunk))
        #expect(chunk.records[0].faultIndex < 0)
        #expect(chunk.columns?.notices.compactMap(\.column) == ["m", "n.o"])
    }

    // MARK: SCIM

    @Test func aFullUserOfSCIMGivesItsPaths() throws {
        let found = try texts(SCIMSample.full)
        for (name, text) in SCIMSample.paths { #expect(found[name] == text, "\(name)") }
        #expect(!found.keys.contains { $0.hasSuffix(".type") || $0.hasSuffix(".primary") })
    }

    @Test func extensionsOfSCIMUsersGiveTheirPaths() throws {
        let found = try texts(SCIMSample.enterprise)
        let schema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
        #expect(found["userName"] == "mtanaka")
        #expect(found["\(schema).department"] == "Research")
        #expect(found["\(schema).employeeNumber"] == "00417")
        #expect(found["\(schema).manager.value"] == "26118")
    }
}

/// Users in the shapes of RFC 7643, 8.1 to 8.3.
enum SCIMSample {
    static let full = line(
        """
        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "7a1f",
         "externalId": "E-9",
         "userName": "alovelace@corp.example",
         "name": {"formatted": "Ada King", "familyName": "King", "givenName": "Ada",
                  "honorificPrefix": "Lady"},
         "displayName": "Ada", "active": true, "title": "Analyst", "preferredLanguage": "en-GB",
         "emails": [{"value": "ada@corp.example", "type": "work", "primary": true},
                    {"value": "ada@home.example", "type": "home"}],
         "phoneNumbers": [{"value": "+442079460001", "type": "work"},
                          {"value": "+447700900001", "type": "mobile"}],
         "addresses": [{"type": "work", "locality": "London", "country": "GB"}],
         "groups": [{"value": "g1", "display": "Engine Users"},
                    {"value": "g2", "display": "Staff"}],
         "x509Certificates": [{"value": "MII\\/\\"B\\""}]}
        """)

    static let paths: [String: String] = [
        "externalId": "E-9", "userName": "alovelace@corp.example", "name.formatted": "Ada King",
        "name.familyName": "King", "name.givenName": "Ada", "name.honorificPrefix": "Lady",
        "displayName": "Ada", "active": "true", "title": "Analyst", "preferredLanguage": "en-GB",
        "emails[type eq \"work\"].value": "ada@corp.example",
        "emails[primary eq true].value": "ada@corp.example",
        "phoneNumbers[type eq \"mobile\"].value": "+447700900001",
        "groups.display": "Engine Users;Staff", "addresses.locality": "London",
        "x509Certificates.value": "MII/\"B\"",
    ]

    static let enterprise = line(
        """
        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
                     "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
         "userName": "mtanaka",
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
            {"employeeNumber": "00417", "department": "Research",
             "manager": {"value": "26118", "displayName": "Ada King"}}}
        """)

    private static func line(_ text: String) -> String {
        text.split(separator: "\n").joined(separator: " ")
    }
}
