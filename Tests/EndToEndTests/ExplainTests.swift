import Testing

/// `muster explain` answers "why?" for a record of every outcome.
@Suite struct ExplainTests {
    static let people = """
        action,username,email,external_id,department,groups
        ,ada,ada@corp.example,E1,Sales,
        ,bob,bob@corp.example,E2,Sales,
        ,cyn,cyn@corp.example,E3,Sales,
        ,dan,dan@corp.example,E4,Sales,
        ,eve,eve@corp.example,E5,Sales,

        """

    /// One record of each outcome, in this order.
    static let changes = """
        action,username,email,external_id,department,groups
        ,ada,ada@corp.example,E1,Support,
        ,bob,bob@corp.example,E2,Sales,
        delete,cyn,cyn@corp.example,,,
        disable,dan,,,,
        enable,eve,,,,
        ,fay,fay@corp.example,E6,Sales,
        add-to-groups,ada,,,,staff
        view-groups,bob,,,,
        ,gus,gus@@corp.example,E7,Sales,
        skip,hal,hal@corp.example,E8,Sales,

        """

    /// Record, and sentences that its explanation has.
    static let answers: [(record: String, sentences: [String])] = [
        (
            "1",
            [
                "Record 1 changed user id:1 (ada), whom its external_id leads to: what it says was not "
                    + "what the directory had: department: Sales → Support.",
                "department \"Support\" → department (its name): \"Support\", as written",
                "external_id \"E1\" leads to user id:1 (ada)",
                "department: \"Sales\" → \"Support\"",
                "device limit: 3 (the global default: neither user nor group has one)",
                "add-to-groups, applied",
                "If this record were imported now unchanged",
            ]
        ),
        (
            "2",
            [
                "Record 2 changed nothing: everything it says is what the directory had of user id:2 "
                    + "(bob).",
                "What was written nothing",
            ]
        ),
        (
            "3",
            [
                "Record 3 deleted user id:3 (cyn): username and e-mail address were both theirs.",
                "the user with everything the directory had of them",
                "username \"cyn\" leads to nobody",
            ]
        ),
        (
            "4",
            [
                "Record 4 disabled user id:4 (dan): its action is disable",
                "enabled: \"true\" → \"false\"",
            ]
        ),
        ("5", ["Record 5 enabled user id:5 (eve): its action is enable"]),
        (
            "6",
            [
                "Record 6 created user id:6 (fay): none of its keys led to anybody, and the action "
                    + "upsert creates whom it does not find.",
                "whom this record created: nobody then",
                "action (empty) → action (its name): empty: the action upsert is meant",
            ]
        ),
        (
            "7",
            [
                "Record 7 carried out add-to-groups for user id:1 (ada): groups: +staff.",
                "groups joined: staff",
            ]
        ),
        (
            "8",
            ["Record 8 only looked at user id:2 (bob), as view-groups does, and changed nothing"]
        ),
        (
            "9",
            [
                "Record 9 was refused, and nothing was changed: email: \"gus@@corp.example\" is not an "
                    + "e-mail address: it has two @ signs [field.email.malformed].",
                "The record as it came (from the run folder's rejects, secrets masked)",
                "gus,gus@@corp.example,E7,Sales",
                "username \"gus\" leads to nobody",
            ]
        ),
        ("10", ["Record 10 was passed over, because its action is skip."]),
        ("fay", ["Record 6 created user id:6 (fay)"]),
        ("ext:E2", ["Record 2 changed nothing"]),
        ("id:2", ["Record 2 changed nothing"]),
        ("gus", ["Record 9 was refused"]),
    ]

    @Test func everyOutcomeIsExplained() throws {
        let place = try Workplace()
        try place.write(Self.people, to: "people.csv")
        try place.write(Self.changes, to: "changes.csv")
        place.muster("import", "people.csv", "--feed", "hr")
        place.muster("user", "disable", "eve", "--reason", "leave")
        let ending = place.muster("import", "changes.csv", "--feed", "hr", "--max-rejects", "none")
        #expect(ending.status == 1, "\(ending.error)")
        let run = place.newestRun
        for (record, sentences) in Self.answers {
            let answer = place.explanation(run, record)
            for sentence in sentences {
                #expect(answer.contains(sentence), "\(record): \(sentence)\n\(answer)")
            }
        }
        let object = place.muster("explain", run, "1", "--format", "json")
        #expect(object.status == 0)
        #expect(object.output.contains("\"outcome\": \"updated\""), "\(object.output)")
        #expect(object.output.contains("\"before\": \"Sales\""))
    }

