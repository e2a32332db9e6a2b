import Foundation
import Glibc
import Testing

/// `muster resume`, and runs whose place another takes.
@Suite(.serialized) struct ResumeTests {
    /// A place with a run that was killed with chunks still to come, and the name of the run.
    static func interrupted(
        _ words: [String] = KillTests.words, input: [UInt8] = []
    ) throws -> (place: Workplace, run: String) {
        for share in [0.9, 0.8, 0.7, 0.95, 0.6, 0.85, 0.75, 0.65, 0.5, 0.92, 0.88, 0.55] {
            let place = try KillTests.place(KillTests.feed())
            let model = try KillTests.model(of: KillTests.feed())
            _ = place.start(words).end(input: input, signal: (SIGKILL, model.duration * share))
            // One that died behind its last chunk has nothing left to do but to be closed.
            if let run = runs(place).first(where: { $0.state == "interrupted" }),
                try place.contents() != model.contents
            {
                return (place, run.name)
            }
        }
        throw NothingInterrupted()
    }

    struct NothingInterrupted: Error {}

    static func runs(_ place: Workplace) -> [(name: String, state: String)] {
        place.muster("runs", "list").lines.map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            return (String(cells[0]), String(cells[4]))
        }
    }

    @Test func aKilledRunIsResumedByItsName() throws {
        let model = try KillTests.model(of: KillTests.feed())
        let (place, run) = try Self.interrupted()
        let before = try place.contents()
        #expect(before != model.contents)
        // From another folder: the paths of the run hold everywhere.
        try FileManager.default.createDirectory(
            atPath: place.path("elsewhere"), withIntermediateDirectories: false)
        let resumed = ChildProcess(
            BuiltBinary.path, ["resume", run, "--directory", "../muster.sqlite"],
            folder: place.path("elsewhere"), environment: place.environment
        ).end()
        #expect(resumed.status == 1, "\(resumed.error)")
        let sentence = resumed.output.replacingOccurrences(of: "\n", with: " ")
        #expect(sentence.contains("run \(run) was carried on from record "))
        #expect(Difference(try place.contents(), model.contents) == nil)
        #expect(Difference(try place.read("results.jsonl"), model.results) == nil)
        #expect(Difference(try place.read("rejects.csv"), model.rejects) == nil)
        let again = place.muster("resume", run)
        #expect(again.status == 1)
        #expect(again.error.contains("[run.resume.impossible]"))
        #expect(again.error.contains("it finished"))
    }

    @Test func standardInputIsResumedFromItsCopy() throws {
        let model = try KillTests.model(of: KillTests.feed())
        let words = KillTests.words.map { $0 == "users.csv" ? "-" : $0 }
        let (place, run) = try Self.interrupted(words, input: Array(KillTests.feed().utf8))
        #expect(place.names(in: "muster.runs/\(run)").contains("input"))
        let resumed = place.muster("resume", run, "--quiet")
        #expect(resumed.status == 1, "\(resumed.error)")
        #expect(resumed.output.isEmpty)
        #expect(Difference(try place.contents(), model.contents) == nil)
        #expect(!place.names(in: "muster.runs/\(run)").contains("input"))
    }

    @Test func whatMovedIsNamed() throws {
        let (place, run) = try Self.interrupted()
        let feed = try place.read("users.csv")
        let before = try place.contents()
        try place.write(feed + ",,new,new@example.com,,,\n", to: "users.csv")
        let file = place.muster("resume", run)
        #expect(file.status == 2)
        #expect(file.error.contains("the file is not what run \(run) began with"))
        try place.write("limits:\n  chunk_records: 41\n", to: "muster.yaml")
        let both = place.muster("resume", run)
        #expect(both.status == 2)
        #expect(both.error.contains("the file and the configuration are not"))
        place.remove("users.csv")
        let gone = place.muster("resume", run)
        #expect(gone.status == 66)
        #expect(gone.error.contains("[run.input.stale]"))
        #expect(try place.contents() == before)
        try place.write(feed, to: "users.csv")
        try place.write("limits:\n  chunk_records: 40\n", to: "muster.yaml")
        place.remove("results.jsonl")
        let results = place.muster("resume", run)
        #expect(results.status == 2)
        #expect(results.error.contains("results"))
    }

    @Test func whatIsNoInterruptedRunIsRefused() throws {
        let place = try Workplace()
        try place.write("username,email\nada,ada@example.com\n", to: "users.csv")
        #expect(place.muster("resume", "20260101-000000-00000000").status == 66)
        #expect(place.muster("import", "users.csv", "--quiet").status == 0)
        let unknown = place.muster("resume", "20260101-000000-00000000")
        #expect(unknown.status == 1)
        #expect(unknown.error.contains("[run.history.not-found]"))
        #expect(place.muster("user", "disable", "ada").status == 0)
        for run in Self.runs(place) {
            let ending = place.muster("resume", run.name)
            #expect(ending.status == 1)
            #expect(ending.error.contains("[run.resume.impossible]"))
        }
    }

    @Test func aSupersededRunIsNamed() throws {
        let (place, run) = try Self.interrupted()
        try place.write("username,email\neve,eve@example.com\n", to: "other.csv")
        let other = place.muster("import", "other.csv")
        #expect(other.status == 0)
        let words = other.output.replacingOccurrences(of: "\n", with: " ")
        #expect(words.contains("takes the place of run \(run), which was interrupted after"))
        #expect(Self.runs(place).contains { $0.name == run && $0.state == "superseded" })
        let resumed = place.muster("resume", run)
        #expect(resumed.status == 1)
        #expect(resumed.error.contains("another file of feed default took its place"))
    }

    @Test func anAtomicRunThatIsKilledLeavesNothing() throws {
        let feed = KillTests.feed().replacingOccurrences(of: "not-mail", with: "m@x.example")
            .split(separator: "\n").enumerated().map { index, line in
                line.replacingOccurrences(of: "m@x.example", with: "m\(index)@x.example")
            }.joined(separator: "\n")
        let words = KillTests.words + ["--atomic"]
        let whole = try KillTests.place(feed)
        let start = ContinuousClock.now
        #expect(whole.start(words).end().status == 0)
        let duration = ContinuousClock.now - start
        let model = try whole.contents()
        var kills = 0
        for share in stride(from: 0.2, through: 1, by: 0.1) {
            let place = try KillTests.place(feed)
            let ending = place.start(words).end(signal: (SIGKILL, duration * share))
            guard ending.signal == SIGKILL else { continue }
            kills += 1
            let runs = Self.runs(place)
            if let run = runs.first, run.state == "interrupted" {
                let users = place.muster("users", "list").lines.count
                #expect(users == 0 || users == 2_000)
                #expect(place.muster("resume", run.name, "--quiet").status == 0)
            } else {
                #expect(place.start(words).end().status == 0)
            }
            #expect(Difference(try place.contents(), model) == nil)
        }
        print("\(kills) kills of atomic runs")
    }

    @Test func resultsOfAnAtomicRunWaitForItsEnd() throws {
        let place = try Workplace()
        try place.write("username,email\nada,ada@example.com\nbob,nonsense\n", to: "users.csv")
        let aborted = place.muster("import", "users.csv", "--atomic", "--results", "-")
        #expect(aborted.status == 1)
        #expect(aborted.lines.count == 2)
        #expect(aborted.lines[0].contains("run.atomic.aborted"))
        #expect(aborted.error.contains("nothing was applied: 1 of 2 records were rejected."))
        #expect(place.muster("users", "list").lines.isEmpty)
        try place.write("username,email\nada,ada@example.com\n", to: "users.csv")
        let applied = place.muster("import", "users.csv", "--atomic", "--results", "-")
        #expect(applied.status == 0)
        #expect(applied.lines.count == 1)
        #expect(applied.lines[0].contains("\"created\""))
        for run in place.names(in: "muster.runs") {
            #expect(!place.names(in: "muster.runs/\(run)").contains { $0.hasPrefix("held") })
        }
    }
}
