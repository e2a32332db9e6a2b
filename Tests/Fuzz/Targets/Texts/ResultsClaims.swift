import Glibc
import Provisioning
import ResultReporting

/// Results files that a resumed run reads back, and that a report lists: any bytes, and those that
/// this program has written.
enum ResultsClaims {
    static func check(_ input: [UInt8]) throws(BrokenClaim) {
        var bytes = FuzzBytes(input)
        let choice = bytes.choice()
        let name = choice & 1 == 0 ? "results.csv" : "results.jsonl"
        let header = "record,line,action,outcome,username,email,external_id,codes,messages,detail\n"
        FuzzFolder.put(
            (choice & 1 == 0 ? Array(header.utf8) : []) + Array(bytes.rest), at: name)
        do throws(RunHalt) {
            let path = "\(FuzzFolder.path)/\(name)"
            let writer = ResultsWriter(
                file: try OutputFile(path: path, .resuming), format: ResultsFormat(path: path),
                listed: Int(choice >> 1 & 0x0F))
            let results = RunResults(
                results: writer, rejects: nil, tally: SummaryTally(file: name, columns: ["email"]))
            try results.resume(after: [], records: 0)
            let page = "\(FuzzFolder.path)/report.html"
            let summary = results.summary
            var report = RunReport(
                run: nil, feed: "default", command: "import", file: name, state: .finished,
                status: .allAccepted, startedAt: Instant(milliseconds: 0),
                finishedAt: Instant(milliseconds: 1), duration: .milliseconds(1), summary: summary)
            report.resultsPath = path
            try ReportFile(path: page).write(
                report, listing: results.reportSource(expecting: UInt64(choice >> 5)),
                isShareable: choice & 0x80 != 0)
        } catch {
            try claimIsHarmless(error)
        }
    }
}
