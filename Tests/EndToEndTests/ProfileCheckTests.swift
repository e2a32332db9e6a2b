import Testing

/// `muster check-profile` tells how a file would be read, and touches nothing.
@Suite struct ProfileCheckTests {
    static let configuration = """
        feeds:
          hr:
            columns: {"Worker ID": external_id}
            ignore: [Shoe]
            calling_code: "44"
            derive:
              username: "{first_name:1}{last_name}"
              email: "{username}@corp.example"

        """
    static let feed = """
        Worker ID;First Name;Last Name;Shoe;Telefon;password
        0001;Ada;Lovelace;4;020 7946 0123;correct horse
        0002;Alan;Turing;;;
        0003;Grace;Hopper;9;;
        0004;Joan;;;12;

        """

    static func place() throws -> Workplace {
        let place = try Workplace()
        try place.write(configuration, to: "muster.yaml")
        try place.write(feed, to: "hr.csv")
        return place
    }

    /// A line with one blank where it has several.
    static func squeezed(_ line: String) -> String {
        var text = ""
        for character in line where character != " " || text.last != " " { text.append(character) }
        return text
    }

    @Test func everyNameIsShownWithWhatItIsReadAs() throws {
        let place = try Self.place()
        let ending = place.muster("check-profile", "hr.csv", "--feed", "hr")
        #expect(ending.status == 0, "\(ending.error)")
        let lines = ending.lines.map(Self.squeezed)
        #expect(lines[0] == "hr.csv as feed hr, all 4 records")
        #expect(lines[1].hasPrefix("Read as CSV, semicolons"))
        #expect(lines.contains("Worker ID external_id 4"))
        #expect(lines.contains("First Name first_name 4"))
        #expect(lines.contains("Shoe (left out) 2"))
        #expect(lines.contains(" username = {first_name:1}{last_name}, for new users"))
        #expect(ending.output.contains("[feed.column.unknown]"))
        #expect(ending.output.contains("1 record has no username"))
    }

    @Test func valuesAreShownOnRequestAndSecretsNever() throws {
        let place = try Self.place()
        let plain = place.muster("check-profile", "hr.csv", "--feed", "hr")
        #expect(!plain.output.contains("Lovelace"))
        let ending = place.muster("check-profile", "hr.csv", "--feed", "hr", "--show-values")
        #expect(ending.lines.map(Self.squeezed).contains("Last Name last_name 3 Lovelace"))
        #expect(!ending.output.contains("correct horse"))
        #expect(ending.lines.map(Self.squeezed).contains("password password 1"))
    }

    @Test func itWritesNothing() throws {
        let place = try Self.place()
        let before = place.names
        place.muster("check-profile", "hr.csv", "--feed", "hr")
        place.muster("check-profile", "-", input: Self.feed)
        #expect(place.names == before)
    }

    @Test func namesOfRecordsAreShownAsTheyAreFound() throws {
        let place = try Workplace()
        let ending = place.muster(
            "check-profile", "-", "--input-format", "jsonl", "--map", "key=external_id",
            "--records", "2", "--format", "json",
            input: """
                {"userName":"ada","emails":[{"value":"ada@example.com"}],"shoe":1}
                {"userName":"bob","email":"bob@example.com"}
                {"userName":"eve","email":"eve@example.com"}

                """)
        #expect(ending.status == 0, "\(ending.error)")
        #expect(ending.output.contains("\"header\": \"emails[0].value\""))
        #expect(ending.output.contains("\"records\": 2"))
        #expect(ending.output.contains("\"whole_file\": false"))
        #expect(ending.output.contains("feed.column.not-mapped"))
        #expect(ending.output.contains("feed.column.unknown"))
    }

    @Test func whatCannotBeReadEndsAsAnImportWould() throws {
        let place = try Workplace()
        let broken = place.muster(
            "check-profile", "-", "--input-format", "xml", input: "<users><user></users>")
        #expect(broken.status == 65)
        #expect(broken.error.contains("xml.document.malformed"))
        #expect(place.muster("check-profile", "nothing.csv").status == 66)
        let wrong = place.muster(
            "check-profile", "-", "--show-values", input: "username,email\nada,ada@@x\n")
        #expect(wrong.status == 1)
        #expect(wrong.output.contains("standard input:2 (record 1) email: \"ada@@x\""))
    }
}
