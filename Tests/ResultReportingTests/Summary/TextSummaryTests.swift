import Provisioning
import ResultReporting
import Testing

/// What a person reads at the end.
@Suite struct TextSummaryTests {
    @Test func finishedRunIsToldInFull() {
        #expect(
            TextSummary(sampleReport()).text == """
                in/users.csv: 1,234,567 records in 12 s, 1,234,000 accepted, 567 rejected.

                  created           1,200,000
                  unchanged            34,000
                  rejected                567
                  leavers disabled          3
                  leavers missing          10
                  mails queued      1,200,000
                  groups created           12

                Errors, the first of each kind
                  560  users.csv:41 (record 38) email: the value is not an e-mail address: it
                       has two @ signs [field.email.malformed]
                    7  users.csv:907 (record 904) username: the value is also in record 12,
                       which was taken [duplicate.username.in-file]

                Warnings, the first of each kind
                  1,002  users.csv:2 (record 1) groups: the value is a new group
                         [policy.group.created]

                About the file
                  Badge No: is no column that Muster knows [feed.column.unknown]

                Results  muster.runs/20261124-031500-7f3a/results.csv
                Rejects  muster.runs/20261124-031500-7f3a/rejects.csv
                Summary  muster.runs/20261124-031500-7f3a/summary.json

                Correct the rejected records in their file, and import it:
                  muster import muster.runs/20261124-031500-7f3a/rejects.csv --feed hr
                Why a record was rejected:
                  muster explain 20261124-031500-7f3a RECORD

                """)
    }

    @Test func secretsAreCountedAndTheirPlaceIsNamed() {
        var report = sampleReport()
        report.secretsPath = "new.csv"
        report.secrets = 1_200
        #expect(TextSummary(report).text.contains("\nSecrets  new.csv, 1,200 secrets\n"))
    }

    @Test func rehearsalSaysHowLongHashingTakes() {
        var report = sampleReport()
        report.passwordsToHash = 12_000
        report.hashingEstimate = .seconds(118)
        #expect(!TextSummary(report).text.contains("to hash"))
        report.isDryRun = true
        #expect(
            TextSummary(report).text.contains("\n  12,000 passwords to hash: about 2 min\n"))
    }

    @Test(arguments: [
        (
            FeedReading(
                format: "CSV", compression: "gzip", encoding: "UTF-16LE",
                encodingReason: "byte order mark", delimiter: "semicolon",
                delimiterReason: "found by looking"),
            "Read as CSV, semicolons (found by looking), UTF-16LE (byte order mark), gzip."
        ),
        (
            FeedReading(
                format: "CSV", encoding: "UTF-8", encodingReason: "nothing else is declared",
                delimiter: "^", delimiterReason: "the profile says so"),
            "Read as CSV, ^ (the profile says so), UTF-8 (nothing else is declared)."
        ),
        (
            FeedReading(format: "JSON Lines", encoding: "UTF-8", encodingReason: ""),
            "Read as JSON Lines, UTF-8."
        ),
    ])
    func lineBelowTheHeadlineSaysHowTheFileWasRead(reading: FeedReading, line: String) {
        var report = sampleReport()
        report.reading = reading
        let lines = TextSummary(report).text.split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[1] == line)
        #expect(lines[2].isEmpty)
    }

    @Test(arguments: [
        ("XML", "r.xml", "r.xml --feed hr"),
        ("XML", "r.csv", "r.csv --feed hr --input-format xml"),
        ("JSON array", "R.JSON", "R.JSON --feed hr"),
        ("JSON Lines", "r.xml", "r.xml --feed hr --input-format jsonl"),
        ("CSV", "r.jsonl", "r.jsonl --feed hr --input-format csv"),
        ("CSV", "rejects", "rejects --feed hr"),
        ("CSV", "my rejects.csv", "'my rejects.csv' --feed hr"),
    ])
    func nameThatTellsOfAnotherFormatNeedsAnOption(format: String, path: String, advice: String) {
        var report = sampleReport()
        report.reading = FeedReading(format: format, encoding: "UTF-8", encodingReason: "")
        report.rejectsPath = path
        #expect(TextSummary(report).text.contains("\n  muster import \(advice)\n"))
    }

    @Test(arguments: [(nil, 80), (30, 40), (60, 60), (300, 100)] as [(Int?, Int)])
    func linesFitTheTerminalAndArePleasantToRead(terminal: Int?, width: Int) {
        #expect(WrappedText.width(ofTerminal: terminal) == width)
        var report = sampleReport()
        report.rejectsPath = nil
        report.resultsPath = nil
        report.summaryPath = nil
        for line in TextSummary(report, width: width).text.split(separator: "\n") {
            let columns = DisplayWidth.columns(String(line))
            // The line of a command stays whole.
            #expect(columns <= max(width, 48), "\(line)")
        }
    }

    @Test func rejectsOfAFeedGoBackToThatFeed() {
        var report = sampleReport()
        report.rejectsPath = "r.csv"
        #expect(TextSummary(report).text.contains("\n  muster import r.csv --feed hr\n"))
        report.feed = "default"
        #expect(TextSummary(report).text.contains("\n  muster import r.csv\n"))
    }

    @Test(arguments: [
        (IssueCode.fieldUsernameMissing, "'Their Header=username'"),
        (.fieldEmailMissing, "'Their Header=email'"), (.matchUserNotFound, "'user=username'"),
    ]) func aFileThatLacksAColumnIsToldHowToNameOne(code: IssueCode, map: String) {
        var report = sampleReport()
        report.file = "people.csv"
        report.summary = RunSummary()
        report.summary.records = 10
        report.summary.outcomes = [.rejected: 10]
        report.summary.issues = [code: 9]
        let command = "\n  muster check-profile people.csv --feed hr --map \(map)\n"
        #expect(TextSummary(report).text.hasSuffix(command))
        report.summary.issues = [code: 4]
        #expect(!TextSummary(report).text.contains("check-profile"))
    }

    @Test func valuesAreShownOnlyWhenAskedFor() {
        let plain = TextSummary(sampleReport()).text
        for value in ["ada@@corp", "\"ada\"", "Sales"] { #expect(!plain.contains(value)) }
        let shown = TextSummary(sampleReport(), showsValues: true).text
        #expect(shown.contains("email: \"ada@@corp\" is not an e-mail address"))
    }

    @Test func styleSetsOffPartsWithoutMovingThem() {
        let marked = TextStyle(
            good: { "<\($0)>" }, caution: { "{\($0)}" }, bad: { "!\($0)!" }, strong: { "*\($0)*" },
            faint: { "(\($0))" })
        let text = TextSummary(sampleReport(), style: marked).text
        #expect(text.hasPrefix("{in/users.csv: 1,234,567 records"))
        #expect(text.contains("\n  rejected                !567!\n"))
        #expect(text.contains("\n*Errors, the first of each kind*\n"))
    }

    struct Ending: CustomTestStringConvertible {
        var state: RunState
        var status: Provisioning.ExitStatus
        var outcomes: [Outcome: UInt64]
        var headline: String
        var advice: String
        var isDryRun = false
        var issues: [IssueCode: UInt64] = [:]
        var guards: [GuardReading] = []
        var testDescription: String { headline }
    }

    static let endings: [Ending] = [
        Ending(
            state: .finished, status: .allAccepted, outcomes: [.unchanged: 1],
            headline: "in/users.csv: 1 record in 12 s, all accepted.",
            advice: "Summary  muster.runs/20261124-031500-7f3a/summary.json"),
        Ending(
            state: .finished, status: .allAccepted, outcomes: [:],
            headline: "in/users.csv: no records.",
            advice: "Summary  muster.runs/20261124-031500-7f3a/summary.json"),
        Ending(
            state: .finished, status: .allAccepted, outcomes: [.created: 2],
            headline:
                "in/users.csv: 2 records in 12 s, all accepted. Dry run: nothing was changed.",
            advice: "Run it again without --dry-run to apply it.", isDryRun: true),
        Ending(
            state: .stopped, status: .someRejected, outcomes: [.skipped: 8, .rejected: 2],
            headline: "in/users.csv: nothing was applied: 2 of 10 records were rejected.",
            advice: "  applies all of it or nothing.", issues: [.runAtomicAborted: 8]),
        Ending(
            state: .stopped, status: .stopped, outcomes: [.skipped: 1_000],
            headline: "in/users.csv: stopped after reading 1,000 records; nothing was changed.",
            advice: "If the file is right, run it again with:\n  --allow removals=731",
            guards: [GuardReading(name: "removals", count: 731, limit: 50, hasTripped: true)]),
        Ending(
            state: .interrupted, status: .interrupted, outcomes: [.created: 8_192],
            headline: "in/users.csv: interrupted; 8,192 records are done.",
            advice: "Carry on with: muster resume 20261124-031500-7f3a"),
    ]

    @Test(arguments: endings)
    func everyEndingSaysWhatHappenedAndWhatToDo(ending: Ending) {
        var report = sampleReport()
        report.state = ending.state
        report.status = ending.status
        report.isDryRun = ending.isDryRun
        report.guards = ending.guards
        report.leavers = [:]
        report.summary = RunSummary()
        report.summary.outcomes = ending.outcomes
        report.summary.records = ending.outcomes.values.reduce(0, +)
        report.summary.issues = ending.issues
        let text = TextSummary(report).text
        #expect(text.hasPrefix(ending.headline + "\n"), "\(text)")
        #expect(text.hasSuffix("\n" + ending.advice + "\n"), "\(text)")
    }

    @Test func trippedGuardSaysCountLimitAndRemark() {
        var report = sampleReport()
        report.state = .stopped
        report.guards = [
            GuardReading(
                name: "removals", count: 731, limit: 500, hasTripped: true,
                remark: "every leaver is of one department: is the file whole?")
        ]
        #expect(
            TextSummary(report).text.contains(
                """

                Stopped by
                  removals: 731, above the limit of 500: every leaver is of one department: is
                    the file whole?

                """))
    }

    @Test func manyKindsAreCutAndCounted() {
        var report = sampleReport()
        report.summary.issues = [:]
        for code in IssueCode.allCases where code.severity == .error {
            report.summary.issues[code] = 1
        }
        let more = report.summary.issues.count - 12
        #expect(TextSummary(report).text.contains("\n  and \(more) more kinds\n"))
    }

    @Test func standardInputIsCalledByItsName() {
        var report = sampleReport()
        report.file = "-"
        #expect(TextSummary(report).text.hasPrefix("standard input: 1,234,567 records"))
    }

    @Test func linesFitTheTerminal() {
        for line in TextSummary(sampleReport(), showsValues: true).text.split(separator: "\n") {
            #expect(line.count <= 80, "\(line)")
        }
    }

    @Test func controlsInPathsReachNoTerminal() {
        var report = sampleReport()
        report.file = "a\u{1B}[2J\n.csv"
        report.resultsPath = "b\u{202E}.csv"
        report.summary.firstPlaces[.fieldEmailMalformed] = "c\u{7}.csv:1 (record 1)"
        let text = TextSummary(report).text
        for scalar in ["\u{1B}", "\u{202E}", "\u{7}"] { #expect(!text.contains(scalar)) }
        #expect(text.contains("a\\u{1B}[2J\\u{A}.csv"))
    }
}