    @Test func aLeaverIsExplained() throws {
        let place = try Workplace()
        try place.write(
            "feeds: {hr: {mode: full, leavers: {files: 2}}}\n", to: "muster.yaml")
        try place.write(Self.people, to: "people.csv")
        place.muster("import", "people.csv", "--feed", "hr")
        try place.write(
            Self.people.split(separator: "\n").dropLast().joined(separator: "\n") + "\n",
            to: "people.csv")
        place.muster("import", "people.csv", "--feed", "hr")
        let waiting = place.explanation(place.newestRun, "leaver:eve")
        #expect(
            waiting.contains("Leaver eve is missing from the file and is waited for"), "\(waiting)")
        try place.write(
            Self.people.split(separator: "\n").dropLast().joined(separator: "\n") + "\n\n",
            to: "people.csv")
        place.muster("import", "people.csv", "--feed", "hr")
        let gone = place.explanation(place.newestRun, "eve")
        #expect(
            gone.contains("Leaver eve was disabled: the user was missing from the file"), "\(gone)")
    }

    @Test func whatAGuardStoppedIsExplained() throws {
        let place = try Workplace()
        try place.write(Self.changes, to: "changes.csv")
        let ending = place.muster("import", "changes.csv", "--feed", "hr", "--max-rejects", "0")
        #expect(ending.status == 2, "\(ending.error)")
        let answer = place.explanation(place.newestRun, "6")
        #expect(
            answer.contains(
                "Record 6 was not applied, because a guard stopped the run before anything was "
                    + "written: stopped by a guard; decided: created."), "\(answer)")
        #expect(answer.contains("fay,fay@corp.example,E6,Sales"), "\(answer)")
    }

    @Test func aCommandIsExplainedFromTheHistory() throws {
        let place = try Workplace()
        place.muster("user", "add", "ada", "ada@corp.example")
        place.muster("user", "update", "ada", "--department", "Sales", "--reason", "moved")
        let answer = place.explanation(place.newestRun, "1")
        #expect(answer.contains("The command changed user id:1 (ada)"), "\(answer)")
        #expect(answer.contains("department: (none) → \"Sales\""), "\(answer)")
        #expect(answer.contains("Reason moved"), "\(answer)")
        place.muster("user", "update", "nobody", "--department", "Sales")
        let refused = place.explanation(place.newestRun, "1")
        #expect(refused.contains("The command was refused"), "\(refused)")
        #expect(refused.contains("[match.user.not-found]"), "\(refused)")
    }

    @Test func whatIsNotThereEndsWithOne() throws {
        let place = try Workplace()
        try place.write(Self.people, to: "people.csv")
        place.muster("import", "people.csv")
        let unknown = place.muster("explain", "nothing", "1")
        #expect(unknown.status == 1)
        #expect(unknown.error.contains("[run.history.not-found]"), "\(unknown.error)")
        for record in ["6", "0", "nobody", "leaver:ada"] {
            let beyond = place.muster("explain", place.newestRun, record)
            #expect(beyond.status == 1)
            #expect(beyond.error.contains("[run.record.not-found]"), "\(beyond.error)")
            #expect(beyond.error.contains("it has 5 records"), "\(beyond.error)")
        }
    }

    @Test func whatHasMovedSinceIsSaid() throws {
        let place = try Workplace()
        try place.write(Self.people, to: "people.csv")
        place.muster("import", "people.csv", "--feed", "hr")
        let run = place.newestRun
        try place.write("username,email\n", to: "people.csv")
        try place.write("policy: {device_limit: 5}\n", to: "muster.yaml")
        let moved = place.explanation(run, "1")
        #expect(moved.contains("people.csv is not the file that the run had"), "\(moved)")
        try place.write(Self.people, to: "archive.csv")
        let found = ChildProcessText.flat(
            place.muster("explain", run, "1", "--file", "archive.csv").output)
        #expect(found.contains("The record as it came (from archive.csv"), "\(found)")
        place.muster("runs", "prune", "--keep", "0", "--before-images")
        let pruned = place.explanation(run, "1")
        #expect(pruned.contains("Record 1 created user id:1 (ada)"), "\(pruned)")
        #expect(pruned.contains("Note: the run folder is gone"), "\(pruned)")
    }

    @Test func theConfigurationOfThenIsMissed() throws {
        let place = try Workplace()
        try place.write("policy: {device_limit: 3}\n", to: "muster.yaml")
        try place.write(Self.people, to: "people.csv")
        place.muster("import", "people.csv", "--feed", "hr")
        try place.write("policy: {device_limit: 5}\n", to: "muster.yaml")
        let answer = place.explanation(place.newestRun, "1")
        #expect(answer.contains("Note: the configuration has changed since the run"), "\(answer)")
        #expect(answer.contains("device limit: 5 (the global default"), "\(answer)")
    }
}

/// Text of a command as one line, so that it can be searched wherever its lines break.
enum ChildProcessText {
    static func flat(_ text: String) -> String {
        text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    }
}

extension Workplace {
    /// Name of the newest run.
    var newestRun: String {
        let line = muster("runs", "list", "--limit", "1").lines.first ?? ""
        return String(line.split(separator: "\t").first ?? "")
    }

    /// What `explain` says, as one line.
    func explanation(_ run: String, _ record: String) -> String {
        let ending = muster("explain", run, record)
        return ChildProcessText.flat(ending.output + ending.error)
    }
}
