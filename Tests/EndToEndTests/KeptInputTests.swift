import Testing

/// Which raw records the run folder keeps, and that none of them has a secret.
@Suite struct KeptInputTests {
    static let feeds: [(file: String, text: String)] = [
        (
            "users.csv",
            """
            username,email,password
            ada,ada@corp.example,CANARY-kaffee-99
            bob,bob@@corp.example,CANARY-kaffee-99
            cyn,cyn@corp.example,

            """
        ),
        (
            "users.jsonl",
            #"""
            {"username":"ada","email":"ada@corp.example","password":"CANARY-kaffee-99"}
            {"username":"bob","email":"bob@@corp.example","password":"CANARY-kaffee-99"}
            {"username":"cyn","email":"cyn@corp.example","firstName":"C\u00e9line"}

            """#
        ),
        (
            "users.xml",
            """
            <users>
            <user><username>ada</username><email>ada@corp.example</email><password>CANARY-kaffee-99</password></user>
            <user><username>bob</username><email>bob@@corp.example</email><password>CANARY-kaffee-99</password></user>
            <user><username>cyn</username><email>cyn@corp.example</email></user>
            </users>

            """
        ),
    ]

    @Test(arguments: feeds.map(\.file), ["none", "rejected", "all"])
    func theFolderKeepsWhatItIsTold(file: String, kept: String) throws {
        let feed = try #require(Self.feeds.first { $0.file == file })
        let place = try Workplace()
        try place.write(feed.text, to: file)
        try place.write("keep_input: \(kept)\n", to: "muster.yaml")
        let ending = place.muster("import", file, "--max-rejects", "none")
        #expect(ending.status == 1, "\(ending.error)")
        let run = place.newestRun
        let names = place.names(in: "muster.runs/\(run)")
        #expect(names.contains { $0.hasPrefix("rejects.") } == (kept != "none"))
        #expect(names.contains { $0.hasPrefix("records.") } == (kept == "all"))
        for name in names {
            let text = try place.read("muster.runs/\(run)/\(name)")
            #expect(!text.contains("CANARY"), "\(name): \(text)")
        }
        // Without the feed's own file an accepted record is explained from the copy alone.
        place.remove(file)
        for (record, isKept) in [("2", kept != "none"), ("3", kept == "all"), ("1", kept == "all")]
        {
            let answer = place.explanation(run, record)
            #expect(answer.contains("from the run folder's") == isKept, "\(record): \(answer)")
            #expect(answer.contains("not kept: keep_input is \(kept)") != isKept, "\(answer)")
            #expect(!answer.contains("CANARY"))
        }
        if kept == "all" {
            let answer = place.explanation(run, "1")
            #expect(answer.contains("\"***\", a secret, which is never shown"), "\(answer)")
            #expect(answer.contains("username \"ada\" leads to user id:1 (ada)"), "\(answer)")
        }
    }

    @Test func rejectsThatTheUserNamedLeaveACopy() throws {
        let feed = try #require(Self.feeds.first)
        let place = try Workplace()
        try place.write(feed.text, to: feed.file)
        place.muster(
            "import", feed.file, "--max-rejects", "none", "--rejects", "mine.csv", "--quiet")
        let run = place.newestRun
        #expect(try place.read("mine.csv").contains("CANARY"))
        let copy = try place.read("muster.runs/\(run)/rejects.csv")
        #expect(copy.contains("bob,bob@@corp.example,***"), "\(copy)")
        #expect(!copy.contains("CANARY"))
    }
}
