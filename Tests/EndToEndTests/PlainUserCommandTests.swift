import Testing

/// The plain forms of `muster user`, which are read past the parser, mean what the parser says they mean.
@Suite struct PlainUserCommandTests {
    /// Words behind `user`: what is read past the parser, and what looks like it.
    static let cases: [[String]] = [
        ["add", "bob", "bob@example.com"],
        ["set-device-limit", "ada", "3"],
        ["--quiet", "set-device-limit", "ada", "4"],
        ["set-device-limit", "-q", "ada", "5", "--actor", "grace"],
        ["disable", "ada", "--reason", "left the company"],
        ["enable", "ada@example.com"],
        ["update", "ada"],
        ["view-groups", "id:1"],
        ["generate-backup-code", "ada"],
        ["disable", "nobody"],
        ["explode", "ada"],
        ["set-device-limit", "ada", "many"],
        ["set-device-limit", "ada", ""],
        ["disable", ""],
        // Mistakes, with all that is said about them.
        [],
        ["disable"],
        ["set-device-limit", "ada", "3", "4"],
        ["disable", "ada", "--reason"],
        ["disable", "ada", "--reason", "--quiet"],
        ["disable", "ada", "--reason", "one", "--reason", "two"],
        ["disable", "ada", "--reason", ""],
        ["disable", "ada", "--directory", ""],
        ["disable", "ada", "--directory", "elsewhere/muster.sqlite"],
        ["disable", "ada", "--config", "missing.yaml"],
        ["disable", "-ada"],
        ["--", "disable", "ada"],
        ["disable", "ada", "--resaon", "typing"],
        ["help"],
    ]

    @Test(arguments: cases) func plainWordsMeanWhatTheParserSays(words: [String]) throws {
        var seen: [[String]] = []
        // An option that says nothing new, but that only the parser knows.
        for forced in [[], ["--color=auto"]] {
            let place = try Workplace()
            #expect(place.muster("user", "add", "ada", "ada@example.com", "--quiet").status == 0)
            let ending = place.start(["user"] + forced + words).end()
            let runs = place.muster("runs", "list").lines.map { line in
                let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
                return cells[2...].joined(separator: "\t")
            }
            let shown = words.first == "generate-backup-code" ? "" : ending.output
            seen.append(
                ["\(ending.status)", shown, ending.error, place.muster("users", "export").output]
                    + runs)
        }
        #expect(seen[0] == seen[1])
    }
}
