import Testing

/// What a command says where nothing is what was asked for.
@Suite struct NothingFoundTests {
    @Test func findingNobodySaysWhereItLooked() throws {
        let place = try UserCommandTests.place()
        for format in ["text", "json"] {
            let ending = place.muster("users", "find", "Lovelace", "--format", format)
            #expect(ending.status == 1)
            #expect(
                ending.error
                    == "muster: Nobody found in usernames, e-mail addresses, external ids and "
                    + "names. muster users list shows everybody.\n")
        }
        #expect(place.muster("users", "find", "Lovelace", "--quiet").error.isEmpty)
        #expect(place.muster("users", "find", "ada").error.isEmpty)
        // A terminal has it once, in the place of the list.
        let shown = try PseudoTerminal(columns: 100).muster(
            ["users", "find", "Lovelace"], in: place)
        #expect(shown.text.components(separatedBy: "Nobody found").count == 2, "\(shown.text)")
    }

    @Test func aFeedWithoutRunsIsToldFromOneWithoutSuchRuns() throws {
        let place = try Workplace()
        try place.write("username,email\nada,ada@example.com\n", to: "hr.csv")
        place.muster("init", "--quiet")
        #expect(place.muster("runs", "list", "--feed", "hr").error.contains("none of any feed"))
        place.muster("import", "hr.csv", "--feed", "hr")
        let ending = place.muster("runs", "list", "--feed", "nosuch")
        #expect(ending.status == 0)
        #expect(ending.output.isEmpty)
        #expect(
            ending.error
                == "muster: the history has no run of a feed \"nosuch\" [run.history.not-found]\n"
                + "  It has runs of: hr.\n")
        #expect(place.muster("runs", "list", "--feed", "nosuch", "--quiet").error.isEmpty)
        let interrupted = place.muster("runs", "list", "--feed", "hr", "--state", "interrupted")
        #expect(interrupted.output.isEmpty && interrupted.error.isEmpty)
    }

    @Test func aGroupMadeByASlipIsAskedAbout() throws {
        let place = try UserCommandTests.place()
        place.muster("groups", "create", "Leitung")
        let near = place.muster("user", "add-to-groups", "ada", "Leitug")
        #expect(near.status == 0)
        #expect(
            near.error
                == "muster: warning: groups: group \"Leitug\" was unknown and is created; "
                + "is \"Leitung\" meant? [policy.group.created]\n")
        let far = place.muster("user", "add-to-groups", "ada", "travel")
        #expect(far.error.contains("group \"travel\" was unknown and is created [policy"))
        // A feed has its list of groups from elsewhere.
        try place.write("user,groups\nada,Leitun\n", to: "f.csv")
        let feed = place.muster("import", "f.csv", "--results", "-", "--quiet")
        #expect(feed.output.contains("was unknown and is created"))
        #expect(!feed.output.contains("meant?"))
    }
}
