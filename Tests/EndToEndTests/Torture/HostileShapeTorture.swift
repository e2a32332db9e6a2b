import Foundation
import Testing

/// Documents that are large in one way: they end as they should, in bounded memory, and what is said
/// of them is short and has its place.
///
/// XML has its own in `HostileDocumentTests`, which are as large every day.
@Suite struct HostileShapeTorture {
    @Test(
        arguments: HostileShape.csv + HostileShape.texts + HostileShape.lines
            + HostileShape.packed + HostileShape.files)
    func aShapeCostsLittleAndIsNamed(shape: HostileShape) throws {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        let size = TortureSize.pick(
            submission: shape.sizes.submission, release: shape.sizes.release)
        place.meet(["MUSTER_PEAK": place.path("peak")])
        let import_ = "\"$0\" import \(shape.words) --dry-run --max-rejects none"
        let script = shape.script.replacing(#/\bN\b/#, with: "\(size)")
        let joined =
            shape.words.hasPrefix("-")
            ? "{ \(script); } 2>/dev/null | exec \(import_)" : "\(script); exec \(import_)"
        let ending = ChildProcess(
            "/bin/sh", ["-c", joined, place.binary], folder: place.folder,
            environment: place.environment
        ).end()
        place.meet([:])
        #expect(shape.statuses.contains(ending.status), "\(shape): \(ending)")
        let said = ending.output + ending.error
        let codes = said.matches(of: /\[([a-z0-9.-]+)\]/).map { String($0.output.1) }
        let named = Set(codes + said.split(whereSeparator: \.isWhitespace).map(String.init))
        if !shape.codes.isEmpty {
            #expect(!shape.codes.isDisjoint(with: named), "\(shape): \(said)")
        }
        // What is wrong with the file as a whole has no line.
        if shape.statuses == [1] {
            #expect(said.contains(/:[0-9]+ \(record [0-9]/), "\(shape): \(said)")
        }
        #expect(said.utf8.count < 16 << 10, "\(shape): \(said.prefix(1_000))")
        let longest = said.split(separator: "\n").map(\.utf8.count).max() ?? 0
        #expect(longest < 1_000, "\(shape)")
        let peak = try place.peakNoted()
        let most = TortureSize.pick(
            submission: shape.memory.submission, release: shape.memory.release)
        #expect(peak <= most, "\(shape): \(peak) KiB")
        TortureFigures.note("shapes", in: "hostile shapes", 1)
        TortureFigures.noteMost("peak KiB", in: "hostile shapes", peak)
    }
}
