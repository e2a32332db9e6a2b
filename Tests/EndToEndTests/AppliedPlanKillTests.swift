import Foundation
import Glibc
import Testing

/// A plan whose run is killed is carried on by the same command, or by the run's name.
@Suite(.serialized) struct AppliedPlanKillTests {
    static let plan = [
        "plan", "users.csv", "--out", "users.plan", "--mail", "--results", "results.jsonl",
        "--rejects", "rejects.csv", "--quiet",
    ]

    static func place() throws -> Workplace {
        let place = try KillTests.place(KillTests.feed())
        // A directory with a key, but without users.
        #expect(place.muster("groups", "create", "all").status == 0)
        #expect(place.start(plan).end().status == 1)
        return place
    }

    @Test func aKilledPlanIsCarriedOn() throws {
        let whole = try Self.place()
        let start = ContinuousClock.now
        #expect(whole.muster("apply", "users.plan", "--quiet").status == 1)
        let duration = ContinuousClock.now - start
        let model = try whole.contents()
        let results = try whole.read("results.jsonl")
        var carriedOn = 0
        for share in stride(from: 0.45, to: 1, by: 0.07) {
            let place = try Self.place()
            let ending = place.start(["apply", "users.plan", "--quiet"]).end(
                signal: (SIGKILL, duration * share))
            guard ending.signal == SIGKILL else { continue }
            let run = ResumeTests.runs(place).first { $0.state == "interrupted" }
            if run != nil { carriedOn += 1 }
            let words =
                run != nil && carriedOn % 2 == 0
                ? ["resume", run?.name ?? "", "--quiet"] : ["apply", "users.plan", "--quiet"]
            let last = place.start(words).end()
            guard !last.error.contains("this plan was applied") else { continue }
            #expect(last.status == 1, "\(last.error)")
            #expect(Difference(try place.contents(), model) == nil)
            #expect(Difference(try place.read("results.jsonl"), results) == nil)
        }
        print("\(carriedOn) plans carried on")
    }
}
