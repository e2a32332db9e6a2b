import Testing

/// `muster explain` claims no more than it knows, whatever form a user is named in.
@Suite struct ExplainRepairTests {
    private static func file(_ records: String...) -> String {
        "username,email,external_id,department\n" + records.map { $0 + "\n" }.joined()
    }

    private static let ada = "ada,ada@corp.example,E1,Sales"
    private static let bob = "bob,bob@corp.example,E2,Sales"

    @Test func aLeaverIsFoundInEveryFormAndComesBack() throws {
        let place = try Workplace()
        try place.write(
            "feeds: {hr: {mode: full, leavers: {files: 1}, guards: {removals: none, drift: none}}}\n",
            to: "muster.yaml")
        for records in [[Self.ada, Self.bob], [Self.ada], [Self.ada, Self.bob]] {
            try place.write(
                Self.file() + records.map { $0 + "\n" }.joined(), to: "people.csv")
            let ending = place.muster("import", "people.csv", "--feed", "hr")
            #expect(ending.status == 0, "\(ending.error)")
            let run = place.newestRun
            if records.count == 1 {
                for form in ["bob", "E2", "ext:E2", "id:2"] {
                    let answer = place.explanation(run, "leaver:\(form)")
                    #expect(answer.contains("→ \"false (a leaver)\""), "\(form): \(answer)")
                }
                let found = place.explanation(run, "id:1")
                #expect(found.contains("Record 1 changed nothing"), "\(found)")
            }
        }
        let back = place.explanation(place.newestRun, "bob")
        #expect(back.contains("they came back"), "\(back)")
        #expect(!back.contains("a cell says"), "\(back)")
    }

    @Test func usersAreFoundByNumberAndExternalID() throws {
        let place = try Workplace()
        try place.write(Self.file(Self.ada, Self.bob), to: "people.csv")
        place.muster("import", "people.csv", "--feed", "hr")
        for word in ["id:2", "ext:E2"] {
            let found = place.muster("users", "find", word)
            #expect(found.lines.count == 1, "\(word): \(found.output)")
            #expect(found.output.contains("bob"), "\(word): \(found.output)")
        }
    }

    @Test func aShortRecordIsShownAsItCame() throws {
        let place = try Workplace()
        try place.write(Self.file(Self.ada, "bob,bob@corp.example"), to: "people.csv")
        place.muster("import", "people.csv", "--feed", "hr", "--max-rejects", "none")
        let run = place.newestRun
        let whole = place.explanation(run, "2")
        #expect(whole.contains("The record as it came (from "), "\(whole)")
        #expect(whole.contains("people.csv, secrets masked"), "\(whole)")
        try place.write(Self.file(), to: "people.csv")
        let padded = place.explanation(run, "2")
        #expect(padded.contains("padded to the header"), "\(padded)")
        #expect(!padded.contains("If this record were imported now"), "\(padded)")
        place.muster("runs", "prune", "--keep", "0")
        let pruned = place.explanation(run, "2")
        #expect(pruned.contains("the run folder is gone"), "\(pruned)")
    }

    @Test func theGuardAgainstFormulasStaysInTheFile() throws {
        let place = try Workplace()
        try place.write(
            Self.file(Self.ada, "bob,+442079400001,E2,Sales"), to: "people.csv")
        place.muster("import", "people.csv", "--feed", "hr", "--max-rejects", "none")
        let answer = place.explanation(place.newestRun, "2")
        #expect(answer.contains("E-mail +442079400001"), "\(answer)")
    }

    @Test func anUndoThatLeftTheUserIsNotSaidToHaveTakenThemBack() throws {
        let place = try Workplace()
        try place.write(Self.file(Self.ada, Self.bob), to: "people.csv")
        place.muster("import", "people.csv", "--feed", "hr")
        let run = place.newestRun
        place.muster("user", "update", "ada", "--department", "Ops")
        place.muster("undo", run, "--reason", "wrong file")
        let left = place.explanation(run, "1")
        #expect(left.contains("took the run back, and left this user as they are"), "\(left)")
        let taken = place.explanation(run, "2")
        #expect(taken.contains("the run was taken back by run"), "\(taken)")
    }

    @Test func aRefusedRecordKeepsItsCodeUntilAFullFileLacksIt() throws {
        let place = try Workplace()
        try place.write(
            "feeds: {hr: {guards: {removals: none, drift: none}}}\n",
            to: "muster.yaml")
        try place.write(Self.file(Self.ada, "bob,bob@@corp.example,E2,"), to: "people.csv")
        place.muster("import", "people.csv", "--feed", "hr", "--max-rejects", "none")
        let run = place.newestRun
        place.muster("runs", "prune", "--keep", "0")
        let open = place.explanation(run, "2")
        #expect(open.contains("nothing was changed: [field.email.malformed]"), "\(open)")
        try place.write(Self.file(Self.ada), to: "people.csv")
        let ending = place.muster("import", "people.csv", "--feed", "hr", "--mode", "full")
        #expect(ending.status == 0, "\(ending.error)")
        let closed = place.explanation(run, "2")
        #expect(closed.contains("Why is not on record any more"), "\(closed)")
    }
}
