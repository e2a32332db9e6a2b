import Testing

/// A rehearsal tells the file's digest to whoever asks for it, and decides the same without it.
@Suite struct RehearsalDigestTests {
    private static let feed = """
        action,username,email
        add,ada,ada@x.example
        add,bob,bob@x.example
        reset-mfa,ada,ada@x.example
        add,ada,ada@x.example

        """

    @Test func theReportOfARehearsalHasTheDigest() throws {
        let place = try Workplace()
        try place.write(Self.feed, to: "f.csv")
        let shown = place.muster("import", "f.csv", "--dry-run", "--format", "json")
        let hash = #""file": "[0-9a-f]{64}""#
        #expect(try shown.output.contains(Regex(hash)), "\(shown.output)")
    }

    @Test func resultsAreTheSameWithAndWithoutIt() throws {
        let place = try Workplace()
        try place.write(Self.feed, to: "f.csv")
        for words in [["text"], ["json"]] {
            let ending = place.start(
                [
                    "import", "f.csv", "--dry-run", "--results", words[0] + ".csv", "--format",
                ] + words
            ).end()
            #expect(ending.status == 1, "\(ending.error)")
        }
        #expect(try place.read("text.csv") == place.read("json.csv"))
        // And as the real run does it, with the digest in its history.
        #expect(place.muster("import", "f.csv", "--results", "real.csv").status == 1)
        #expect(try place.read("real.csv") == place.read("text.csv"))
    }
}
