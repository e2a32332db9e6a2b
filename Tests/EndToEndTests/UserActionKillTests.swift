import Glibc
import Testing

/// An action on one user is one transaction: whenever it is killed, it has happened with its line in the
/// history, or there is no trace of it.
@Suite(.serialized) struct UserActionKillTests {
    static let rounds = 24

    @Test func aKilledActionHappenedAsAWholeOrNotAtAll() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let place = try Workplace()
        try place.write(
            "username,email,device_limit\nada,ada@example.com,1\n", to: "users.csv")
        #expect(place.muster("import", "users.csv", "--quiet").status == 0)
        let start = ContinuousClock.now
        #expect(place.muster("user", "set-device-limit", "ada", "2").status == 0)
        let duration = ContinuousClock.now - start
        let file = DirectoryFile(place)
        var limit = 2
        var happened = 0
        for round in 0..<Self.rounds {
            let label = "seed \(seed) round \(round)"
            let runs = try file.count("runs")
            let entries = try file.count("audit")
            let share = Double.random(in: 0.5...1.2, using: &random)
            let wanted = 3 + round
            let ending = place.start(["user", "set-device-limit", "ada", "\(wanted)"]).end(
                signal: (SIGKILL, duration * share))
            let found = try file.texts("SELECT device_limit FROM users")
            if try file.count("runs") > runs {
                limit = wanted
                happened += 1
                #expect(try file.count("audit") == entries + 3, "\(label)")
            } else {
                #expect(ending.signal == SIGKILL, "\(label)")
                #expect(try file.count("audit") == entries, "\(label)")
            }
            #expect(found == ["\(limit)"], "\(label)")
            let states = try file.texts("SELECT DISTINCT state FROM runs")
            #expect(states == ["finished"], "\(label)")
        }
        print("\(happened) of \(Self.rounds) actions happened")
        #expect(place.muster("audit", "verify").status == 0)
        #expect(try file.texts("PRAGMA integrity_check") == ["ok"])
    }
}
