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
    func openInput(run: String) throws(RunHalt) -> OpenedInput {
        var folder: RunFolder?
        if options.file == "-", !options.isDryRun {
            folder = try RunFolder(beside: place.directory, run: run)
        }
        return try OpenedInput(path: options.file, spoolFolder: folder)
    }

    /// Opens the directory: with the run lock for a real run, for reading for a dry run, and an
    /// empty one in memory for a dry run where there is none yet.
    func openDirectory() throws(RunHalt) -> OpenedDirectory {
        guard options.isDryRun else {
            let lock = try RunLock.acquire(
                directory: place.directory, command: "import", wait: options.wait)
            let key = try place.openKey()
            let directory = try SQLiteDirectory.open(
                path: place.directory, access: .run(lock), seal: KeyedAuditSeal(key: key),
                wait: options.wait, clock: clock)
            return OpenedDirectory(directory: directory, key: key)
        }
        guard place.exists else {
            return OpenedDirectory(
                directory: try SQLiteDirectory.inMemory(), key: .temporary(random))
        }
        let key = try place.openKey()
        let directory = try place.openForReading()
        return OpenedDirectory(directory: directory, key: key)
    }

    /// The interrupted run of this feed that this import carries on: the same file with the same
    /// configuration and options. Another file closes that run as superseded.
    func interruptedRun(
        _ opened: OpenedDirectory, _ preparation: Preparation, _ feed: OpenedFeed
    ) throws(RunHalt) -> InterruptedRun? {
        guard !options.isDryRun,
            let interrupted = try opened.directory.interruptedRun(of: options.feed)
        else { return nil }
        let plan = interrupted.plan
        let isSame =
            plan.fileHash == (try preparation.input.digestWhole())
            && plan.configurationHash == preparation.configuration.configurationHash
            && plan.optionsHash == FileDigest.hexadecimal(of: options.decisiveText)
        if isSame, try hasFiles(of: interrupted, feed.form) { return interrupted }
        try opened.directory.closeRun(
            interrupted.run, state: .superseded, summary: RunSummary())
        try RunFolder(beside: place.directory, run: interrupted.run.name).removeInput()
        return nil
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

    /// Whether the interrupted run's files are there as far as it had written them; without them it
    /// cannot be carried on, and a new run finds everything that is done unchanged.
    private func hasFiles(
        of interrupted: InterruptedRun, _ form: OpenedFeed.Form
    ) throws(RunHalt) -> Bool {
        let folder = try RunFolder(beside: place.directory, run: interrupted.run.name)
        return RunFiles.holds(
            options.results ?? folder.results, bytes: interrupted.positions.results)
            && RunFiles.holds(
                options.rejects ?? folder.rejects(format: form.fileExtension),
                bytes: interrupted.positions.rejects)
            && RunFiles.holds(options.secrets ?? "-", bytes: interrupted.positions.secrets)
    }
}
