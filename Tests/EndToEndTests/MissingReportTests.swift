import Foundation
import Glibc
import Muster
import Provisioning
import Testing

/// Runs that are done and whose report cannot be written.
@Suite struct MissingReportTests {
    static let accepted = "username,email\nada,ada@corp.example\n"
    static let missing = "the run is done, but its report is missing: "

    /// A rehearsal that can write no file as large as a report.
    private static func rehearse(_ place: Workplace, _ words: String...) -> ProcessEnding {
        let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\""
        let command = ["import", "hr.csv", "--dry-run", "--report", "r.html"] + words
        return ChildProcess(
            "/bin/sh", ["-c", script, BuiltBinary.path] + command, folder: place.folder,
            environment: place.environment
        ).end()
    }

    @Test func theSummaryIsPrintedAllTheSame() throws {
        let place = try Workplace()
        try place.write(Self.accepted, to: "hr.csv")
        let text = Self.rehearse(place)
        #expect(text.status == 74)
        #expect(text.output.contains("1 record"), "\(text.output)")
        #expect(text.error.contains("muster: \(Self.missing)cannot write "), "\(text.error)")
        let json = Self.rehearse(place, "--format", "json")
        #expect(json.status == 74)
        #expect(json.output.contains("\"status\": 74"), "\(json.output)")
        #expect(json.output.contains("\"report\": null"))
        #expect(json.error.contains(Self.missing))
        #expect(place.names == ["hr.csv"])
    }

    @Test func rejectedRecordsAreSaidFirst() throws {
        let place = try ReportTests.place()
        let ending = Self.rehearse(place)
        #expect(ending.status == 1)
        #expect(ending.output.contains("3 rejected"), "\(ending.output)")
        #expect(ending.error.contains(Self.missing))
    }

    private static func job(_ place: Workplace, report: String?) -> ImportJob {
        var options = ImportOptions(file: place.path("hr.csv"), actor: "test")
        options.report = report.map(place.path)
        options.metrics = place.path("m.prom")
        return ImportJob(options, into: DirectoryPlace(directory: place.path("muster.sqlite")))
    }

    @Test func aReportThatWasAskedForAndIsMissingIsTheStatusEverywhere() throws {
        let place = try Workplace()
        try place.write(Self.accepted, to: "hr.csv")
        mkdir(place.path("sub"), 0o700)
        let job = Self.job(place, report: "sub/r.html")
        // The folder goes while the run is under way.
        job.configure = { _ in rmdir(place.path("sub")) }
        let ending = try job.run()
        #expect(ending.report.status == .inputOutput)
        #expect(ending.reportFault?.message.hasPrefix(Self.missing) == true)
        #expect(place.muster("runs", "list").output.contains("\tfinished\t"))
        let summary = try place.read("muster.runs/\(place.newestRun)/summary.json")
        #expect(summary.contains("\"report\": null"))
        #expect(summary.contains("\"status\": 74"))
        #expect(try place.read("m.prom").contains(" 74\n"))
        #expect(place.muster("users", "list").lines.count == 1)
    }

    @Test func aReportThatNobodyAskedForChangesNoStatus() throws {
        let place = try Workplace()
        try place.write(Self.accepted, to: "hr.csv")
        let job = Self.job(place, report: nil)
        job.configure = { inputs in
            mkdir(place.path("muster.runs/\(inputs.runPlan.name)/report.html"), 0o700)
        }
        let ending = try job.run()
        #expect(ending.report.status == .allAccepted)
        #expect(ending.report.reportPath == nil)
        #expect(ending.reportFault?.message.hasPrefix(Self.missing) == true)
        let summary = try place.read("muster.runs/\(place.newestRun)/summary.json")
        #expect(summary.contains("\"status\": 0"))
    }

    @Test func aRehearsalLeavesNothingAsideForItsReport() throws {
        let place = try ReportTests.place()
        try place.write("mine", to: "victim")
        let aside = ".r.html.\(getpid()).rows.partial"
        symlink("victim", place.path(aside))
        var options = ImportOptions(file: place.path("hr.csv"), actor: "test")
        options.report = place.path("r.html")
        options.isDryRun = true
        let job = ImportJob(
            options, into: DirectoryPlace(directory: place.path("muster.sqlite")))
        var during: [String] = []
        job.configure = { _ in during = place.names }
        #expect(try job.run().reportFault == nil)
        // A process that is killed leaves what there is while it runs.
        #expect(during == [aside, "hr.csv", "victim"])
        #expect(try place.read("victim") == "mine")
        #expect(try Report(place.read("r.html")).outcomes.count == 5)
    }

    @Test func whatAnAtomicRunPrintsComesBeforeItsReport() throws {
        let place = try Workplace()
        try place.write(Self.accepted, to: "hr.csv")
        #expect(place.muster("init", "--quiet").status == 0)
        #expect(mkfifo(place.path("pipe"), 0o600) == 0)
        let child = place.start([
            "import", "hr.csv", "--atomic", "--quiet", "--results", "pipe", "--report", "r.html",
        ])
        // The run is over, and waits for somebody to read its results.
        for _ in 0..<3_000 {
            if place.muster("runs", "list").output.contains("\tfinished\t") { break }
            usleep(20_000)
        }
        // What comes next would have come by now.
        usleep(300_000)
        #expect(!place.names.contains("r.html"))
        let results = ChildProcess(
            "/bin/cat", ["pipe"], folder: place.folder, environment: place.environment
        ).end().output
        #expect(child.end().status == 0)
        #expect(results.contains(",created,ada,"))
        #expect(try Report(place.read("r.html")).outcomes == ["created"])
        let left = place.names(in: "muster.runs/\(place.newestRun)")
        #expect(left.allSatisfy { !$0.hasPrefix("held") }, "\(left)")
    }

    @Test func pruningTakesWhatAKilledRunHeldBack() throws {
        let place = try Workplace()
        try place.write(Self.accepted, to: "hr.csv")
        place.muster("import", "hr.csv", "--quiet")
        for name in ["held-results", "held-rejects", "report-rows"] {
            try place.write("x", to: "muster.runs/\(place.newestRun)/\(name)")
        }
        #expect(place.muster("runs", "prune", "--keep", "0").status == 0)
        #expect(place.names(in: "muster.runs").isEmpty)
    }
}
