import YardstickFeed

/// Measures every scenario in turn, round after round.
struct BenchSession {
    let options: BenchOptions
    /// What is measured so far.
    private(set) var measurements: [Scenario: Measurements] = [:]

    /// Processor seconds of S6, and of as many records in runs of S1; nil: S6 is not measured.
    private(set) var largeProcessorSeconds: (large: Double, small: Double)?

    private let yardsticks: Yardsticks
    private let muster: MusterRuns
    private let mail: MailRuns
    /// Bytes of an onboarding mail behind its head, on average; nil: S8 is not measured.
    private(set) var mailBodyBytes: Int?
    private let first: YardstickFeed
    private let changed: UInt64
    private var firstFile: String { options.data + "/first-\(options.records).csv" }
    private var nextFile: String { options.data + "/next-\(options.records).csv" }
    private var xmlFile: String { options.data + "/first-\(options.records).xml" }
    private var jsonFile: String { options.data + "/first-\(options.records).jsonl" }

    /// Single actions of a round; they are short, so one alone says little.
    private static let actionsPerRound = 7

    /// Makes the folders and the feeds.
    init(_ options: BenchOptions) throws(BenchFault) {
        let scratch = options.data + "/scratch"
        try TextFile.makeFolder(options.data)
        try TextFile.makeFolder(scratch)
        self.options = options
        yardsticks = Yardsticks(options: options, scratch: scratch)
        muster = MusterRuns(options: options, scratch: scratch)
        mail = MailRuns(options: options, scratch: scratch)
        first = YardstickFeed(records: options.records, seed: options.seed)
        changed = first.changedRecords
        let next = YardstickFeed(
            records: options.records, seed: options.seed, variant: .nextNight)
        do throws(FileFault) {
            try FeedFile.write(first, to: firstFile)
            try FeedFile.write(next, to: nextFile)
            try FeedFile.write(first.written(as: .xml), to: xmlFile)
            try FeedFile.write(first.written(as: .jsonl), to: jsonFile)
        } catch {
            throw BenchFault(error.description)
        }
        if MailSink.isThere { mailBodyBytes = try mail.prepare() }
    }

    /// One round: the yardsticks and Muster in turn.
    mutating func measureRound(_ round: Int) throws(BenchFault) {
        let records = options.records
        try measureDryRuns()
        let yardstick = try yardsticks.sqliteImport(firstFile)
        try muster.forgetDirectory()
        add(
            .firstImport,
            try muster.importFeed(firstFile, as: .firstImport, expected: ["created": records]),
            yardstick)
        add(
            .nextNight,
            try muster.importFeed(
                nextFile, as: .nextNight,
                expected: ["updated": changed, "unchanged": records - changed]),
            yardstick)
        add(
            .unchanged,
            try muster.importFeed(nextFile, as: .unchanged, expected: ["unchanged": records]),
            yardstick)
        for action in 0..<Self.actionsPerRound {
            let username = first.username(at: UInt64(round * Self.actionsPerRound + action))
            // No feed has these limits, so that there is always something to change.
            let seconds = try yardsticks.sqliteUpdate(username, deviceLimit: 20 + action)
            add(.singleAction, try muster.setDeviceLimit(username, to: 20 + action), seconds)
        }
        if let mailBodyBytes { try measureMail(bodyBytes: mailBodyBytes) }
    }

    /// Ten times the records, once, held against S1 right before and right after it.
    ///
    /// Its feed and its directory are removed again.
    mutating func measureLarge() throws(BenchFault) {
        let file = options.data + "/large.csv"
        defer { TextFile.remove(file) }
        do throws(FileFault) {
            let feed = YardstickFeed(records: options.largeRecords, seed: options.seed)
            try FeedFile.write(feed, to: file)
        } catch {
            throw BenchFault(error.description)
        }
        // It takes minutes, in which a shared machine can become another one.
        let before = try importAnew(firstFile, options.records)
        let large = try importAnew(file, options.largeRecords)
        let after = try importAnew(firstFile, options.records)
        try muster.forgetDirectory()

        let times = Double(options.largeRecords) / Double(options.records)
        add(.large, large, times * (before.seconds + after.seconds) / 2)
        largeProcessorSeconds = (
            large.processorSeconds, times * (before.processorSeconds + after.processorSeconds) / 2
        )
    }

    /// A first import of so many records.
    private func importAnew(_ file: String, _ records: UInt64) throws(BenchFault) -> FinishedRun {
        try muster.forgetDirectory()
        return try muster.importFeed(file, as: .large, expected: ["created": records])
    }

    /// The same count of mails, of the same size, to the same sink.
    private mutating func measureMail(bodyBytes: Int) throws(BenchFault) {
        try mail.queue()
        let sink = try MailSink(scratch: options.data + "/scratch")
        defer { sink.stop() }
        let seconds = try yardsticks.smtpSource(
            mails: options.mails, bodyBytes: bodyBytes, to: sink)
        try sink.expect(options.mails)
        let run = try mail.deliver(to: sink)
        try sink.expect(2 * options.mails)
        add(.mail, run, seconds)
    }

    /// Dry runs of the same people in each format; that of the CSV is what the JSON Lines one is
    /// compared with.
    private mutating func measureDryRuns() throws(BenchFault) {
        let counts = try yardsticks.duckdbCounts(firstFile)
        let csv = try muster.dryRun(firstFile, as: .dryRun)
        if let counts { add(.dryRun, csv, counts) }
        add(.jsonDryRun, try muster.dryRun(jsonFile, as: .jsonDryRun), csv.seconds)
        if let seconds = try yardsticks.xmllint(xmlFile) {
            add(.xmlDryRun, try muster.dryRun(xmlFile, as: .xmlDryRun), seconds)
        }
    }

    private mutating func add(_ scenario: Scenario, _ run: FinishedRun, _ reference: Double) {
        measurements[scenario, default: Measurements()].add(run, reference: reference)
    }
}
