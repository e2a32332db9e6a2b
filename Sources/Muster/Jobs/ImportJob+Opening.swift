import Credentials
import FeedFormats
import Provisioning
import ResultReporting
import SQLiteDirectory

/// A directory that is open for a job, with the key of its hashes.
struct OpenedDirectory {
    var directory: SQLiteDirectory
    var key: KeyFile
    var hashKey: (UInt64, UInt64) { key.words(for: .rowFingerprint) }
}

extension KeyFile {
    /// A key that nothing is kept under: for a dry run where there is no directory yet.
    static func temporary(_ random: any RandomBytes) -> KeyFile {
        KeyFile(path: "", secret: random.bytes(secretByteCount))
    }
}

extension ImportJob {
    /// Opens the file. A real run keeps standard input in its folder, so that a crash loses
    /// nothing; a dry run keeps it in a temporary file without a name.
    func openInput(run: String, isDigested: Bool) throws(RunHalt) -> OpenedInput {
        var folder: RunFolder?
        if let resumes, options.file == "-" {
            let kept = try RunFolder(beside: place.directory, run: resumes).input
            return try OpenedInput(path: options.file, keptAt: kept, spoolFolder: nil)
        }
        if options.file == "-", !options.isDryRun {
            folder = try RunFolder(beside: place.directory, run: run)
        }
        return try OpenedInput(path: options.file, spoolFolder: folder, isDigested: isDigested)
    }

    /// Opens the directory: with the run lock for a real run, for reading for a dry run, and an
    /// empty one in memory for a dry run where there is none yet.
    func openDirectory(isThere: Bool) throws(RunHalt) -> OpenedDirectory {
        guard options.isDryRun else {
            let lock = try RunLock.acquire(
                directory: place.directory, command: command, wait: options.wait,
                shouldStop: shouldStop)
            let key = try place.openKey()
            let directory = try SQLiteDirectory.open(
                path: place.directory, access: .run(lock), seal: KeyedAuditSeal(key: key),
                wait: options.wait, clock: clock)
            return OpenedDirectory(directory: directory, key: key)
        }
        guard isThere else {
            return OpenedDirectory(
                directory: try SQLiteDirectory.inMemory(), key: .temporary(random))
        }
        let key = try place.openKey()
        let directory = try place.openForReading()
        return OpenedDirectory(directory: directory, key: key)
    }

    /// Removes copies of standard input that runs which were killed left behind: they may hold
    /// secrets. Those of runs that can still be carried on stay.
    func removeForgottenInputs(_ opened: OpenedDirectory, current: String) throws(RunHalt) {
        guard !options.isDryRun else { return }
        for run in RunFolder.runsWithInput(beside: place.directory) where run != current {
            let state = try opened.directory.run(named: run)?.state
            if state == .running || state == .interrupted { continue }
            try RunFolder(beside: place.directory, run: run).removeInput()
        }
    }
}
