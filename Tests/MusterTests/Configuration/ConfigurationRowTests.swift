import Muster
import Provisioning
import Testing

/// Keys of a profile about rows, formats and words, and how they go together.
@Suite struct ConfigurationRowTests {
    private func message(_ lines: String) -> String {
        ConfigurationReader.halt("feeds:\n  hr:\n\(lines)")?.text ?? "accepted"
    }

    @Test(arguments: [
        ("{mark: T, count_field: 1}", "3:37: feeds.hr.trailer.count_field: \"1\" is not allowed"),
        ("{mark: T, count_field: x}", "a whole number from 2 to 16384"),
        ("{mark: T, includes: header}", "3:34: feeds.hr.trailer.includes: is a single value"),
        ("{mark: T, includes: [heder]}", "did you mean \"header\"?"),
        ("{count: 2, mark: T}", "3:15: unknown key \"count\" in feeds.hr.trailer"),
        ("{includes: []}", "3:25: feeds.hr.trailer.includes: needs feeds.hr.trailer.mark"),
    ])
    func aTrailerIsCheckedKeyByKey(value: String, finding: String) {
        let text = message("    trailer: \(value)\n")
        #expect(text.contains(finding), "\(text)")
    }

    @Test func aTrailerWithoutAMarkIsNone() throws {
        let profile = try ConfigurationReader.profile(
            "trailer: {includes: [header], mark: none, count_field: 3}")
        #expect(profile.trailer == nil)
    }

    @Test func theOrderOfTheKeysOfATrailerDoesNotMatter() throws {
        let profile = try ConfigurationReader.profile(
            "trailer: {includes: [trailer, header, header], count_field: 4, mark: T1}")
        #expect(
            profile.trailer
                == TrailerRule(mark: "T1", countField: 4, includes: [.header, .trailer]))
    }

    // MARK: Formats

    @Test(arguments: [
        ("delimiter", "\";\""), ("quoting", "backslash"), ("comment_prefix", "\"#\""),
        ("rows_before_header", "1"), ("rows_after_header", "1"), ("skip_rows", "[Total]"),
        ("skip_repeated_headers", "on"), ("skip_blank_rows", "on"),
    ])
    func whatOnlyCSVHasContradictsAnotherFormat(key: String, value: String) throws {
        for format in ["xml", "jsonl"] {
            #expect(
                message("    format: \(format)\n    \(key): \(value)\n")
                    == "muster.yaml:4:\(7 + key.count): feeds.hr.\(key): contradicts "
                    + "feeds.hr.format in line 3: the one is for csv only, and the other is "
                    + "\(format) [config.value.invalid]")
            #expect(
                message("    \(key): \(value)\n    format: \(format)\n")
                    .hasPrefix(
                        "muster.yaml:4:13: feeds.hr.format: contradicts feeds.hr.\(key) in line 3"))
        }
        for format in ["csv", "auto"] {
            #expect(
                message("    format: \(format)\n    \(key): \(value)\n") == "accepted", "\(key)")
        }
    }

    @Test func aTrailerIsForCSV() {
        let text = message("    format: xml\n    trailer:\n      mark: T\n")
        #expect(
            text.hasPrefix(
                "muster.yaml:5:13: feeds.hr.trailer.mark: contradicts feeds.hr.format in line 3"))
        #expect(message("    format: xml\n    trailer: {mark: none}\n") == "accepted")
    }

    @Test func aRecordPathIsForXMLAndJSON() {
        let text = message("    record_path: a/b\n    format: csv\n")
        #expect(
            text.contains(
                "4:13: feeds.hr.format: contradicts feeds.hr.record_path in line 3: the one is "
                    + "for xml and jsonl only, and the other is csv"), "\(text)")
        #expect(message("    record_path: a/b\n    format: xml\n") == "accepted")
        #expect(message("    record_path: a/b\n    format: jsonl\n") == "accepted")
        #expect(message("    record_path: a/b\n") == "accepted")
    }

    @Test func defaultsContradictNothing() {
        let lines = """
                format: jsonl
                delimiter: auto
                quoting: doubled
                rows_before_header: 0
                skip_rows: []
                record_path: users/user

            """
        #expect(message(lines) == "accepted")
    }

    @Test func everyContradictionIsReported() {
        let text = message("    format: xml\n    delimiter: tab\n    quoting: backslash\n")
        #expect(text.split(separator: "\n").count == 2, "\(text)")
    }

    // MARK: Words and rows

    @Test(arguments: [("A", "a"), ("\" yes \"", "YES"), ("ja", "[x]")])
    func oneWordMeansOneThing(yes: String, no: String) {
        let text = message("    yes_words: [x, \(yes)]\n    no_words: [\(no)]\n")
        if no == "[x]" {
            #expect(text.contains("feeds.hr.no_words: is a list"))
        } else {
            #expect(
                text.hasPrefix(
                    "muster.yaml:4:15: feeds.hr.no_words: contradicts feeds.hr.yes_words in line 3: "
                        + "\"\(no)\" cannot mean both"), "\(text)")
        }
    }

    @Test func aTrailerIsNotSkipped() {
        let text = message("    skip_rows: [\" trl\"]\n    trailer: {mark: TRL}\n")
        #expect(
            text.hasPrefix(
                "muster.yaml:4:21: feeds.hr.trailer.mark: contradicts feeds.hr.skip_rows in line 3"),
            "\(text)")
    }

    // MARK: Columns

    @Test func namesOfXMLAndJSONValuesAreHeadersToo() throws {
        let profile = try ConfigurationReader.profile(
            """
            columns:
              name.givenName: first_name
              "@id": external_id
              emails[type eq "work"].value: email
              "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department": department
              addresses[0].country: country
              roles: groups
            ignore: ["@ref", meta.lastModified, "photos[type eq \\"photo\\"].value"]
            """)
        #expect(
            profile.columns == [
                "name.givenName": "first_name", "@id": "external_id",
                "emails[type eq \"work\"].value": "email",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department":
                    "department",
                "addresses[0].country": "country", "roles": "groups",
            ])
        #expect(
            profile.ignoredColumns
                == ["@ref", "meta.lastModified", "photos[type eq \"photo\"].value"])
    }

    // MARK: Encodings

    @Test(arguments: [
        "utf-8", "utf8", "utf-8-sig", "utf-16", "utf-16be", "windows-1250", "cp1252", "latin1",
        "iso-8859-15", "macintosh", "shift_jis", "gb18030", "koi8-r", "ibm850",
    ])
    func whatCanBeReadIsAnEncoding(name: String) throws {
        #expect(EncodingName.canonical(name.uppercased()) == name)
        let profile = try ConfigurationReader.profile("encoding: \(name)")
        #expect(profile.encoding == name)
    }

    @Test(arguments: [
        "", "auto", "ansi", "utf-9", "utf-32", "utf-7", "windows-9999", "utf-8//IGNORE",
        "utf-8,utf-16", " utf-8", "ütf-8", "utf-8\u{0}x", String(repeating: "a", count: 65),
    ])
    func whatCannotBeReadIsNone(name: String) {
        #expect(EncodingName.canonical(name) == nil)
    }
}
