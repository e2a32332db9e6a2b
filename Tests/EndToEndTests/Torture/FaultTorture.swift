import Foundation
import Glibc
import Testing

/// Any call of a command may fail, once or from then on: it says so, claims nothing that is not so,
/// and the same command does the rest when the fault is gone.
@Suite(.serialized) struct FaultTorture {
    /// Points of each scene every day: some 60 in all.
    static let pointsPerScene = 4

    @Test(arguments: FaultScene.all) func aFailingCallLosesNothing(scene: FaultScene) throws {
        let seed = TortureSize.seed
        print("\(scene.name): seed \(seed)")
        var random = SeededRandom(seed: seed)
        let stage = try FaultStage(scene)
        let points = FaultPoint.all(calls: stage.calls, reads: stage.reads, &random)
        var counts: [String: Int] = [:]
        let rounds = TortureSize.rounds(
            submission: min(Self.pointsPerScene, points.count), release: points.count,
            share: 0.25 / Double(FaultScene.all.count))
        for round in rounds {
            let point = points[round]
            let found = try FaultTrial(stage, point).complaints()
            #expect(found.isEmpty, "\(scene.name), seed \(seed), \(point): \(found)")
            counts[point.kind, default: 0] += 1
        }
        for (kind, count) in counts.sorted(by: { $0.key < $1.key }) {
            TortureFigures.note("faults \(kind)", in: "faults at the n-th call", count)
        }
        TortureFigures.note(scene.name, in: "faults by command", counts.values.reduce(0, +))
        TortureFigures.note(
            "calls known", in: "faults by command", stage.calls.count + stage.reads.count)
    }
}
