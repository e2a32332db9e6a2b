import Foundation
import Testing

/// A run that is taken back leaves everything as it was, but for whom somebody changed since.
@Suite(.serialized) struct UndoTests {
    /// Feed state that a run leaves beside its users.
    static func feedState(_ place: Workplace) throws -> [String] {
        let sign = DirectoryFile(place)
        return try ["feed_files", "feed_absences", "open_rejects", "feed_claims", "manual_edits"]
            .map { "\($0) \(try sign.count($0))" }
    }

    static func newestRun(_ place: Workplace, _ command: String) throws -> String {
        let text = place.muster("runs", "list", "--format", "json", "--limit", "100").output
        let runs = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
        return try #require(
            runs?.first { $0["command"] as? String == command }?["run"] as? String)
    }

    static let words = ["import", "samples.csv", "--feed", "hr", "--mail", "--max-rejects", "none"]

    @Test func anImportOfTenThousandIsTakenBackButForThoseWhoWereEdited() throws {
        let place = try Workplace(isOptimised: true)
        place.muster("user", "add", "root", "root@example.org", "--groups", "staff", "--quiet")
        let population = Population(count: 10_000, seed: 20_261_126)
        try place.write(population.csv(), to: "samples.csv")
        let before = try place.contents()
        let state = try Self.feedState(place)
        let first = place.start(Self.words + ["--results", "first.jsonl"]).end()
        #expect(first.status == 1, "\(first.error)")
        let run = try Self.newestRun(place, "import")
        // Three are edited: by a command, by another feed, and by themselves.
        let names = try ResultLine.all(in: place.read("first.jsonl"))
            .filter { $0.outcome == "created" }.compactMap(\.username)
        let edited = Array(names[100..<103])
        #expect(
            place.muster("user", "update", edited[0], "--job-title", "Queen", "--quiet").status == 0
        )
        try place.write(
            "action,username,job_title\nupdate,\(edited[1]),King\n", to: "other.csv")
        #expect(place.muster("import", "other.csv", "--feed", "it", "--quiet").status == 0)
        let sign = DirectoryFile(place)
        let onboarded = try sign.number(of: edited[2])
        try sign.execute(
            "UPDATE users SET password_hash = 'x', onboarded_at = unixepoch() * 1000 + 60000, "
                + "version = version + 1 WHERE id = \(onboarded)")
        let numbers = try edited.map { try sign.number(of: $0) }

        let rehearsal = place.muster("undo", run, "--dry-run", "--results", "rehearsal.jsonl")
        #expect(rehearsal.status == 0, "\(rehearsal.error)")
        let ending = place.muster("undo", run, "--results", "undone.jsonl")
        #expect(ending.status == 0, "\(ending.error)")
        #expect(try place.read("rehearsal.jsonl") == place.read("undone.jsonl"))
        #expect(
            ending.error.contains(
                "changed since and left as they are: "
                    + numbers.sorted(by: >).map { "id:\($0)" }.joined(separator: ", ")),
            "\(ending.error)")
        let kept = try ResultLine.all(in: place.read("undone.jsonl"))
            .filter { $0.outcome == "skipped" }
        #expect(Set(kept.compactMap(\.username)) == Set(edited))
        #expect(kept.allSatisfy { $0.codes == ["undo.user.changed"] })
        // Without those three it is as it was.
        for name in edited {
            let email = try sign.text("SELECT email_key FROM users WHERE username_key = '\(name)'")
            #expect(place.muster("user", "delete", name, email, "--quiet").status == 0)
        }
        let after = try place.contents()
        #expect(after.export == before.export)
        #expect(after.mails == before.mails)
        // The file of the other feed was accepted, and still is.
        #expect(
            try Self.feedState(place)
                == state.map { $0 == "feed_files 0" ? "feed_files 1" : $0 })
        // Groups of the three were not empty when the undo ended.
        let left = Set(after.groups.split(separator: "\n").map { $0.prefix { $0 != "\t" } })
        let there = Set(before.groups.split(separator: "\n").map { $0.prefix { $0 != "\t" } })
        #expect(there.isSubset(of: left) && left.count <= there.count + 3 * 2)
        #expect(place.muster("audit", "verify").status == 0)
        // The same file does everything again.
        #expect(place.start(Self.words + ["--results", "second.jsonl"]).end().status == 1)
        let again = try ResultLine.all(in: place.read("second.jsonl"))
        let once = try ResultLine.all(in: place.read("first.jsonl"))
        #expect(again.map(\.outcome) == once.map(\.outcome))
        #expect(place.muster("undo", run).error.contains("[run.undo.impossible]"))
    }

    @Test func anUndoThatIsKilledIsFinishedByAnother() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let model = try Self.changedPlace()
        let start = ContinuousClock.now
        #expect(model.place.muster("undo", model.run, "--quiet").status == 0)
        let duration = ContinuousClock.now - start
        let expected = try model.place.contents()
        #expect(Difference(expected, model.before) == nil)
        for round in 0..<8 {
            let scene = try Self.changedPlace()
            var kills = 0
            for _ in 0..<3 {
                let share = Double.random(in: 0.1...1, using: &random)
                let ending = scene.place.start(["undo", scene.run, "--quiet"]).end(
                    signal: (SIGKILL, duration * share))
                if ending.signal == SIGKILL { kills += 1 } else { break }
            }
            let last = scene.place.muster("undo", scene.run, "--quiet")
            #expect(
                last.status == 0 || last.error.contains("[run.undo.impossible]"),
                "seed \(seed) round \(round): \(last.error)")
            #expect(
                Difference(try scene.place.contents(), scene.before) == nil,
                "seed \(seed) round \(round) after \(kills) kills")
            let verdict = scene.place.muster("audit", "verify")
            #expect(verdict.status == 0, "seed \(seed) round \(round): \(verdict.output)")
        }
    }

    /// A directory of 2,000 users of whom an import has changed half and added as many.
    private static func changedPlace() throws -> (
        place: Workplace, before: DirectoryContents, run: String
    ) {
        let place = try Workplace(isOptimised: true)
        try place.write("limits:\n  chunk_records: 40\n", to: "muster.yaml")
        let header = "username,email,department,groups,device_limit\n"
        var feed = header
        for number in 0..<2_000 { feed += "u\(number),u\(number)@example.com,Sales,all,2\n" }
        try place.write(feed, to: "first.csv")
        #expect(place.muster("import", "first.csv", "--feed", "hr", "--quiet").status == 0)
        let before = try place.contents()
        feed = header
        for number in 1_000..<3_000 {
            feed += "u\(number),u\(number)@example.com,Support,new \(number % 20),5\n"
        }
        try place.write(feed, to: "second.csv")
        #expect(
            place.muster("import", "second.csv", "--feed", "hr", "--mail", "--quiet").status == 0)
        return (place, before, try newestRun(place, "import"))
    }

    @Test func keysThatWereHandedOnComeBackToWhoHadThem() throws {
        let place = try Workplace()
        try place.write(
            "external_id,username,email\n1,ann,ann@example.com\n2,bea,bea@example.com\n",
            to: "first.csv")
        place.muster("import", "first.csv", "--quiet")
        let before = try place.contents()
        try place.write(
            """
            external_id,username,email
            1,ann-old,old@example.com
            2,ann,ann@example.com
            3,bea,bea@example.com

            """, to: "second.csv")
        #expect(place.muster("import", "second.csv", "--quiet").status == 0)
        let ending = place.muster("undo", try Self.newestRun(place, "import"))
        #expect(ending.status == 0, "\(ending.output)")
        #expect(try place.contents() == before)
    }

    @Test func severalRunsAreTakenBackBeginningWithTheNewest() throws {
        let place = try Workplace()
        place.muster("user", "add", "ada", "ada@example.com", "--department", "One", "--quiet")
        let before = try place.contents()
        place.muster("user", "update", "ada", "--department", "Two", "--groups", "x", "--quiet")
        let older = try Self.newestRun(place, "user")
        place.muster("user", "update", "ada", "--department", "Three", "--quiet")
        let newer = try Self.newestRun(place, "user")
        // Nothing can be taken back yet, and the run stays one that can be.
        let early = place.muster("undo", older)
        #expect(early.status == 1 && early.error.contains("[run.undo.impossible]"))
        #expect(place.muster("undo", newer).status == 0)
        #expect(place.muster("undo", older).status == 0)
        #expect(try place.contents() == before)
        // An undo is taken back like any other run.
        let undo = try Self.newestRun(place, "undo")
        #expect(place.muster("undo", undo).status == 0)
        #expect(place.muster("users", "export").output.contains("Two"))
        #expect(place.muster("undo", older).status == 0)
        #expect(try place.contents() == before)
        #expect(place.muster("audit", "verify").status == 0)
    }

    @Test func whatCannotBeTakenBackIsRefusedWithItsReason() throws {
        let place = try Workplace()
        place.muster("user", "add", "ada", "ada@example.com", "--quiet")
        place.muster("groups", "create", "staff", "--quiet")
        place.muster("user", "view-groups", "ada")
        let cases = [
            ("20200101-000000-00000000", "run.history.not-found"),
            (try Self.newestRun(place, "groups"), "changes no users record by record"),
            (try Self.newestRun(place, "user"), "it changed no user"),
        ]
        for (run, said) in cases {
            let ending = place.muster("undo", run)
            #expect(ending.status == 1)
            #expect(ending.error.contains(said), "\(ending.error)")
        }
        place.muster("user", "delete", "ada", "ada@example.com", "--quiet")
        let ending = place.muster("undo", try Self.newestRun(place, "user"))
        #expect(ending.status == 1 && ending.error.contains("is deleted"), "\(ending.error)")
    }
}
