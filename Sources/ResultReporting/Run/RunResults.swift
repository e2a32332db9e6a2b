package import Provisioning

/// Results, rejects, secrets and tally of a run, behind one port.
package final class RunResults: ResultSink {
    private let results: ResultsWriter?
    private let rejects: RejectsWriter?
    private let kept: RejectsWriter?
    private let secrets: SecretsWriter?
    /// Whether secrets that are shown once have a place here.
    package let showsSecrets: Bool
    private let isDurable: Bool
    /// What was added up; see `SummaryTally.summary`.
    package private(set) var tally: SummaryTally

    /// Joins the writers; nil: that file is not wanted.
    ///
    /// `kept` is a second file of raw records, which the run folder has for `explain`. `showsSecrets`
    /// is for a rehearsal, which has no secrets to write but decides as if it had a
    /// place for them. Nobody waits for the disk unless the run `isDurable`: results of a rehearsal
    /// that a power cut takes are had again by another one, and 75 MiB of them took 37 ms of 550.
    package init(
        results: ResultsWriter?, rejects: RejectsWriter?, kept: RejectsWriter? = nil,
        secrets: SecretsWriter? = nil, showsSecrets: Bool = false, isDurable: Bool = true,
        tally: SummaryTally
    ) {
        self.isDurable = isDurable
        self.kept = kept
        self.results = results
        self.rejects = rejects
        self.secrets = secrets
        self.showsSecrets = showsSecrets || secrets != nil
        self.tally = tally
    }

    /// Counts what was done before an interruption, and its findings as far as they stand in the
    /// results file; call it once, after `truncate`.
    ///
    /// `records` is how many records the file has: what was done beyond them are leavers.
    ///
    /// Findings in results that cannot be read back, and of which no copy is there, are counted from
    /// here on only.
    /// - Throws: a halt with status 74.
    package func resume(
        after outcomes: ContiguousArray<Outcome>, records: Int
    ) throws(RunHalt) {
        tally.add(outcomes, records: records)
        guard let results, let path = results.readablePath else { return }
        try results.file.flush()
        try results.copy?.flush()
        try KeptFindings(format: results.format).read(path) { place, result in
            tally.addKept(result)
            results.note(result, at: place)
        }
    }

    /// Adds the results of a chunk to the files and the figures; nothing need be on disk yet.
    /// - Throws: a halt with status 74.
    package func write(_ chunk: ChunkResults) throws(RunHalt) {
        try results?.write(chunk)
        try rejects?.write(chunk)
        try kept?.write(chunk)
        try secrets?.write(chunk)
        tally.add(chunk)
    }

    /// Makes everything written so far durable, and says how far the files go; 0 for one that is
    /// not wanted.
    /// - Throws: a halt with status 74.
    package func synchronize() throws(RunHalt) -> ResultPositions {
        try results?.file.synchronize()
        // A copy that a power cut takes is missed in the report alone.
        try results?.copy?.flush()
        try rejects?.file.synchronize()
        try kept?.file.synchronize()
        try secrets?.synchronize()
        return ResultPositions(
            results: results?.file.position ?? 0, rejects: rejects?.file.position ?? 0,
            secrets: secrets?.position ?? 0, kept: kept?.file.position ?? 0)
    }

    /// Cuts the files back; results on standard output cannot be, and go on where they are.
    /// - Throws: a halt with status 74.
    package func truncate(to positions: ResultPositions) throws(RunHalt) {
        try results?.truncate(to: positions.results)
        try rejects?.truncate(to: positions.rejects)
        try secrets?.truncate(to: positions.secrets)
        try kept?.truncate(to: positions.kept)
        if positions == ResultPositions() { tally = tally.emptied }
    }

    /// What a report lists of the results, once they are finished; nil: they cannot be read back.
    package func reportSource(expecting count: UInt64) -> ReportSource? {
        guard let results, let path = results.readablePath else { return nil }
        return ReportSource(
            path: path, format: results.format, listing: results.listing, count: count)
    }

    /// The figures so far; notices and groups are for the run to add.
    package var summary: RunSummary { tally.summary }

    /// Secrets that were written, those before an interruption too.
    package var secretCount: UInt64 { secrets?.count ?? 0 }

    /// Whether what was written can be cut back, which it cannot in a pipe.
    package var canTakeBack: Bool {
        (results?.file.isTruncatable ?? true) && (rejects?.file.isTruncatable ?? true)
    }

    /// Completes the files, makes them durable if the run is, and closes them.
    /// - Throws: a halt with status 74.
    package func finish() throws(RunHalt) {
        try rejects?.finish()
        try kept?.finish()
        let files = [results?.file, rejects?.file, kept?.file].compactMap { $0 }
        try results?.copy?.close()
        for file in files { if isDurable { try file.synchronize() } else { try file.flush() } }
        try secrets?.finish()
        for file in files { try file.close() }
    }
}
