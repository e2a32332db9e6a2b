import Foundation
import GRDB
import Glibc

/// One fault, what the command made of it, and what it does when the fault is gone.
struct FaultTrial {
    private let stage: FaultStage
    private let fault: any TemporaryFault
    private let place: Workplace
    private let words: [String]

    init(_ stage: FaultStage, _ fault: any TemporaryFault) throws {
        self.stage = stage
        self.fault = fault
        (place, words) = try stage.place()
    }

    /// Everything that is not as promised.
    func complaints() throws -> [String] {
        defer { fault.clear() }
        try fault.begin(in: place)
        let ending = run()
        try fault.end(in: place)
        var found = faults(of: ending)
        if let path = ProcessInfo.processInfo.environment["MUSTER_TORTURE_MESSAGES"] {
            Self.append(
                "\(stage.scene.name)\t\(fault)\t\(ending.status)\t\(ending.error)", to: path)
        }
        // Who says that all is done has done it all.
        if ending.status == stage.ending.status {
            let state = try FaultState(of: place, after: stage.scene, output: ending.output)
            var model = stage.model
            // A status of 1 stays when the report is missing, which is said beside it.
            if ending.error.contains("the run is done, but its report is missing") {
                model = model.keeping(["report.html", "names", "run"], of: state)
            }
            if let difference = state.difference(from: model) {
                found.append("it claims to be done, but \(difference)")
            }
            if found.isEmpty { return strays() }
        }
        guard found.isEmpty else { return found.map { "\($0)\n\(ending.error)" } }
        return try complaintsOfRetry(after: ending)
    }

    private func run() -> ProcessEnding {
        place.start(words).end(
            input: Array(stage.scene.input.utf8), signal: (SIGKILL, .seconds(60)))
    }

    private func faults(of ending: ProcessEnding) -> [String] {
        var found: [String] = []
        if let signal = ending.signal { return ["it was ended by signal \(signal)"] }
        if ending.status == stage.ending.status { return [] }
        if fault.isHarmless {
            found.append("nothing was wrong, and it ended with \(ending.status)")
        }
        if ![66, 73, 74, 78].contains(ending.status) {
            found.append("its status is \(ending.status)")
        }
        // An error that cannot be printed is not printed.
        if fault.isStream { return found }
        if !ending.error.contains(#/\[[a-z]+(\.[a-z-]+)+\]/#) { found.append("no code") }
        if !Self.reasons.contains(where: ending.error.contains) {
            found.append("no reason in words")
        }
        if !ending.error.contains(
            #/[a-z0-9]+\.(sqlite|audit-head|key|csv|jsonl|yaml|html|txt|plan|runs|lock)|tmp|outbox|spool|folder \./#
        ) {
            found.append("no file is named")
        }
        return found
    }

    private static let reasons = [
        "Input/output error", "No space left on device", "Disk quota exceeded", "Permission denied",
        "Read-only file system", "Too many open files", "disk I/O error",
        "database or disk is full", "unable to open database file",
        "attempt to write a readonly database", "File too large", "cannot be read by this user",
        // What SQLite makes of an error of the disk in the middle of a statement.
        "database disk image is malformed", "unable to get the page",
    ]

    private func complaintsOfRetry(after ending: ProcessEnding) throws -> [String] {
        let scene = stage.scene
        let outputs = FaultState.outputs(of: scene, in: place)
        let hadDoneAll = outputs.difference(from: stage.model) == nil
        let isOver = try isRunOver()
        var found: [String] = []
        if isOver {
            found += scene.files.compactMap { name in
                outputs.difference(from: stage.model, in: name).map { "the run is over, but \($0)" }
            }
        }
        let retry = run()
        let isExpected =
            retry.status == stage.ending.status
            || (isOver || hadDoneAll) && scene.again.contains(retry.status)
            // Secrets are shown once, and a file of them is never written over.
            || isOver && scene.words.contains("--secrets") && retry.status == 73
        if !isExpected { found.append("then it ended with \(retry.status): \(retry.error)") }
        let state = try FaultState(of: place, after: scene, output: retry.output)
        // What a run left that was over before is not what the same file leaves that comes again. An undo and a
        // sweep are not carried on: the next one does what is left, and says that.
        var model = stage.model
        if isOver || ["undo", "sweep"].contains(scene.words[0]) {
            model = model.keeping(scene.files + scene.shapes + ["names", "run"], of: state)
        }
        // An init that failed leaves the key that it had made, and the next one refuses to replace it.
        if scene.words == ["init"] { model = model.keeping(["names"], of: state) }
        // What cannot be removed stays.
        if fault.keepsFiles { model = model.keeping(["temporary"], of: state) }
        if let difference = state.difference(from: model) {
            found.append("then not all was there: \(difference)")
        }
        // A run that was over stays as it was left, with what it had beside its results.
        if !isOver { found += strays() }
        return found.map { "\($0)\nfirst: \(ending.status) \(ending.error)" }
    }

    /// Whether the command's own run had come to its end, and only something about it was amiss.
    private func isRunOver() throws -> Bool {
        guard place.names.contains("muster.sqlite") else { return false }
        let states = try states()
        let isOwn = states.count > stage.runsBefore || stage.scene.words[0] == "resume"
        return isOwn && states.first == "finished"
    }

    /// States of the runs, newest first; nothing is changed by looking.
    private func states() throws -> [String] {
        let path = place.path("muster.sqlite")
        let hasLog = (try? place.read("muster.sqlite-wal"))?.isEmpty == false
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(
            path: hasLog ? path : "file:\(path)?immutable=1", configuration: configuration)
        return try queue.read {
            try String.fetchAll($0, sql: "SELECT state FROM runs ORDER BY id DESC")
        }
    }

    /// Files that only somebody at work has, left beside the others.
    private func strays() -> [String] {
        let files = FileManager.default.enumerator(atPath: place.folder)
        let found = (files?.compactMap { $0 as? String } ?? []).filter(
            FaultState.isOfSomebodyAtWork)
        // What cannot be removed stays.
        if found.isEmpty || fault.keepsFiles { return [] }
        return ["left behind: \(found)"]
    }

    private static func append(_ text: String, to path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(file) }
        let line = text.replacing("\n", with: " | ") + "\n"
        _ = line.withCString { write(file, $0, strlen($0)) }
    }
}
