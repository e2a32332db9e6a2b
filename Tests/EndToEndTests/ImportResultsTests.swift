import Testing

/// What an import says about each record, on standard output and in files.
@Suite struct ImportResultsTests {
    static let feed =
        "username,email\nada,ada@example.com\nADA,ada2@example.com\nbob,not-mail\n"

    @Test func everyRecordGetsOneResultOnStandardOutput() throws {
        let place = try Workplace()
        let ending = place.muster("import", "-", "--results", "-", input: Self.feed)
        let results = try ResultLine.all(in: ending.output)
        #expect(results.map(\.outcome) == ["created", "rejected", "rejected"])
        #expect(
            results.map(\.codes) == [
                [], ["duplicate.username.in-file"], ["field.email.malformed"],
            ])
        #expect(results[1].issues[0].message.contains("record 1 "))
        #expect(results.map(\.line) == [2, 3, 4])
        #expect(ending.status == 1)
        #expect(ending.error.contains("3 records"), "the summary is on standard error")
    }

    @Test func theSameFeedAgainChangesNothing() throws {
        let place = try Workplace()
        place.muster("import", "-", "--mail", "--results", "-", input: Self.feed)
        let mails = try place.contents().mails
        #expect(mails.count == 1)
        let again = place.muster("import", "-", "--mail", "--results", "-", input: Self.feed)
        let results = try ResultLine.all(in: again.output)
        #expect(results.map(\.outcome) == ["unchanged", "rejected", "rejected"])
        #expect(
            results.map(\.codes) == [
                [], ["duplicate.username.in-file"], ["field.email.malformed"],
            ])
        #expect(again.status == 1)
        #expect(try place.contents().mails == mails)
    }

    @Test func theNamedResultsFileTakesThePlaceOfTheFolders() throws {
        let place = try Workplace()
        let ending = place.muster(
            "import", "-", "--results", "out.csv", "--rejects", "rejects.csv", input: Self.feed)
        #expect(ending.status == 1)
        #expect(
            CSVText.rows(try place.read("out.csv")).map { $0[3] }
                == ["outcome", "created", "rejected", "rejected"])
        #expect(CSVText.rows(try place.read("rejects.csv")).count == 3)
        let runs = place.muster("runs", "list").lines
        let run = String(runs[0].split(separator: "\t")[0])
        #expect(throws: (any Error).self) { try place.read("muster.runs/\(run)/results.csv") }
        #expect(try place.read("muster.runs/\(run)/summary.json").contains("\"rejected\": 2"))
    }

    @Test func theSummaryAsJSONIsThatOfTheRunFolder() throws {
        let place = try Workplace()
        let ending = place.muster("import", "-", "--format", "json", input: Self.feed)
        let run = String(place.muster("runs", "list").lines[0].split(separator: "\t")[0])
        #expect(ending.output == (try place.read("muster.runs/\(run)/summary.json")))
        #expect(ending.error.isEmpty)
    }

    @Test func quietPrintsOnlyErrors() throws {
        let place = try Workplace()
        let ending = place.muster("import", "-", "--quiet", input: Self.feed)
        #expect(ending.output.isEmpty)
        #expect(ending.error.hasPrefix("muster: standard input: 2 of "))
        #expect(ending.error.split(separator: "\n").count == 1)
        #expect(ending.status == 1)
    }

    @Test func correctedRejectsAreImportedAsTheyAre() throws {
        let place = try Workplace()
        place.muster("import", "-", "--rejects", "rejects.csv", "--quiet", input: Self.feed)
        let rejects = try place.read("rejects.csv")
        let fixed = rejects.replacing("ADA,", with: "eve,", maxReplacements: 1)
            .replacing("bob,not-mail", with: "bob,bob@example.com", maxReplacements: 1)
        try place.write(fixed, to: "rejects.csv")
        let ending = place.muster("import", "rejects.csv", "--results", "-")
        let results = try ResultLine.all(in: ending.output)
        #expect(results.map(\.outcome) == ["created", "created"])
        #expect(ending.status == 0)
        #expect(place.muster("users", "list").lines.count == 3)
    }

    @Test func personalDataStaysOutOfTheSummaryAndOfShareableResults() throws {
        let place = try Workplace()
        let ending = place.muster(
            "import", "-", "--results", "-", "--shareable", input: Self.feed)
        for word in ["ada", "bob", "not-mail", "example.com"] {
            #expect(!ending.output.lowercased().contains(word), "\(word) in the results")
            #expect(!ending.error.lowercased().contains(word), "\(word) in the summary")
        }
        let shown = place.muster("import", "-", "--dry-run", "--show-values", input: Self.feed)
        #expect(shown.output.contains("not-mail"))
    }
}
