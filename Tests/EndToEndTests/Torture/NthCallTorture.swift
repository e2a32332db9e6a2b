import Foundation
import Glibc
import Testing

/// A command that is killed at any of its writes, syncs, renames and other calls, and then carried on,
/// leaves what one leaves that nobody killed.
///
/// What is left out of the comparison: random values and times (see `EndState` and `CommandModel`), and
/// the summary and report of a run whose process died behind its last commit.
@Suite(.serialized) struct NthCallTorture {
    /// What came of the kills of a command.
    struct Tally {
        var deaths: [String: Int] = [:]
        var kills = 0
        var points = 0
        /// Points that the command did not come to.
        var missed = 0
        /// Kills behind the last commit of a run.
        var behind = 0
    }

    /// The command that is killed about each kind of file every day.
    private static let thorough = KillableCommand.firstImport

    @Test(arguments: KillableCommand.all)
    func aCommandThatDiesAtAnyCallIsCarriedOn(command: KillableCommand) throws {
        let seed = TortureSize.seed
        print("\(command.name): MUSTER_SEED=\(seed)")
        var random = SeededRandom(seed: seed)
        let base = try command.prepare()
        let whole = try command.copy(base)
        let (calls, ending) = try Faults.calls(of: try command.words(whole), in: whole)
        #expect(ending.status == command.status, "\(command.name): \(ending.error)")
        let model = try CommandModel(command, in: whole)
        try command.check(whole, 0, "\(command.name), uninterrupted")
        let all = CallPoint.all(of: calls, in: whole)
        let some = CallPoint.some(
            command.points, of: all, eachFile: command.name == Self.thorough.name, &random)
        let points = some + all.shuffled(using: &random)
        var tally = Tally()
        let rounds = TortureSize.rounds(
            submission: some.count, release: points.count,
            share: 0.25 / Double(KillableCommand.all.count))
        for round in rounds {
            try die(at: points[round], command, base, model, &tally, &random, seed: seed)
        }
        let row = "kills of \(command.name) at the n-th call"
        TortureFigures.note("kills", in: row, tally.kills)
        TortureFigures.note("points", in: row, tally.points)
        print(
            "\(all.count) points in all, \(tally.missed) missed, \(tally.behind) kills behind the")
        print("last commit; died at \(tally.deaths.sorted { $0.key < $1.key })")
        #expect(tally.kills > tally.points / 2)
    }

    private func die(
        at point: CallPoint, _ command: KillableCommand, _ base: Workplace, _ model: CommandModel,
        _ tally: inout Tally, _ random: inout SeededRandom, seed: UInt64
    ) throws {
        let label = "\(command.name): \(point), seed \(seed)"
        let place = try command.copy(base)
        let words = try command.words(place)
        let before = try RunProgress(of: place)
        tally.points += 1
        place.meet(["MUSTER_FAULT": point.rule, "MUSTER_CALLS": place.path("calls")])
        var ending = place.start(words).end()
        place.meet([:])
        guard ending.signal == SIGKILL else {
            // With one page less in its log it makes a call less.
            tally.missed += 1
            #expect(ending.status == command.status, "\(label): \(ending.error)")
            return
        }
        let last = try place.read("calls").split(separator: "\n").last ?? ""
        let death = CallPoint(last, number: 0, action: point.action, in: place)
        tally.deaths["\(death?.call ?? "") \(death?.file ?? "")", default: 0] += 1
        place.remove("calls")
        var kills = 1
        var isBehind = try isDone(place, since: before)
        // Now and then whoever carries it on dies as well.
        if !isBehind, Int.random(in: 0..<4, using: &random) == 0 {
            let number = Int.random(in: 1...max(2, point.number), using: &random)
            place.meet(["MUSTER_FAULT": "any:\(number):kill"])
            ending = place.start(try next(words, in: place, &random)).end()
            place.meet([:])
            if ending.signal == SIGKILL { kills += 1 }
            isBehind = ending.signal == SIGKILL ? try isDone(place, since: before) : false
        }
        if ending.signal == SIGKILL, !isBehind {
            ending = place.start(try next(words, in: place, &random)).end()
        }
        if ending.signal != SIGKILL {
            #expect(ending.status == command.status, "\(label): \(ending.error)")
        }
        tally.kills += kills
        if isBehind { tally.behind += 1 }
        try compare(place, command, model, kills, isBehind: isBehind, label)
    }

    /// Whether the command's run has ended.
    private func isDone(_ place: Workplace, since before: RunProgress) throws -> Bool {
        let now = try RunProgress(of: place)
        return now.run != before.run && now.state == "finished"
    }

    /// How a person goes on: with the same words, or with the name of the run.
    private func next(
        _ words: [String], in place: Workplace, _ random: inout SeededRandom
    ) throws -> [String] {
        let run = try RunProgress(of: place)
        let canResume = words[0] == "import" || words[0] == "apply"
        guard canResume, run.state == "running", Bool.random(using: &random) else { return words }
        return ["resume", run.name, "--quiet"]
    }

    private func compare(
        _ place: Workplace, _ command: KillableCommand, _ model: CommandModel, _ kills: Int,
        isBehind: Bool, _ label: String
    ) throws {
        try EndState(of: place, label).expect(model.state, but: command.varying, label)
        for (name, text) in model.files {
            let found = try CommandModel.comparable(name, in: place)
            #expect(Difference(found, text) == nil, "\(label): \(name)")
        }
        if command.hasSummary, !isBehind {
            #expect(try FullModeKillTests.figures(of: place) == model.figures, "\(label)")
        }
        try command.check(place, kills, label)
    }
}
