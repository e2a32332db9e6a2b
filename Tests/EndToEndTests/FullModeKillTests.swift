import Foundation
import GRDB
import Glibc
import Testing

/// A full file whose import is killed, at any moment, and carried on ends like one that was not: with the
/// same users, results, rejects, mails and absences, and one result for each record and leaver.
@Suite(.serialized) struct FullModeKillTests {
    /// How many users the feed has, how many records a transaction, and how often runs are killed.
    ///
    /// `RandomKillTorture` does so with 100,000 records.
    struct Size: Sendable {
        var users: Int
        var chunk: Int
        var kills: Int
    }

    static let size = Size(users: 2_400, chunk: 40, kills: 8)
    static let header = "username,email,external_id,department,groups,password_hash\n"
    static let hash =
        "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjlO/O817G3uBnIFNjnQJuesI68OTLiBFdcfYEdFCoEo"
        + "eIB3NLuH71"

    static func row(_ number: Int, department: String) -> String {
        let secret = number % 4 == 0 ? hash : ""
        return "user\(number),user\(number)@example.com,E\(number),\(department),"
            + "group\(number % 17),\(secret)\n"
    }

    /// The files of three nights: everybody; without one and a half per cent; and without as many more,
    /// with changes, newcomers and mistakes.
    static func file(night: Int, _ size: Size = size) -> String {
        var text = header
        for number in 0..<size.users {
            if night > 0, number % 67 == 3 { continue }
            guard night == 2 else {
                text += row(number, department: "Sales")
                continue
            }
            if number % 67 == 9 { continue }
            switch number % 50 {
            case 7: text += row(number, department: "Support")
            // Named by one key alone, and so not missing.
            case 11: text += "user\(number),nonsense,,,,\n"
            default: text += row(number, department: "Sales")
            }
        }
        guard night == 2 else { return text }
        for number in size.users..<size.users + size.users / 40 {
            text += row(number, department: "New")
        }
        return text
    }

    static let words = [
        "import", "night2.csv", "--feed", "hr", "--mode", "full", "--mail", "--results",
        "results.jsonl", "--rejects", "rejects.csv", "--max-rejects", "none", "--allow",
        "removals=1000000", "--reason", "kept small", "--quiet",
    ]

    /// A directory after the first two nights, with the third one's file beside it.
    static func base() throws -> Workplace {
        let place = try Workplace(isOptimised: true)
        try place.write(
            """
            limits: {chunk_records: \(size.chunk)}
            mail: {notices: on}
            feeds: {hr: {leavers: {files: 2}}}

            """, to: "muster.yaml")
        for night in 0...2 { try place.write(file(night: night), to: "night\(night).csv") }
        for night in 0...1 {
            let ending = place.muster(
                "import", "night\(night).csv", "--feed", "hr", "--mode", "full", "--quiet")
            #expect(ending.status == 0, "\(ending.error)")
        }
        return place
    }

    static func copy(of base: Workplace) throws -> Workplace {
        let place = try Workplace(isOptimised: true)
        for name in base.names {
            try FileManager.default.copyItem(atPath: base.path(name), toPath: place.path(name))
        }
        return place
    }

    /// What two equal directories have in common; the occasion of a notice has the run's name in it, and so
    /// counts by its kind and user alone.
    static func contents(of place: Workplace) throws -> DirectoryContents {
        var contents = try place.contents()
        contents.mails = try MailQueue.owed(of: place.path("muster.sqlite")).sorted()
        return contents
    }

