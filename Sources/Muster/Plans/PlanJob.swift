import Credentials
import Glibc
package import Provisioning
import ResultReporting

/// Decides a file as an import would, and writes what it decided to a plan file.
package final class PlanJob {
    private let options: ImportOptions
    private let place: DirectoryPlace
    private let path: String
    private let clock: any WallClock
    /// Asked between chunks: whether a signal asks the run to end.
    package var shouldStop: () -> Bool = { false }
    /// Told after each chunk.
    package var progress: (RunProgress) -> Void = { _ in }

    /// `options` are those of the import that the plan is for; the plan is written to `path`.
    package init(
        _ options: ImportOptions, into place: DirectoryPlace, plan path: String,
        clock: any WallClock = SystemClock()
    ) {
        self.options = options
        self.place = place
        self.path = path
        self.clock = clock
    }

    /// Makes the plan.
    ///
    /// - Returns: what the run would come to. Where a guard would stop it, `stop` says so and there
    ///   is no plan; nor is there one where an atomic run would apply nothing.
    /// - Throws: a halt that kept the file from being decided, or the plan from being written.
    package func run() throws(RunHalt) -> ImportEnding {
        var status = stat()
        if options.file == "-"
            || (stat(options.file, &status) == 0 && status.st_mode & S_IFMT != S_IFREG)
        {
            throw RunHalt(
                .usage, .usageOptionInvalid,
                "a plan is made from a file that is still there when the plan is carried out",
                advice: "Write the feed to a file first, and make the plan from that.")
        }
        // Those of the run that carries the plan out too: better now than then.
        try OutputPlaces(options, place, writing: path).requireApart()
        let writer = try PlanWriter(path: path)
        // Results and rejects are for the run that carries the plan out.
        var rehearsed = options
        rehearsed.isDryRun = true
        rehearsed.results = nil
        rehearsed.rejects = nil
        let job = ImportJob(rehearsed, into: place, clock: clock)
        job.command = "plan"
        job.planPath = path
        job.review = writer
        job.shouldStop = shouldStop
        job.progress = progress
        var ending = try job.run()
        guard ending.report.state == .finished else { return ending }
        try writer.complete(header(ending.report), key: place.exists ? try place.openKey() : nil)
        ending.report.planPath = path
        ending.report.optionsHash = FileDigest.hexadecimal(of: options.decisiveText)
        return ending
    }

    /// The options of the run that carries the plan out: this report is that of the plan.
    private var carriedOut: ImportOptions {
        var options = options
        options.report = nil
        return options
    }

    private func header(_ report: RunReport) throws(RunHalt) -> PlanHeader {
        var header = PlanHeader(
            madeAt: clock.now().text, madeBy: options.actor,
            request: RunRequest(carriedOut, place: place))
        var status = stat()
        guard stat(options.file, &status) == 0 else {
            throw PlanFile.failed("look at", options.file, errno)
        }
        header.fileBytes = UInt64(max(status.st_size, 0))
        header.fileHash = report.fileHash
        header.configurationHash = report.configurationHash
        header.optionsHash = FileDigest.hexadecimal(of: options.decisiveText)
        header.records = report.summary.records
        header.outcomes = report.summary.outcomes
        header.leavers = report.leavers
        header.guards = report.guards
        header.passwords = report.passwordsToHash
        header.groupsCreated = report.summary.groupsCreated
        header.notices = report.summary.notices.map {
            "\(IssueText.message($0, withValue: true)) [\($0.code.rawValue)]"
        }
        return header
    }
}
