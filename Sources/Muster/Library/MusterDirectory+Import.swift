import Provisioning

extension MusterDirectory {
    /// Imports the file of a feed: reads all of it, decides every record, and then applies it.
    ///
    /// Importing the same file again changes nothing, and carries on where an interrupted import
    /// stopped.
    /// - Parameters:
    ///   - file: path of the file.
    ///   - options: what is wanted beyond what the configuration says.
    ///   - progress: told about ten times a second at most how far the import is, on the thread that
    ///     does the work.
    /// - Returns: the figures; a guard that stopped the import, so that nothing was changed, is
    ///   in `stop`.
    /// - Throws: `MusterError` when the import could not end. Nothing was changed, unless the
    ///   error's `status` is 3 or 74: then everything up to some record is applied, and importing
    ///   the same file again carries on.
    public func importFeed(
        at file: String, options: FeedImportOptions = FeedImportOptions(),
        progress: @Sendable (ImportProgressReport) -> Void = { _ in }
    ) throws(MusterError) -> ImportSummary {
        try importFeed(at: file, options: options, progress: progress, shouldStop: { false })
    }

    /// Imports the file of a feed on a thread of its own; see the synchronous method.
    ///
    /// A task that is cancelled stops the import between two chunks of records, or while it waits for
    /// another one. It throws an error
    /// with status 3 then, and what was done stays; before anything is written, nothing has changed.
    public func importFeed(
        at file: String, options: FeedImportOptions = FeedImportOptions(),
        progress: @escaping @Sendable (ImportProgressReport) -> Void = { _ in }
    ) async throws(MusterError) -> ImportSummary {
        try await BlockingWork.run(.long) { (flag) throws(MusterError) in
            guard !flag.isSet else {
                throw MusterError(
                    RunHalt(
                        .interrupted, .runInterrupted,
                        "interrupted before the import began; nothing was changed"))
            }
            return try importFeed(
                at: file, options: options, progress: progress, shouldStop: { flag.isSet })
        }
    }

    private func importFeed(
        at file: String, options: FeedImportOptions,
        progress: @Sendable (ImportProgressReport) -> Void, shouldStop: @escaping () -> Bool
    ) throws(MusterError) -> ImportSummary {
        do throws(RunHalt) {
            let job = ImportJob(try options.wishes(file: file, actor: actor), into: place)
            job.shouldStop = shouldStop
            return try withoutActuallyEscaping(progress) { (progress) throws(RunHalt) in
                var last = ContinuousClock.now
                job.progress = { state in
                    let now = ContinuousClock.now
                    guard now - last >= .milliseconds(100) else { return }
                    last = now
                    progress(ImportProgressReport(state))
                }
                defer { job.progress = { _ in } }
                return ImportSummary(try job.run())
            }
        } catch {
            throw MusterError(error)
        }
    }
}

/// How far an import is.
public struct ImportProgressReport: Equatable, Sendable {
    /// Whether records are being decided, rather than applied.
    public var isDeciding: Bool
    /// Records done in this phase.
    public var records: UInt64
    /// Records rejected so far.
    public var rejected: UInt64
    /// Bytes of the feed up to here.
    public var bytes: UInt64
    /// Bytes of the feed in all; nil: not known.
    public var bytesTotal: UInt64?

    init(_ state: RunProgress) {
        isDeciding = state.phase == .decide
        records = state.records
        rejected = state.rejected
        bytes = state.bytes
        bytesTotal = state.bytesTotal
    }
}
