import Glibc
package import Provisioning
import ResultReporting
import SQLiteDirectory

/// Carries an interrupted run on, as importing the same file with the same options would.
package struct ResumeJob {
    private let name: String
    private let place: DirectoryPlace
    private let wait: Duration
    /// Asked between chunks: whether a signal asks the run to end.
    package var shouldStop: () -> Bool = { false }
    /// Told after each chunk.
    package var progress: (RunProgress) -> Void = { _ in }

    /// Has the last word on what the run is given; tests put ports that fail in there.
    package var configure: (inout RunInputs) -> Void = { _ in }

    /// `run` is the name of the run; `wait` is how long another run is waited for.
    package init(_ run: String, in place: DirectoryPlace, wait: Duration = .seconds(30)) {
        name = run
        self.place = place
        self.wait = wait
    }

    /// Carries the run on.
    ///
    /// It throws a halt with status 1 if there is no such run or it cannot be carried on, 2 if file,
    /// configuration or options are not what it began with, 66 if the file is gone, and whatever an
    /// import throws.
    package func run() throws(RunHalt) -> ImportEnding {
        let directory = try place.openForReading()
        guard let listing = try directory.run(named: name) else {
            throw RunHistory.notFound(name)
        }
        guard listing.state == .interrupted || listing.state == .running,
            let request = RunRequest(listing.plan.request)
        else { throw Self.impossible(listing) }
        var options = request.options
        options.wait = wait
        try requireFile(options.file)
        var place = place
        if place.namedConfiguration == nil { place.namedConfiguration = request.configuration }
        let job = ImportJob(options, into: place)
        job.command = "resume"
        job.resumes = name
        job.planSeal = request.plan
        job.shouldStop = shouldStop
        job.progress = progress
        job.configure = configure
        return try job.run()
    }

    private func requireFile(_ file: String) throws(RunHalt) {
        let path =
            file == "-" ? try RunFolder(beside: place.directory, run: name).input : file
        var status = stat()
        let isThere = stat(path, &status) == 0
        if isThere, status.st_mode & S_IFMT == S_IFREG { return }
        let what =
            file == "-"
            ? "the copy of standard input that run \(name) had kept is gone"
            : "\(MessageText.path(path)), which run \(name) was importing, is "
                + (isThere ? "no regular file that could be read again" : "gone")
        throw RunHalt(
            .missingFile, .runStale, what,
            advice:
                "Put the file back and resume, or import another file of the feed: that closes the "
                + "run as superseded and keeps what it applied.")
    }

    /// Why a run cannot be carried on.
    static func impossible(_ run: RunListing) -> RunHalt {
        let name = run.plan.name
        var advice = "muster runs show \(name) has its figures."
        let why: String
        switch run.state {
        case .finished: why = "run \(name) is over: it finished"
        case .stopped: why = "run \(name) is over: it was stopped and nothing was applied"
        case .superseded:
            why = "run \(name) is over: another file of feed \(run.plan.feed) took its place"
        case .undone:
            why =
                "run \(name) is over: it was taken back"
                + (run.undoneBy.map { " by run \($0)" } ?? "")
        case .interrupted, .running:
            why = "run \(name) of muster \(run.plan.command) cannot be carried on by its name"
            advice = "Run muster \(run.plan.command) again: it finds what is done."
        }
        return RunHalt(.someRejected, .runResumeImpossible, why, advice: advice)
    }
}
