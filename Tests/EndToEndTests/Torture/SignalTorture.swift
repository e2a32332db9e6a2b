import Foundation
import Glibc
import Testing

/// A signal at any call of an import ends it in order, and the same file carries it on to the same end.
@Suite(.serialized) struct SignalTorture {
    static let words = [
        "import", "users.csv", "--mail", "--results", "results.jsonl", "--rejects", "rejects.csv",
        "--quiet",
    ]

    static func place() throws -> Workplace {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        var feed = "username,email,groups\n"
        for number in 0..<120 {
            let email = number % 40 == 7 ? "not-mail" : "u\(number)@example.com"
            feed += "user\(number),\(email),g\(number % 7);all\n"
        }
        try place.write(feed, to: "users.csv")
        try place.write("limits: {chunk_records: 10}\n", to: "muster.yaml")
        return place
    }

    @Test(arguments: ["term", "int"]) func aSignalAtAnyCallIsCarriedOn(signal: String) throws {
        let model = try Self.place()
        let (calls, first) = try Faults.calls(of: Self.words, in: model)
        #expect(first.status == 1)
        let contents = try model.contents()
        // Every n-th call by day, so that all parts of the run are met; every single one in the end.
        let step = max(1, calls.count / TortureSize.pick(submission: 16, release: calls.count))
        let points = stride(from: 1, through: calls.count, by: step)
        let rounds = TortureSize.rounds(submission: 16, release: 1_000, share: 0.06)
        var (ended, interrupted) = (0, 0)
        for (_, point) in zip(rounds, points) {
            let label = "\(signal) at call \(point), \(calls[point - 1])"
            let place = try Self.place()
            place.meet(["MUSTER_FAULT": "any:\(point):\(signal)"])
            let ending = place.start(Self.words).end()
            place.meet([:])
            switch ending.status {
            case 3:
                interrupted += 1
                #expect(ending.error.contains("[run.interrupted]"), "\(label): \(ending.error)")
            // It came before the program listened, or after the last chunk.
            case 1: break
            default:
                #expect(
                    ending.signal == (signal == "term" ? SIGTERM : SIGINT),
                    "\(label): \(ending.status) \(ending.error)")
                ended += 1
            }
            #expect(place.start(Self.words).end().status == 1, "\(label)")
            #expect(Difference(try place.contents(), contents) == nil, "\(label)")
            let results = try place.read("results.jsonl")
            guard results.contains("\"created\"") else { continue }
            #expect(Difference(results, try model.read("results.jsonl")) == nil, "\(label)")
            #expect(
                Difference(try place.read("rejects.csv"), try model.read("rejects.csv")) == nil,
                "\(label)")
        }
        TortureFigures.note("signals", in: "signals", min(1_000, interrupted + ended))
        #expect(interrupted > 0)
    }

    @Test func aReaderThatGoesAwayAtAnyByteLosesNothing() throws {
        let model = try Self.place()
        var words = Self.words
        words[words.firstIndex(of: "results.jsonl") ?? 0] = "-"
        let whole = model.start(words).end()
        let contents = try model.contents()
        let seed = TortureSize.seed
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        var rounds = 0
        for round in TortureSize.rounds(submission: 8, release: 1_000, share: 0.03) {
            rounds += 1
            let count =
                round < 2 ? round : Int.random(in: 0...whole.output.utf8.count, using: &random)
            let place = try Self.place()
            let ending = ChildProcess(
                "/bin/bash",
                [
                    "-c", "\"$@\" | head -c \(count) >got; exit ${PIPESTATUS[0]}", "bash",
                    place.binary,
                ] + words, folder: place.folder, environment: place.environment
            ).end()
            let label = "seed \(seed), after \(count) bytes"
            #expect(ending.signal == nil && [1, 74].contains(ending.status), "\(label): \(ending)")
            #expect(try whole.output.hasPrefix(place.read("got")), "\(label)")
            #expect([0, 1].contains(place.start(words).end().status), "\(label)")
            #expect(Difference(try place.contents(), contents) == nil, "\(label)")
        }
        TortureFigures.note("readers gone", in: "signals", rounds)
    }
}
