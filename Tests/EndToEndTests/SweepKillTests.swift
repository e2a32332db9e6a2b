import Foundation
import Glibc
import Muster
import Provisioning
import Testing

/// A sweep that is killed is finished by the next one, and none touches anybody who is not due.
@Suite(.serialized) struct SweepKillTests {
    static let words = ["sweep", "--quiet", "--results", "swept.jsonl"]

    static func place() throws -> Workplace {
        let place = try Workplace()
        try place.write("limits: {chunk_records: 25}\n", to: "muster.yaml")
        var feed = "username,email,end_date\n"
        for number in 0..<1_500 {
            let end =
                number % 3 == 0 ? "" : number % 3 == 1 ? "2020-01-0\(number % 9 + 1)" : "2999-01-01"
            feed += "user\(number),user\(number)@example.com,\(end)\n"
        }
        try place.write(feed, to: "users.csv")
        place.muster("import", "users.csv", "--quiet")
        return place
    }

    @Test func aKilledSweepIsFinishedByTheNextOne() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let model = try Self.place()
        let start = ContinuousClock.now
        #expect(model.start(Self.words + ["--allow", "removals=500"]).end().status == 0)
        let duration = ContinuousClock.now - start
        let contents = try model.contents()
        var kills = 0
        for round in 0..<10 {
            let place = try Self.place()
            for _ in 0..<2 {
                let share = Double.random(in: 0...1, using: &random)
                let ending = place.start(Self.words + ["--allow", "removals=500"]).end(
                    signal: (SIGKILL, duration * share))
                if ending.signal == SIGKILL { kills += 1 }
            }
            let last = place.start(Self.words + ["--allow", "removals=500"]).end()
            #expect(last.status == 0, "seed \(seed) round \(round): \(last.error)")
            #expect(
                Difference(try place.contents(), contents) == nil, "seed \(seed) round \(round)")
            let states = place.muster("runs", "list").lines.map {
                String($0.split(separator: "\t", omittingEmptySubsequences: false)[4])
            }
            #expect(!states.contains("interrupted") && !states.contains("running"), "\(states)")
            let verdict = place.muster("audit", "verify")
            #expect(verdict.status == 0, "seed \(seed) round \(round): \(verdict.output)")
        }
        print("\(kills) kills")
    }

    @Test func aSignalEndsASweepAndSaysHowToGoOn() throws {
        let place = try Self.place()
        for delay in stride(from: 5, to: 400, by: 10) {
            let ending = place.start(Self.words + ["--allow", "removals=500"]).end(
                signal: (SIGTERM, .milliseconds(delay)))
            guard ending.status == 3 else { continue }
            #expect(ending.error.contains("[run.interrupted]"))
            #expect(ending.error.contains("muster sweep"), "\(ending.error)")
            #expect(!ending.error.contains("Import the same file"))
        }
        #expect(place.start(Self.words + ["--allow", "removals=500"]).end().status == 0)
    }

    /// A random crowd, and whom the rules make due, said once more in the plainest way.
    @Test func nobodyElseIsTouched() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        for round in 0..<20 {
            let scene = try SweepScene(
                configuration: """
                    policy: {protected: {users: [user1, user2, user3]}}
                    feeds: {a: {mode: full, leavers: {delete_after: 10 d}}}
                    """)
            var feed = "username,email,end_date,enabled\n"
            var expected: [String] = []
            var fates: [String: String] = [:]
            for number in 0..<40 {
                let name = "user\(number)"
                let day = Int.random(in: 1...20, using: &random)
                let end =
                    Bool.random(using: &random)
                    ? "2049-05-\(day < 10 ? "0" : "")\(day)" : ""
                let isEnabled = Int.random(in: 0..<4, using: &random) > 0
                feed += "\(name),\(name)@example.com,\(end),\(isEnabled ? "yes" : "no")\n"
                if isEnabled, !end.isEmpty, day < 10 { fates[name] = "disable" }
            }
            try scene.load(feed, feed: "a")
            for number in 0..<40 where Int.random(in: 0..<4, using: &random) == 0 {
                let name = "user\(number)"
                let isRecent = Bool.random(using: &random)
                try scene.leave(name, ["a": isRecent ? "2049-05-01" : "2049-04-30"])
                fates[name] = isRecent ? nil : "delete"
            }
            scene.clock.set("2049-05-10")
            let protected = ["user1", "user2", "user3"]
            for action in ["disable", "delete"] {
                for number in 0..<40 where fates["user\(number)"] == action {
                    let name = "user\(number)"
                    let outcome =
                        protected.contains(name)
                        ? "unchanged policy.sweep.protected" : "\(action)d"
                    expected.append("\(action) \(name) \(outcome)")
                }
            }
            let before = try scene.texts(Self.fingerprint)
            let swept = try scene.sweep { $0.allowances = [.removals: 40] }
            #expect(swept.words == expected, "seed \(seed) round \(round)")
            let after = Set(try scene.texts(Self.fingerprint))
            for line in before {
                let name = String(line.prefix { $0 != " " })
                if fates[name] == nil || protected.contains(name) {
                    #expect(after.contains(line), "seed \(seed) round \(round): \(line)")
                }
            }
        }
    }

    /// Everything about a user that a sweep could change.
    static let fingerprint = """
        SELECT username_key || ' ' || coalesce(disabled_cause, 0) || ' ' || version || ' '
            || coalesce(end_date, '') || ' ' || onboarding_generation FROM users ORDER BY id
        """
}
