import YardstickFeed

/// Muster's side of S8: a directory with queued onboarding mail, and its delivery.
struct MailRuns {
    let options: BenchOptions
    let scratch: String

    private var folder: String { options.data + "/mail" }
    private var feed: String { options.data + "/mail-\(options.mails).csv" }
    private var sample: String { folder + "/sample" }

    private static let configuration = """
        mail:
          from: accounts@corp.example
          link_base: https://portal.corp.example/welcome/

        """
    /// Mails whose bytes are counted.
    private static let sampleMails = 200

    /// Makes the feed, and says how many bytes an onboarding mail has behind its head, on average.
    func prepare() throws(BenchFault) -> Int {
        do throws(FileFault) {
            let people = YardstickFeed(records: UInt64(options.mails), seed: options.seed)
            try FeedFile.write(people, to: feed)
        } catch {
            throw BenchFault(error.description)
        }
        try queue()
        _ = try muster([
            "mail", "deliver", "--transport", "folder:" + sample, "--limit", "\(Self.sampleMails)",
        ])
        var bytes = 0
        let names = TextFile.names(in: sample)
        for name in names { bytes += Self.bodyBytes(try TextFile.read(sample + "/" + name)) }
        guard names.count == Self.sampleMails, bytes > 0 else {
            throw BenchFault(
                "\(Self.sampleMails) mails were to be in \(sample), not \(names.count)")
        }
        return bytes / names.count
    }

    /// Makes a fresh directory in which a mail is queued for each person of the feed.
    func queue() throws(BenchFault) {
        TextFile.remove(folder)
        try TextFile.makeFolder(folder)
        try TextFile.write(Self.configuration, to: folder + "/muster.yaml")
        _ = try muster(["import", feed, "--mail", "--quiet"])
    }

    /// Delivers all of it over one connection.
    func deliver(to sink: MailSink) throws(BenchFault) -> FinishedRun {
        let run = try muster([
            "mail", "deliver", "--transport", "smtp://" + sink.address, "--rate", "none",
        ])
        guard run.output == "sent \(options.mails)\n" else {
            throw BenchFault("S8 did not do the work: \(run.output)")
        }
        return run
    }

    /// Bytes behind the first empty line.
    static func bodyBytes(_ mail: String) -> Int {
        let bytes = Array(mail.utf8)
        let end = Array("\r\n\r\n".utf8)
        let start = bytes.indices.first { bytes[$0...].starts(with: end) }
        return start.map { bytes.count - $0 - end.count } ?? 0
    }

    private func muster(_ words: [String]) throws(BenchFault) -> FinishedRun {
        try MusterRuns.succeeded(
            [options.muster] + words + ["--directory", folder + "/users.sqlite"], .mail,
            scratch: scratch)
    }
}
