package import Provisioning

/// What the user asked of an import, beyond what the configuration says.
package struct ImportOptions: Sendable {
    /// Path of the feed's file; `-` is standard input.
    package var file: String
    package var feed = MusterConfiguration.defaultFeed
    package var actor: String
    package var reason: String?
    package var isDryRun = false
    /// `csv`, `xml` or `jsonl`; nil: by name and first bytes.
    package var inputFormat: String?
    package var defaultAction: Action?
    /// Values of `--map`, such as `Worker ID=external_id`.
    package var columnMap: [String] = []
    package var onDuplicate: DuplicateRule?
    package var rejectsMax: GuardLimit?
    /// What the file holds; nil: as the profile says.
    package var mode: FeedMode?
    /// What `--allow NAME=NUMBER` lets pass in this run.
    package var allowances: [GuardName: UInt64] = [:]
    /// Whether messages on standard error may name users otherwise than by number.
    package var showsValues = false
    /// Whether the whole run is one transaction.
    package var isAtomic = false
    /// Path of the Prometheus text file that the run writes at its end; nil: none.
    package var metrics: String?
    /// `--mail` and `--no-mail`; nil: neither.
    package var mail: Bool?
    /// Path of the results file; `-` is standard output; nil: in the run's folder.
    package var results: String?
    package var rejects: String?
    /// Path of the file for secrets that are shown once; nil: there is no place for them.
    package var secrets: String?
    /// Path of the HTML report; nil: in the run's folder.
    package var report: String?
    /// Whether what an earlier delivery of the same file did is done again.
    package var again = false
    package var isShareable = false
    package var isSpreadsheetSafe = false
    package var delimiter: UInt8?
    /// Name of an encoding, or `auto`; nil: as the profile says.
    package var encoding: String?
    /// How long to wait for another run.
    package var wait: Duration = .seconds(30)

    package init(file: String, actor: String) {
        self.file = file
        self.actor = actor
    }

    /// The profile with these wishes in it.
    func applied(to profile: FeedProfile) -> FeedProfile {
        var profile = profile
        if let defaultAction { profile.defaultAction = defaultAction }
        if let onDuplicate { profile.onDuplicate = onDuplicate }
        if let rejectsMax { profile.rejectsMax = rejectsMax }
        if let mode { profile.mode = mode }
        if let delimiter { profile.delimiter = delimiter }
        if let encoding { profile.encoding = encoding == "auto" ? nil : encoding }
        return profile
    }

    /// Everything that decides what becomes of the records, as one line; a resumed run must have
    /// the same.
    var decisiveText: String {
        let mailText = mail.map { "\($0)" } ?? ""
        return [
            readingText, onDuplicate?.rawValue ?? "", mailText,
            results.map(AbsolutePath.of) ?? "", rejects.map(AbsolutePath.of) ?? "",
            "\(isShareable)", "\(isSpreadsheetSafe)", "\(again)", mode?.word ?? "", "\(isAtomic)",
            // Where they go is told apart by the file itself.
            "\(secrets != nil)",
        ].joined(separator: "\u{0}")
    }

    /// Everything that decides what a row says, as one line: a row is known again only if it was
    /// read in the same way.
    var readingText: String {
        let map = columnMap.sorted().joined(separator: "\u{1}")
        return [
            feed, defaultAction?.word ?? "", map, delimiter.map { "\($0)" } ?? "",
            encoding ?? "", inputFormat ?? "",
        ].joined(separator: "\u{0}")
    }
}
