import Testing

@testable import muster_bench

@Suite struct MailBenchTests {
    @Test(arguments: [
        ("", 0),
        ("sess=0 quit=0 mesg=0\r", 0),
        ("sess=1 quit=0 mesg=1\rsess=1 quit=0 mesg=2\r", 2),
        ("sess=1 quit=0 mesg=99\rsess=1 quit=0 mesg=1", 99),
        ("sess=1 quit=1 mesg=10000\r", 10_000),
    ])
    func lastCompleteCountOfTheSinkCounts(text: String, mails: Int) {
        #expect(SinkCounter.mails(in: text) == mails)
    }

    @Test(arguments: [
        ("", 0), ("Subject: a\r\n", 0), ("Subject: a\r\n\r\n", 0),
        ("Subject: a\r\n\r\nb\r\n\r\nc\r\n", 8), ("Subject: a\r\n\r\nü\r\n", 4),
    ])
    func bodyBeginsBehindTheFirstEmptyLine(mail: String, bytes: Int) {
        #expect(MailRuns.bodyBytes(mail) == bytes)
    }

    private func report(seconds: Double, reference: Double) throws -> BenchReport {
        let options = try BenchOptions(["--muster", "m", "--data", "d", "--mails", "9000"])
        var measured = Measurements()
        let run = FinishedRun(
            seconds: seconds, peakMebibytes: 20, status: 0, output: "", errors: "")
        measured.add(run, reference: reference)
        return BenchReport(options: options, measurements: [.mail: measured], mailBodyBytes: 3_700)
    }

    private func line(_ report: BenchReport) -> String {
        report.text.split(separator: "\n").first { $0.hasPrefix("S8") }.map(String.init) ?? ""
    }

    @Test func mailMaySendAtHalfTheRateOfTheReference() throws {
        #expect(line(try report(seconds: 1.9, reference: 1)).hasSuffix("met"))
        #expect(line(try report(seconds: 2.1, reference: 1)).hasSuffix("MISSED"))
    }

    @Test func notesTellMailsASecond() throws {
        #expect(
            try report(seconds: 1.5, reference: 1).notes
                == "\nS8: 9000 mails, each of 3700 bytes behind its head; Muster 6000 mails a second, "
                + "smtp-source 9000: 0.67 of its rate.\n")
    }

    @Test func missingPostfixIsSaid() throws {
        let options = try BenchOptions(["--muster", "m", "--data", "d"])
        let report = BenchReport(options: options, measurements: [:])
        #expect(line(report).contains("skipped: no smtp-source and smtp-sink"))
        #expect(report.notes.isEmpty)
        #expect(!report.isMet)
    }
}
