/// Muster's side of each scenario; every run's exit status and results are checked.
struct MusterRuns {
    let options: BenchOptions
    let scratch: String
    /// Words before the program, where another one runs it.
    var launcher: [String] = []

    private var folder: String { options.data + "/muster" }
    private var directory: String { folder + "/users.sqlite" }
    private var results: String { scratch + "/results.csv" }

    /// Makes way for a first import.
    func forgetDirectory() throws(BenchFault) {
        TextFile.remove(folder)
        try TextFile.makeFolder(folder)
    }

    /// Imports `feed`, and holds its results to `expected` outcomes.
    func importFeed(
        _ feed: String, as scenario: Scenario, expected: [String: UInt64]
    ) throws(BenchFault) -> FinishedRun {
        let words = ["import", feed, "--mail", "--results", results]
        return try checked(words, scenario, expected)
    }

    /// Decides `feed` against an empty directory and writes nothing but results.
    func dryRun(_ feed: String, as scenario: Scenario) throws(BenchFault) -> FinishedRun {
        try forgetDirectory()
        let words = ["import", feed, "--dry-run", "--results", results]
        let run = try checked(words, scenario, ["created": options.records])
        guard !TextFile.exists(directory) else {
            throw BenchFault("the dry run made a directory: \(directory)")
        }
        return run
    }

    /// Bytes of the directory and of what stands beside it.
    var directoryBytes: UInt64 {
        TextFile.names(in: folder).reduce(0) { $0 + TextFile.bytes(of: folder + "/" + $1) }
    }

    /// Sets one user's device limit.
    func setDeviceLimit(_ username: String, to limit: Int) throws(BenchFault) -> FinishedRun {
        try succeeded(["user", "set-device-limit", username, "\(limit)"], .singleAction)
    }

    private func checked(
        _ words: [String], _ scenario: Scenario, _ expected: [String: UInt64]
    ) throws(BenchFault) -> FinishedRun {
        TextFile.remove(results)
        let run = try succeeded(words, scenario)
        try ResultsTally(path: results).expect(expected, of: scenario)
        return run
    }

    private func succeeded(_ words: [String], _ scenario: Scenario) throws(BenchFault)
        -> FinishedRun
    {
        try Self.succeeded(
            launcher + [options.muster] + words + ["--directory", directory], scenario,
            scratch: scratch)
    }

    /// Runs a whole command line, and throws unless it ends with 0.
    static func succeeded(
        _ words: [String], _ scenario: Scenario, scratch: String
    ) throws(BenchFault) -> FinishedRun {
        let run = try ChildProcess(words: words, scratch: scratch).run()
        guard run.status == 0 else {
            throw BenchFault(
                "\(scenario.rawValue) ended with status \(run.status): "
                    + words.joined(separator: " ") + "\n" + run.errors)
        }
        return run
    }
}
