import Glibc
import Testing

/// An import of 100,000 records that is killed at any moments, and carried on each time, ends like one that
/// was not: GOALS, first row of the table.
///
/// Compared are the directory (`EndState`), results, rejects, secrets but for their values, and the
/// figures of the summary. What it was doing when it was killed is counted, not hoped for.
@Suite(.serialized) struct RandomKillTorture {
    static let users = 100_000
    static let killsPerRun = 11
    static let killsMin = 50

    /// The first night's directory, which some of the imports meet.
    static func base() throws -> Workplace {
        let way = LargeImport(feed: LargeFeed(users: users), isFull: true)
        let place = try way.place(over: nil)
        try place.write(way.feed.text, to: way.file)
        let ending = way.start(in: place).end()
        #expect(ending.status == 1, "\(ending.error)")
        place.remove("muster.runs")
        return place
    }

    @Test func aLargeImportThatIsKilledAgainAndAgainEndsLikeOneThatWasNot() throws {
        let seed = TortureSize.seed
        print("MUSTER_SEED=\(seed)")
        var random = SeededRandom(seed: seed)
        let base = try Self.base()
        let usual = LargeImport.usual(Self.users)
        var models: [LargeImport: LargeModel] = [:]
        var fallen: [KillPhase: Int] = [:]
        var runs = 0
        func kill(_ way: LargeImport) throws {
            let label = "seed \(seed) run \(runs): \(way)"
            let under = way.hasUsers ? base : nil
            let model = try models[way] ?? LargeModel(way, over: under)
            if runs < usual.count { models[way] = model }
            var run = try LargeRun(model, over: under)
            let ending = try run.run(kills: Self.killsPerRun, &random)
            try run.compare(ending, "\(label) after \(run.phases.count) kills")
            for phase in run.phases { fallen[phase, default: 0] += 1 }
            runs += 1
            print("\(way): \(run.phases.count) kills, alone \(model.duration)")
        }
        let rounds = TortureSize.rounds(
            submission: usual.count, release: 3_000 / Self.killsPerRun, share: 0.3)
        for round in rounds {
            try kill(round < usual.count ? usual[round] : .any(Self.users, &random))
        }
        // A process that came to its end before its kill has left some over.
        while fallen.values.reduce(0, +) < Self.killsMin, runs < 4 * usual.count {
            try kill(usual[runs % usual.count])
        }
        note(fallen, runs)
    }

    private func note(_ fallen: [KillPhase: Int], _ runs: Int) {
        let row = "kill -9 at random points of an import of \(Self.users) records"
        let kills = fallen.values.reduce(0, +)
        TortureFigures.note("runs", in: row, runs)
        TortureFigures.note("kills", in: row, kills)
        for phase in KillPhase.allCases {
            TortureFigures.note("kills \(phase.rawValue)", in: row, fallen[phase] ?? 0)
        }
        #expect(kills >= Self.killsMin)
        #expect(fallen[.applying] ?? 0 > 0)
    }
}
