import Foundation
import Testing

/// Every example of the help, run in a shell where there is something for it to do.
@Suite struct HelpExampleTests {
    static let examples: [String] = CommandTree.all.flatMap(\.examples)
        .reduce(into: []) { all, example in if !all.contains(example) { all.append(example) } }

    /// Statuses other than 0, by what the example contains.
    private static let statuses: [(part: String, status: Int32)] = [
        // One record of the feed is rejected, as the page of the command says.
        ("import hr.csv", 1), ("plan hr.csv", 1),
        ("check-profile hr.csv", 1),
    ]

    @Test(arguments: examples.filter { !$0.hasPrefix("muster resume ") })
    func exampleRuns(example: String) throws {
        let (place, run) = try PreparedPlace.copy()
        if example.hasPrefix("muster init") {
            for name in ["muster.sqlite", "muster.key", "muster.yaml"] { place.remove(name) }
        }
        let expected = Self.statuses.first { example.contains($0.part) }?.status ?? 0
        Self.run(example, of: run, in: place, expecting: expected)
    }

    /// It begins where something was interrupted.
    @Test func exampleOfResumeRuns() throws {
        let example = try #require(Self.examples.first { $0.hasPrefix("muster resume ") })
        let (place, run) = try ResumeTests.interrupted()
        Self.run(example, of: run, in: place, expecting: 1)
    }

    private static func run(
        _ example: String, of run: String, in place: Workplace, expecting expected: Int32
    ) {
        let programs = BuiltBinary.folder
        var environment = place.environment
        environment["PATH"] = "\(programs):.:/usr/bin:/bin"
        let line = example.replacing(PreparedPlace.writtenRun, with: run)
        let ending = ChildProcess(
            "/bin/sh", ["-c", line], folder: place.folder, environment: environment
        ).end()
        #expect(ending.status == expected, "\(line): \(ending.error)\(ending.output)")
    }
}
