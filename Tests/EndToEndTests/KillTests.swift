import Glibc
import Testing

/// An import that is killed, at any moment, and run again ends like one that was not.
@Suite(.serialized) struct KillTests {
    /// How many users a feed has, how many records a transaction, and how often it is killed.
    struct Size: Sendable {
        var users: Int
        var chunk: Int
        var rounds: Int
    }

    /// Many small transactions, so that a kill falls between and within them.
    static let small = Size(users: 2_000, chunk: 40, rounds: 20)
    /// Enough new users for the unique indexes to be built at the end, and to be missing before.
    static let deferring = Size(users: 6_000, chunk: 500, rounds: 8)

    static func feed(_ size: Size = small) -> String {
        var feed = "action,user,username,email,first_name,groups,device_limit\n"
        for number in 0..<size.users {
            let group = "group\(number % 37);all"
            let email = number % 61 == 0 ? "not-mail" : "u\(number)@example.com"
            feed += ",,user\(number),\(email),Name \(number),\(group),\(number % 90 + 1)\n"
            if number % 50 == 49 { feed += "disable,user\(number - 3),,,,,\n" }
        }
        return feed
    }

    static func place(_ feed: String, _ size: Size = small) throws -> Workplace {
        let place = try Workplace(isOptimised: true)
        try place.write(feed, to: "users.csv")
        try place.write("limits:\n  chunk_records: \(size.chunk)\n", to: "muster.yaml")
        return place
    }

    static let words = [
        "import", "users.csv", "--mail", "--results", "results.jsonl", "--rejects", "rejects.csv",
        "--quiet",
    ]

    /// What an uninterrupted import leaves, and how long it took.
    struct Model {
        var contents: DirectoryContents
        var results: String
        var rejects: String
        var duration: Duration
    }

    static func model(of feed: String, _ size: Size = small) throws -> Model {
        let place = try place(feed, size)
        let start = ContinuousClock.now
        #expect(place.start(words).end().status == 1)
        let duration = ContinuousClock.now - start
        return Model(
            contents: try place.contents(), results: try place.read("results.jsonl"),
            rejects: try place.read("rejects.csv"), duration: duration)
    }

    @Test(arguments: [small, deferring]) func aKilledImportIsCarriedOnByTheSameFile(
        size: Size
    ) throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let feed = Self.feed(size)
        let model = try Self.model(of: feed, size)
        for round in 0..<size.rounds {
            let place = try Self.place(feed, size)
            var kills = 0
            for _ in 0..<(round % 4 == 0 ? 3 : 1) {
                let share = Double.random(in: 0...1, using: &random)
                let ending = place.start(Self.words).end(
                    signal: (SIGKILL, model.duration * share))
                if ending.signal == SIGKILL { kills += 1 }
            }
            let last = place.start(Self.words).end()
            #expect(last.status == 1, "seed \(seed) round \(round): \(last.error)")
            #expect(
                Difference(try place.contents(), model.contents) == nil,
                "seed \(seed) round \(round)")
            // A run that had ended before the kill came is followed by one that changes nothing.
            let results = try place.read("results.jsonl")
            if kills > 0, results.contains("\"created\"") {
                #expect(
                    Difference(results, model.results) == nil, "seed \(seed) round \(round)")
                #expect(Difference(try place.read("rejects.csv"), model.rejects) == nil)
            }
            let again = place.start(["import", "users.csv", "--mail", "--results", "-"]).end()
            let hasCreated = again.output.contains("\"created\"")
            #expect(!hasCreated, "seed \(seed) round \(round)")
            let hasSameMails = try place.contents().mails == model.contents.mails
            #expect(hasSameMails, "seed \(seed) round \(round)")
        }
    }

    @Test(arguments: [SIGINT, SIGTERM]) func aSignalEndsAnImportAtItsNextChunk(
        number: Int32
    ) throws {
        let feed = Self.feed()
        let model = try Self.model(of: feed)
        var interrupted = 0
        for share in [0.3, 0.5, 0.6, 0.7, 0.8, 0.9] {
            let place = try Self.place(feed)
            let ending = place.start(Self.words).end(signal: (number, model.duration * share))
            // A signal that comes before the program listens ends it; one that comes late, nothing.
            if ending.signal == number || ending.status == 1 { continue }
            interrupted += 1
            #expect(ending.status == 3)
            #expect(ending.error.contains("[run.interrupted]"))
            #expect(place.start(Self.words).end().status == 1)
            #expect(Difference(try place.contents(), model.contents) == nil)
            #expect(Difference(try place.read("results.jsonl"), model.results) == nil)
        }
        print("\(interrupted) interrupted by signal \(number)")
    }

    @Test func anotherFileClosesTheInterruptedRun() throws {
        let place = try Self.place(Self.feed())
        let duration = try Self.model(of: Self.feed()).duration
        for share in stride(from: 0.4, to: 1, by: 0.1) {
            let ending = place.start(Self.words).end(signal: (SIGKILL, duration * share))
            guard ending.signal == SIGKILL else { break }
        }
        try place.write("username,email\neve,eve@example.com\n", to: "other.csv")
        #expect(place.muster("import", "other.csv", "--quiet").status == 0)
        #expect(place.muster("users", "find", "eve").lines.count == 1)
        let states = place.muster("runs", "list").lines.map {
            String($0.split(separator: "\t", omittingEmptySubsequences: false)[4])
        }
        #expect(!states.contains("running") && !states.contains("interrupted"), "\(states)")
    }
}
