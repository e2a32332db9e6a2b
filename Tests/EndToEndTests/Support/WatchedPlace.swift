import Foundation
import Testing

/// A workplace whose commands are looked at while they run: what they were started with, and what
/// they leave in the folder for temporary files.
struct WatchedPlace {
    let workplace: Workplace
    static let temporary = "temporary"

    init() throws {
        workplace = try Workplace(isOptimised: true)
        workplace.environment["TMPDIR"] = workplace.path(Self.temporary)
        try FileManager.default.createDirectory(
            atPath: workplace.path(Self.temporary), withIntermediateDirectories: false)
    }

    /// Runs `muster` to its end, and expects that others see no secret of it meanwhile.
    func run(_ words: [String], _ search: SecretSearch) throws -> ProcessEnding {
        let process = workplace.start(words)
        let folder = workplace.path(Self.temporary)
        var seen: Set<String> = []
        let endings = [process].ends {
            for file in ["cmdline", "environ"] {
                let data = FileManager.default.contents(atPath: "/proc/\(process.id)/\(file)")
                seen.formUnion(search.found(in: data ?? Data()).map { "\(file): \($0)" })
            }
            seen.formUnion(search.found(under: folder, except: []))
        }
        #expect(seen == [], "\(words)")
        return try #require(endings.first)
    }
}
