import Foundation
import GRDB
import Glibc
import Testing

/// Importers, single actions, deliveries, housekeeping and readers that come at once leave the directory
/// as if they had come one after another.
@Suite(.serialized) struct ConcurrencyTorture {
    static let users = 120

    /// What the directory has to hold, whatever order the commands of a round came in.
    struct Model {
        var departments = [String](repeating: "", count: users)
        var limits = [Int](repeating: 3, count: users)
        var created = 0
    }

    /// A file of a feed in a round: its half of the users in a new department, and five newcomers.
    static func file(feed: Int, round: Int) -> String {
        var text = "username,email,department\n"
        for number in 0..<users where number % 2 == feed {
            text += "user\(number),user\(number)@example.com,D\(round)-\(feed)\n"
        }
        for number in 0..<5 {
            let name = "new\(round)-\(feed)-\(number)"
            text += "\(name),\(name)@example.com,New\n"
        }
        return text
    }

    static func place() throws -> Workplace {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        try place.write(
            """
            limits: {chunk_records: 16}
            mail:
              onboarding: on
              from: it@corp.example
              link_base: https://id.corp.example/start/
              rate: 1000/s
              transport: folder:delivered
            feeds:
              feed0: {}
              feed1: {}

            """, to: "muster.yaml")
        var text = "username,email\n"
        for number in 0..<users { text += "user\(number),user\(number)@example.com\n" }
        try place.write(text, to: "users.csv")
        #expect(place.muster("import", "users.csv", "--quiet").status == 0)
        return place
    }

    @Test func everybodyAtOnceLeavesOneOrder() throws {
        let seed = TortureSize.seed
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let place = try Self.place()
        var model = Model(created: Self.users)
        var (rounds, commands) = (0, 0)
        for round in TortureSize.rounds(submission: 10, release: 1_000, share: 0.15) {
            rounds += 1
            commands += try Self.round(
                round, in: place, model: &model, &random, "seed \(seed) round \(round)")
        }
        TortureFigures.note("rounds", in: "concurrency", rounds)
        TortureFigures.note("commands at once", in: "concurrency", commands)
        #expect(place.muster("mail", "deliver", "--rate", "none", "--quiet").status == 0)
        // One onboarding mail for each user who was ever created: each person is in one.
        let mails = try place.names(in: "delivered").map { name in
            ReceivedMail(Data(try place.read("delivered/\(name)").utf8))
        }
        #expect(mails.count == model.created)
        #expect(Set(mails.compactMap(\.messageID)).count == model.created)
        #expect(Set(mails.compactMap { $0.header("To") }).count == model.created)
    }

    /// Starts everything of a round at once, and holds its end against the model.
    static func round(
        _ round: Int, in place: Workplace, model: inout Model, _ random: inout SeededRandom,
        _ label: String
    ) throws -> Int {
        var started: [(words: [String], process: ChildProcess)] = []
        func start(_ words: String...) { started.append((words, place.start(words))) }
        for feed in 0...1 {
            try place.write(file(feed: feed, round: round), to: "feed\(feed).csv")
            // The same file twice: one of the two finds nothing to do.
            for twin in 0...1 {
                start(
                    "import", "feed\(feed).csv", "--feed", "feed\(feed)", "--wait", "120",
                    "--results", "results-\(feed)-\(twin).jsonl", "--quiet")
            }
            for number in 0..<users where number % 2 == feed {
                model.departments[number] = "D\(round)-\(feed)"
            }
            model.created += 5
        }
        for _ in 0..<4 {
            let number = Int.random(in: 0..<users / 4, using: &random) * 4
            let limit = Int.random(in: 1...100, using: &random)
            guard !started.contains(where: { $0.words.contains("user\(number)") }) else { continue }
            start("user", "set-device-limit", "user\(number)", "\(limit)", "--quiet")
            model.limits[number] = limit
        }
        for _ in 0..<2 { start("mail", "deliver", "--rate", "none", "--quiet") }
        start("sweep", "--wait", "120", "--quiet")
        start("users", "export")
        start("audit", "verify")
        start("backup", "copy-\(round).sqlite", "--quiet")
        started.shuffle(using: &random)
        let endings = started.map { ($0.words, $0.process.end()) }
        for (words, ending) in endings {
            #expect(
                ending.status == 0, "\(label) \(words): \(ending.status) \(ending.error)")
        }
        try check(place, model, round, label)
        return started.count
    }

    static func check(_ place: Workplace, _ model: Model, _ round: Int, _ label: String) throws {
        for feed in 0...1 {
            let twins = try (0...1).map {
                try ResultLine.all(in: place.read("results-\(feed)-\($0).jsonl"))
            }
            // Every record has one result in either run, and is done by one of them.
            let records = users / 2 + 5
            for twin in twins { #expect(twin.map(\.record) == Array(1...records), "\(label)") }
            let done = zip(twins[0], twins[1]).map { pair in
                Set([pair.0.outcome, pair.1.outcome])
            }
            #expect(done.dropLast(5).allSatisfy { $0 == ["updated", "unchanged"] }, "\(label)")
            #expect(done.suffix(5).allSatisfy { $0 == ["created", "unchanged"] }, "\(label)")
        }
        let found = CSVText.records(place.muster("users", "export").output)
        #expect(found.count == model.created, "\(label)")
        for row in found {
            let name = row["username"] ?? ""
            guard name.hasPrefix("user"), let number = Int(name.dropFirst(4)) else { continue }
            #expect(row["department"] == model.departments[number], "\(label) \(name)")
            let limit = row["device_limit"].flatMap { $0.isEmpty ? nil : Int($0) } ?? 3
            #expect(limit == model.limits[number], "\(label) \(name)")
        }
        #expect(place.muster("audit", "verify").status == 0, "\(label)")
        for name in ["muster.sqlite", "copy-\(round).sqlite"] {
            #expect(try Integrity.findings(of: place.path(name)) == ["ok"], "\(label) \(name)")
        }
        place.remove("copy-\(round).sqlite")
    }
}

/// What SQLite itself says of a directory.
enum Integrity {
    /// `["ok"]` where its pages, indexes and foreign keys are in order.
    static func findings(of path: String) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { database in
            let found = try String.fetchAll(database, sql: "PRAGMA integrity_check")
            let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
            return found + orphans.map { "orphan \($0)" }
        }
    }
}
