import Provisioning
import Testing

/// Guards stop a run before anything is written.
@Suite struct GuardTests {
    static func feed(good: Int, bad: Int) -> String {
        let accepted = (0..<good).map { "user\($0),user\($0)@example.com" }
        let refused = (0..<bad).map { "bad\($0),nonsense" }
        return "username,email\n" + (accepted + refused).joined(separator: "\n")
    }

    @Test func rejectsAboveTheLimitStopTheRunAndChangeNothing() throws {
        let scenario = try Scenario()
        try scenario.load(Self.feed(good: 5, bad: 0))
        let before = try scenario.export()
        let imported = try scenario.load(Self.feed(good: 20, bad: 3)) {
            $0.rejectsMax = .records(2)
        }
        #expect(imported.ending.report.status == .stopped)
        #expect(imported.ending.stop?.code == .runGuardRejects)
        #expect(Set(imported.results.map(\.outcome)) == ["skipped"])
        #expect(imported.results[22].detail.contains("rejected"))
        #expect(try scenario.export() == before)
        let retried = try scenario.load(Self.feed(good: 20, bad: 3)) {
            $0.rejectsMax = .records(3)
        }
        #expect(retried.ending.report.status == .someRejected)
    }

    @Test func dryRunOfAStoppedRunSaysTheSame() throws {
        let scenario = try Scenario()
        let text = Self.feed(good: 20, bad: 3)
        let rehearsed = try scenario.load(text) {
            $0.rejectsMax = .records(2)
            $0.isDryRun = true
        }
        let real = try scenario.load(text) { $0.rejectsMax = .records(2) }
        #expect(rehearsed.results == real.results)
        #expect(rehearsed.ending.report.status == real.ending.report.status)
    }

    @Test(
        arguments: [
            (nil, 99, 500, false), (nil, 100, 500, true), (nil, 100, 1_000, false),
            (nil, 101, 1_000, true), (RejectLimit.records(5), 5, 10, false),
            (RejectLimit.records(5), 6, 10, true), (RejectLimit.percent(10), 1, 10, false),
            (RejectLimit.percent(10), 2, 10, true), (RejectLimit.unlimited, 10, 10, false),
        ] as [(RejectLimit?, UInt64, UInt64, Bool)]) func tripsAboveItsLimit(
            _ limit: RejectLimit?, _ rejected: UInt64, _ records: UInt64, _ trips: Bool
        )
    {
        let halt = RejectGuard(limit: limit).check(rejected: rejected, records: records)
        #expect((halt != nil) == trips)
    }
}
