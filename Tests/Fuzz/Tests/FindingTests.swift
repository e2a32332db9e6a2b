import Foundation
import Testing

/// What fuzzing has found, each as a file named after what was wrong, and the seeds of fuzzing.
///
/// `Tests/Fuzz/fuzz.sh` looks for more.
@Suite struct FindingTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Findings")

    @Test(arguments: FuzzTarget.allCases) func whatWasFoundIsMended(target: FuzzTarget) throws {
        let findings = Self.folder.appendingPathComponent(target.rawValue)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: findings.path)) ?? []
        for name in names.sorted() {
            let bytes = FuzzSeeds.bytes(of: findings.appendingPathComponent(name))
            expectHolds(target, bytes, name)
        }
    }

    @Test func everyFindingIsOfATarget() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        where name != "README.md" {
            #expect(FuzzTarget(rawValue: name) != nil, "\(name) is no target")
        }
    }

    @Test(arguments: FuzzTarget.allCases) func seedsHoldWhatIsClaimed(target: FuzzTarget) {
        let own = FuzzSeeds.own(target)
        #expect(!own.isEmpty, "\(target) has no seeds of its own")
        let found = FuzzSeeds.found(target)
        print("\(target.rawValue): \(own.count) seeds of its own, \(found.count) of other files")
        for (index, seed) in (own + found).enumerated() {
            expectHolds(target, Array(seed.prefix(target.bytesMax)), "seed \(index)")
        }
        if target == .smtp { #expect(ScriptedServer.shared.connections >= own.count * 3 / 4) }
    }

    private func expectHolds(_ target: FuzzTarget, _ bytes: [UInt8], _ name: String) {
        do throws(BrokenClaim) {
            try target.run(bytes)
        } catch {
            Issue.record("\(target.rawValue), \(name): \(error.description)")
        }
    }
}
