import Glibc
import Provisioning
import ResultReporting
import Testing

/// The file of a report.
@Suite struct ReportFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func itBelongsToItsUserAndReplacesAnOlderOne() throws {
        let path = folder.file("report.html")
        for _ in 0..<2 {
            try ReportFile(path: path).write(sampleReport(), listing: nil, isShareable: false)
            #expect(mode(of: path) == 0o600)
            #expect(folder.names == ["report.html"])
        }
        #expect(try text(of: path).hasSuffix("</html>\n"))
    }

    @Test func whatCannotBeWrittenIsSaidBeforehand() throws {
        for path in [folder.file("none/report.html"), folder.path, "/dev/null"] {
            let halt = #expect(throws: RunHalt.self) { try ReportFile(path: path) }
            #expect(halt?.status == .cannotCreate, "\(path)")
            #expect(halt?.code == .runOutputUncreatable)
        }
    }

    @Test func whatWasThereStaysWhereResultsAreGone() throws {
        let path = folder.file("report.html")
        let results = try WrittenReport.results(in: folder, limit: 10)
        try results.write(ResultFixture().chunk([FixtureRecord(["u", "", ""])]))
        try results.finish()
        let source = results.reportSource(expecting: 1)
        unlink(folder.file("results"))
        let file = try ReportFile(path: path)
        #expect(throws: RunHalt.self) {
            try file.write(sampleReport(), listing: source, isShareable: false)
        }
        #expect(folder.names.isEmpty)
    }
}
