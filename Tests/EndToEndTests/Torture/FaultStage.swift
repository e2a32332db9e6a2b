import Foundation
import Testing

/// A scene, prepared once, and how its command ends when nothing fails.
final class FaultStage {
    let scene: FaultScene
    private let run: String
    private let original: Workplace
    let model: FaultState
    let ending: ProcessEnding
    /// Lines of the log of calls, and of that of reads.
    let calls: [String]
    let reads: [String]
    /// Runs that are in the history before it.
    let runsBefore: Int

    init(_ scene: FaultScene) throws {
        self.scene = scene
        original = try Workplace()
        original.binary = BuiltBinary.optimised
        run = try scene.prepare(original)
        runsBefore =
            original.names.contains("muster.sqlite")
            ? try DirectoryFile(original).count("runs") : 0
        let (place, words) = try Self.place(scene, original, run)
        place.meet(["MUSTER_CALLS": place.path("calls"), "MUSTER_READS": place.path("reads")])
        ending = place.start(words).end(input: Array(scene.input.utf8))
        place.meet([:])
        try #require([0, 1].contains(ending.status), "\(scene.name): \(ending.error)")
        func lines(_ name: String) throws -> [String] {
            defer { place.remove(name) }
            return try place.read(name).split(separator: "\n").map(String.init)
        }
        calls = try lines("calls")
        reads = try lines("reads")
        model = try FaultState(of: place, after: scene, output: ending.output)
    }

    /// A place of its own in which all is as before the command, and the words of the command there.
    func place() throws -> (Workplace, words: [String]) {
        try Self.place(scene, original, run)
    }

    private static func place(
        _ scene: FaultScene, _ original: Workplace, _ run: String
    ) throws -> (Workplace, words: [String]) {
        let place = try Workplace()
        place.binary = original.binary
        place.environment = original.environment
        guard !scene.isBound else {
            place.environment["TMPDIR"] = nil
            let run = try scene.prepare(place)
            return (place, scene.words.map { $0 == "RUN" ? run : $0 })
        }
        if original.environment["TMPDIR"] != nil { place.environment["TMPDIR"] = place.path("tmp") }
        for name in original.names {
            try FileManager.default.copyItem(
                atPath: original.path(name), toPath: place.path(name))
        }
        return (place, scene.words.map { $0 == "RUN" ? run : $0 })
    }
}
