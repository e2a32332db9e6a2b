import ArgumentParser
import Glibc
import Muster

/// `muster report`.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Shows a feed's figures over time.",
        usage: "muster report [<options>]",
        discussion: """
            Records, changes, rejects and duration of each run of a feed, newest first, and \
            what is unlike the runs before. In a pipe there is a line a run, with tabs and no \
            header.

            Examples:
              muster report
              muster report --feed hr --limit 14
            """)
    @Option(help: .init("Only this feed (else each that has runs).", valueName: "name"))
    var feed: String?
    @Option(help: .init("From then on, as 2026-11-24 or 2026-11-24T03:15Z.", valueName: "time"))
    var since: String?
    @Option(help: .init("Runs of each feed at most.", valueName: "number")) var limit = 20
    @OptionGroup var output: FormatOption
    @OptionGroup var common: CommonOptions

    mutating func validate() throws {
        if limit < 1 { throw ValidationError("--limit is a number from 1 on") }
    }

    func run() throws {
        var report = FeedReport(common.place)
        report.feed = feed
        report.since = since
        report.limit = limit
        try report.print(
            format: output.format, to: StandardOutput(),
            width: Surroundings.width(of: STDOUT_FILENO), style: common.style())
    }
}