    /// Who is missing from the feed, for how many files, and whether it has let go of them.
    static func absences(of place: Workplace) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(
            path: place.path("muster.sqlite"), configuration: configuration
        ).read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT username_key || ' ' || files || ' ' || (left_at IS NOT NULL)
                    FROM feed_absences JOIN users ON users.id = user_id ORDER BY 1
                    """)
        }
    }

    @Test func aKilledFullFileEndsLikeOneThatWasNot() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed \(seed), \(Self.size)")
        var random = SeededRandom(seed: seed)
        let base = try Self.base()
        let model = try Self.copy(of: base)
        let start = ContinuousClock.now
        #expect(model.start(Self.words).end().status == 1)
        let duration = ContinuousClock.now - start
        let contents = try Self.contents(of: model)
        let results = try model.read("results.jsonl")
        try Self.checkCounts(results, model)
        var kills = 0
        var compared = 0
        var round = 0
        while kills < Self.size.kills, round < 4 * Self.size.kills {
            round += 1
            let label = "seed \(seed) round \(round)"
            let place = try Self.copy(of: base)
            var last = place.start(Self.words).end(
                signal: (SIGKILL, duration * Double.random(in: 0.1...1, using: &random)))
            var attempts = round % 4 == 0 ? 6 : 2
            while last.signal == SIGKILL {
                kills += 1
                attempts -= 1
                let share = Double.random(in: 0.1...1, using: &random)
                last = place.start(Self.words).end(
                    signal: attempts == 0 ? nil : (SIGKILL, duration * share))
            }
            #expect(last.status == 1, "\(label): \(last.error)")
            #expect(Difference(try Self.contents(of: place), contents) == nil, "\(label)")
            #expect(
                Difference(
                    try Self.absences(of: place).joined(separator: "\n"),
                    try Self.absences(of: model).joined(separator: "\n")) == nil, "\(label)")
            // A kill between the end of the run and that of the process is followed by a run that
            // changes nothing.
            let found = try place.read("results.jsonl")
            guard found.contains("\"created\"") else { continue }
            compared += 1
            #expect(Difference(found, results) == nil, "\(label)")
            #expect(
                Difference(try place.read("rejects.csv"), try model.read("rejects.csv")) == nil,
                "\(label)")
            let summary = try Self.figures(of: place)
            #expect(summary == (try Self.figures(of: model)), "\(label)")
            #expect(place.muster("audit", "verify").status == 0, "\(label)")
        }
        print("\(kills) kills in \(round) runs of \(duration), \(compared) compared whole")
        #expect(compared > 0)
    }

    /// Each record and each leaver has one result, and the figures say so.
    static func checkCounts(_ results: String, _ place: Workplace) throws {
        let lines = results.split(separator: "\n")
        let leavers = lines.filter { $0.hasPrefix("{\"record\":null,") }
        let records = Self.file(night: 2).split(separator: "\n").count - 1
        #expect(lines.count - leavers.count == records)
        #expect(Set(leavers).count == leavers.count)
        let missing = (0..<size.users).count { $0 % 67 == 3 || $0 % 67 == 9 }
        #expect(leavers.count == missing)
        let gone = (0..<size.users).count { $0 % 67 == 3 }
        #expect(leavers.count { $0.contains("\"outcome\":\"disabled\"") } == gone)
        #expect(leavers.count { $0.contains("\"outcome\":\"missing\"") } == missing - gone)
    }

    /// Figures of the last run's `summary.json` that a kill must not change.
    static func figures(of place: Workplace) throws -> [String: [String: Int]] {
        // By the history: the names of runs of the same second stand in any order.
        let list = place.muster("runs", "list", "--limit", "1").lines
        let run = try #require(list.first?.split(separator: "\t").first)
        let data = Data(try place.read("muster.runs/\(run)/summary.json").utf8)
        let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        return [
            "outcomes": json?["outcomes"] as? [String: Int] ?? [:],
            "leavers": json?["leavers"] as? [String: Int] ?? [:],
            "codes": json?["codes"] as? [String: Int] ?? [:],
            "records": ["": json?["records"] as? Int ?? -1],
        ]
    }

    @Test func whatAnInterruptedFileCountedIsTakenBackWhenAnotherComes() throws {
        let base = try Self.base()
        let start = ContinuousClock.now
        let model = try Self.copy(of: base)
        _ = model.start(Self.words).end()
        let duration = ContinuousClock.now - start
        let before = try Self.absences(of: base)
        for share in [0.9, 0.95, 0.98] {
            let place = try Self.copy(of: base)
            let ending = place.start(Self.words).end(signal: (SIGKILL, duration * share))
            guard ending.signal == SIGKILL else { break }
            // The second night again, in other bytes: nobody new is missing from it.
            try place.write(Self.file(night: 1) + "\n", to: "night3.csv")
            let next = place.muster(
                "import", "night3.csv", "--feed", "hr", "--mode", "full", "--quiet", "--allow",
                "removals=1000000", "--reason", "kept small")
            #expect(next.status == 0, "\(next.error)")
            // Newcomers whom the interrupted run had created are missing from the older file.
            let newcomers = (Self.size.users..<2 * Self.size.users).map { "user\($0) " }
            let left = try Self.absences(of: place).filter { line in
                !newcomers.contains { line.hasPrefix($0) }
            }
            #expect(left.count == before.count)
            #expect(left.allSatisfy { $0.hasSuffix(" 2 1") }, "\(left)")
        }
    }
}
