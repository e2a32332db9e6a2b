import Foundation
import Glibc
import Testing

/// What a large import that nobody killed leaves, and how long it took.
struct LargeModel {
    let way: LargeImport
    let place: Workplace
    var status: Int32
    var duration: Duration
    var state: EndState
    var files: [String: String]
    var figures: [String: [String: Int]]

    init(_ way: LargeImport, over base: Workplace?) throws {
        self.way = way
        place = try way.place(over: base)
        let plain = "users.\(way.feed.format.rawValue)"
        try place.write(way.feed.text, to: plain)
        if way.isCompressed { place.gzip(plain) }
        let start = ContinuousClock.now
        let ending = way.start(in: place).end()
        duration = ContinuousClock.now - start
        status = ending.status
        #expect(status == (way.feed.isClean ? 0 : 1), "\(way): \(ending.error)")
        state = try EndState(of: place, "\(way), uninterrupted")
        files = try Self.files(of: way, in: place)
        figures = try FullModeKillTests.figures(of: place)
    }

    /// What it wrote, without the values that are made at random.
    static func files(of way: LargeImport, in place: Workplace) throws -> [String: String] {
        var files: [String: String] = [:]
        for name in ["results.jsonl", way.rejects, way.hasSecrets ? "secrets.csv" : nil] {
            guard let name else { continue }
            files[name] = try CommandModel.comparable(name, in: place)
        }
        return files
    }

    /// Bytes of the results.
    var resultsBytes: Int { files["results.jsonl"]?.utf8.count ?? 0 }
}

/// A large import that is killed again and again, and each time carried on.
struct LargeRun {
    let model: LargeModel
    let place: Workplace
    /// Where the kills fell, in order.
    private(set) var phases: [KillPhase] = []

    init(_ model: LargeModel, over base: Workplace?) throws {
        self.model = model
        place = try model.way.place(over: base)
        let file = model.way.file
        try FileManager.default.copyItem(
            atPath: model.place.path(file), toPath: place.path(file))
    }

    /// Kills it up to so many times, and lets it come to its end.
    /// - Returns: how the last process ended.
    mutating func run(kills: Int, _ random: inout SeededRandom) throws -> ProcessEnding {
        let before = try RunProgress(of: place)
        for number in 0..<kills {
            let progress = try RunProgress(of: place)
            let process = start(progress, &random)
            // Part by what was written, which no load of the machine changes, part by the clock.
            if number % 3 == 2 || model.way.isAtomic {
                let most = model.way.isAtomic ? 0.7 : 0.35
                let share = Double.random(in: 0...most, using: &random)
                wait(for: process, model.duration * share)
            } else {
                let part = (Double(number) + Double.random(in: 0..<1, using: &random))
                wait(for: process, results: Int(Double(model.resultsBytes) * part / Double(kills)))
                usleep(UInt32.random(in: 0..<4_000, using: &random))
            }
            let ending = process.end(signal: (SIGKILL, .zero))
            guard ending.signal == SIGKILL else { return ending }
            let now = try RunProgress(of: place)
            phases.append(now.phase(since: progress))
            if now.run != before.run, now.state == "finished" { return ending }
        }
        return start(try RunProgress(of: place), &random).end()
    }

    private func start(_ progress: RunProgress, _ random: inout SeededRandom) -> ChildProcess {
        let isOpen = progress.state == "running" || progress.state == "interrupted"
        // Standard input is gone, but for its copy.
        if isOpen, model.way.isStandardInput || Bool.random(using: &random) {
            return place.start(["resume", progress.name, "--quiet"])
        }
        return model.way.start(in: place)
    }

    /// Waits until there are so many bytes of results, more than now, or the process has ended.
    private func wait(for process: ChildProcess, results bytes: Int) {
        let wanted = max(bytes, resultsBytes + 1)
        while resultsBytes < wanted, !process.hasEnded { usleep(500) }
    }

    private func wait(for process: ChildProcess, _ duration: Duration) {
        let end = ContinuousClock.now + duration
        while ContinuousClock.now < end, !process.hasEnded { usleep(500) }
    }

    private var resultsBytes: Int {
        var status = stat()
        return stat(place.path("results.jsonl"), &status) == 0 ? Int(status.st_size) : 0
    }

    /// Expects what the uninterrupted run left.
    func compare(_ ending: ProcessEnding, _ label: String) throws {
        let isBehind = ending.signal == SIGKILL
        if !isBehind { #expect(ending.status == model.status, "\(label): \(ending.error)") }
        try EndState(of: place, label).expect(model.state, label)
        let files = try LargeModel.files(of: model.way, in: place)
        for (name, text) in files {
            #expect(Difference(text, model.files[name] ?? "") == nil, "\(label): \(name)")
        }
        let states = try DirectoryFile(place).texts("SELECT DISTINCT state FROM runs")
        #expect(states == ["finished"], "\(label)")
        guard !isBehind else { return }
        #expect(try FullModeKillTests.figures(of: place) == model.figures, "\(label)")
        for run in place.names(in: "muster.runs") {
            #expect(!place.names(in: "muster.runs/\(run)").contains("input"), "\(label)")
        }
    }
}
