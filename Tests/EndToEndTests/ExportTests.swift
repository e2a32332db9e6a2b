import Testing

/// An export is a feed that says everything about the users.
@Suite struct ExportTests {
    static let feed = #"""
        action,user,username,email,first_name,last_name,phone,groups,device_limit,\#
        second_factor,enabled,start_date,end_date,country,attr.costCenter,attr.Room,external_id
        ,,ada,ada@example.com,Ada,"Lovelace, ""Countess""",+442079460101,staff;sales,7,\#
        otp-sms,,2026-01-02,2027-01-02,UK,0042,4.2,0001
        ,,Bob,Bob@Example.COM,Bob,=1+1,,,,,false,,,,,upstairs,0002
        ,,zoë,zoe@bücher.example,Zoë,,,staff,default,none,,,,,,,
        disable,ada,,,,,,,,,,,,,,,

        """#

    static func filled() throws -> Workplace {
        let place = try Workplace()
        let ending = place.muster("import", "-", "--results", "-", input: feed)
        let outcomes = try ResultLine.all(in: ending.output).map(\.outcome)
        #expect(outcomes == ["created", "created", "created", "disabled"], "\(ending.output)")
        return place
    }

    @Test(arguments: ["users.csv"]) func importedAgainItChangesNothing(name: String) throws {
        let place = try Self.filled()
        #expect(place.muster("users", "export", "--output", name).status == 0)
        let ending = place.muster("import", name, "--results", "-")
        let results = try ResultLine.all(in: ending.output)
        #expect(results.map(\.outcome) == Array(repeating: "unchanged", count: 3))
        #expect(ending.status == 0, "\(ending.error)")
    }

    @Test func intoAnEmptyDirectoryItMakesAnEqualOne() throws {
        let place = try Self.filled()
        place.muster("users", "export", "--output", "users.csv")
        place.muster("import", "users.csv", "--directory", "other.sqlite", "--quiet")
        let copy = place.muster("users", "export", "--directory", "other.sqlite").output
        #expect(copy == (try place.read("users.csv")))
        #expect(copy == place.muster("users", "export").output)
        #expect(CSVText.records(copy).map { $0["username"] } == ["ada", "Bob", "zoë"])
    }

    @Test func groupsThatBeginWithASignComeBackAsTheyAre() throws {
        let place = try Workplace()
        place.muster(
            "import", "-", "--quiet",
            input: "username,email,groups\nada,ada@example.com,++plus;+-minus;plain\n")
        place.muster("users", "export", "--output", "users.csv")
        place.muster("import", "users.csv", "--directory", "other.sqlite", "--quiet")
        let copy = place.muster("users", "export", "--directory", "other.sqlite").output
        #expect(copy == (try place.read("users.csv")))
        let groups = place.muster("groups", "list", "--directory", "other.sqlite").output
        #expect(groups == place.muster("groups", "list").output)
        #expect(place.muster("import", "users.csv", "--results", "-").output.contains("unchanged"))
    }

    @Test func whatFollowsADefaultIsSaid() throws {
        let place = try Self.filled()
        let rows = CSVText.records(place.muster("users", "export").output)
        #expect(rows.map { $0["device_limit"] } == ["7", "default", "default"])
        #expect(rows.map { $0["second_factor"] } == ["otp-sms", "default", "none"])
        #expect(rows.map { $0["enabled"] } == ["false", "false", "true"])
        #expect(rows[1]["last_name"] == "=1+1", "an export is exact")
        #expect(rows[1]["attr.Room"] == "upstairs")
    }

    @Test func formulasAreNeutralisedOnRequest() throws {
        let place = try Self.filled()
        let rows = CSVText.records(place.muster("users", "export", "--spreadsheet-safe").output)
        #expect(rows[1]["last_name"] == "'=1+1")
    }

    @Test func listsAgreeWithTheExport() throws {
        let place = try Self.filled()
        #expect(
            place.muster("users", "list").lines == [
                "ada\tada@example.com\tAda Lovelace, \"Countess\"\tdisabled\tsales;staff",
                "Bob\tBob@Example.COM\tBob =1+1\tdisabled\t",
                "zoë\tzoe@bücher.example\tZoë\tnot-onboarded\tstaff",
            ])
        #expect(place.muster("users", "find", "ZO").lines.count == 1)
        #expect(place.muster("users", "find", "nobody").status == 1)
        #expect(place.muster("users", "list", "--group", "Staff", "--limit", "1").lines.count == 1)
        #expect(place.muster("users", "list", "--group", "none").status == 1)
    }
}
