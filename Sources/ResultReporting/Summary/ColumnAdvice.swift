import Provisioning

/// What to do where most records of a file lack what every user needs: its columns have other names, or
/// it has no such column at all.
enum ColumnAdvice {
    /// Lines with a command; empty: the file is not like that.
    static func lines(for report: RunReport, width: Int) -> [String] {
        guard !report.file.isEmpty else { return [] }
        for (code, sentence, map) in findings {
            let count = report.summary.issues[code] ?? 0
            guard count > 0, count * 2 >= report.summary.records else { continue }
            guard code != .matchUserNotFound || report.accepted == 0 else { continue }
            let feed =
                report.feed == FeedProfile().feed || report.feed.isEmpty
                ? "" : " --feed \(ShellWord.quoted(report.feed))"
            let file = report.file == "-" ? "FILE" : ShellWord.quoted(report.file)
            return WrappedText.lines(sentence, width: width) + [
                "  muster check-profile \(file)\(feed)\(report.given.placeText) --map '\(map)'"
            ]
        }
        return []
    }

    private static let findings: [(code: IssueCode, sentence: String, map: String)] = [
        (
            .fieldUsernameMissing,
            "No column gives a username. Name the one that does, or derive it from others in "
                + "muster.yaml (feeds, derive). To see what each column is read as:",
            "Their Header=username"
        ),
        (
            .fieldEmailMissing,
            "No column gives an e-mail address. Name the one that does, or derive it from others in "
                + "muster.yaml (feeds, derive). To see what each column is read as:",
            "Their Header=email"
        ),
        (
            .matchUserNotFound,
            "The column that is read as user names people who are there already. If it has the "
                + "usernames of new ones, say so:",
            "user=username"
        ),
    ]
}
