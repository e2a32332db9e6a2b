import Testing

/// The library of faults does what its rules say, so that a test that finds nothing has looked.
@Suite struct FaultsTests {
    static func place() throws -> Workplace {
        let place = try Workplace()
        try place.write("username,email\nada,ada@example.com\n", to: "users.csv")
        return place
    }

    static let words = ["import", "users.csv", "--results", "results.csv", "--quiet"]

    @Test func everyCallOfTheOutputsIsSeen() throws {
        let (calls, ending) = try Faults.calls(of: Self.words, in: try Self.place())
        #expect(ending.status == 0, "\(ending.error)")
        for name in ["muster.sqlite-wal", "muster.sqlite", "results.csv", "summary.json"] {
            #expect(calls.contains { $0.contains(name) }, "\(name)")
        }
        let kinds = Set(calls.compactMap { $0.split(separator: " ").first.map(String.init) })
        #expect(
            kinds == ["write", "sync", "rename", "open", "unlink", "truncate", "mkdir"], "\(kinds)")
    }

    @Test(arguments: ["kill", "after", "tear"]) func aDeathIsAKill(action: String) throws {
        let place = try Self.place()
        place.meet(["MUSTER_FAULT": "write:1:\(action):results.csv"])
        #expect(place.start(Self.words).end().signal == 9)
    }

    @Test func aFailingCallIsOnlyThatOfThePath() throws {
        let place = try Self.place()
        place.meet(["MUSTER_FAULT": "write:1+:eio:nowhere"])
        #expect(place.start(Self.words).end().status == 0)
        place.meet(["MUSTER_FAULT": "write:1:eio:results.csv"])
        let ending = place.start(Self.words).end()
        #expect(ending.status == 74)
        #expect(ending.error.contains("results.csv"), "\(ending.error)")
    }

    @Test func aDiskIsFullAfterSoManyBytes() throws {
        let place = try Self.place()
        place.meet(["MUSTER_DISK": "20:results.csv"])
        let ending = place.start(Self.words).end()
        #expect(ending.status == 74)
        #expect(try place.read("results.csv").utf8.count <= 20)
    }

    @Test func theClockIsWhereItIsPut() throws {
        let place = try Self.place()
        place.meet(["MUSTER_CLOCK": "\(50 * 366 * 86_400)"])
        #expect(place.start(Self.words).end().status == 0)
        let year = Int(place.muster("runs", "list").output.prefix(4)) ?? 0
        #expect(year > 2070)
    }

    @Test func aRuleThatCannotBeReadEndsTheProgram() throws {
        let place = try Self.place()
        place.meet(["MUSTER_FAULT": "write:0:eio"])
        #expect(place.start(Self.words).end().status == 99)
    }
}
