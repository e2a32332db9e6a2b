package import Provisioning
import ResultReporting
package import SQLiteDirectory

/// Finds the user whom a mail command names.
struct MailedUser {
    /// The number of a user, by username, address, `id:` or `ext:`.
    /// - Throws: a halt with status 1 if there is nobody of that name.
    static func find(
        _ name: String, in directory: SQLiteDirectory, _ configuration: MusterConfiguration
    ) throws(RunHalt) -> UserID {
        let profile = configuration.profile(of: MusterConfiguration.defaultFeed)
        let rules = ColumnRules(profile: profile, limits: configuration.limits)
        guard let user = try directory.user(NamedUser(ByteString(name), rules: rules)) else {
            throw RunHalt(
                .someRejected, .matchUserNotFound,
                "there is nobody of that name",
                advice: "muster users find searches for a part of a name or address.")
        }
        return user
    }
}

/// Where a mail stands.
package typealias MailStage = MailQueueCounts.Stage

/// What `muster mail status` prints: the outbox in figures with the reasons, or single mails.
package struct MailStatus {
    private static let columns: [TableColumn] = [
        .whole("STATE"), .whole("KIND"), .text("USERNAME", least: 12),
        .text("TO", least: 20, rank: 8), .whole("WHEN", rank: 2), .number("TRIES", rank: 6),
        .text("ANSWER", least: 12, rank: 4),
    ]

    private let place: DirectoryPlace
    private let clock: any WallClock
    /// Whom, which kind and state a list is of; any of them makes it a list.
    package var user: String?
    package var kind: MailKind?
    package var stage: MailQueueCounts.Stage?
    /// Mails that a list has at most.
    package var limit = 20
    /// Whether mails are listed, where no filter says so.
    package var isList = false

    package init(_ place: DirectoryPlace, clock: any WallClock = SystemClock()) {
        self.place = place
        self.clock = clock
    }

    /// Prints it. It throws a halt with status 1 for an unknown user, or 66 without a directory.
    package func print(
        format: CommandFormat, to output: StandardOutput, width: Int?, style: CommandStyle
    ) throws(RunHalt) {
        let directory = try place.openForReading()
        guard isList || user != nil || kind != nil || stage != nil else {
            let counts = try directory.mailQueueCounts(at: clock.now())
            switch format {
            case .text:
                try output.write(
                    Self.text(counts, at: clock.now(), style, Figures(width: width)))
            case .json: try output.write(Self.json(counts))
            }
            return try output.flush()
        }
        var filter = MailFilter()
        filter.kind = kind
        filter.stage = stage
        filter.limit = limit
        if let user {
            filter.user = try MailedUser.find(
                user, in: directory, try place.loadConfiguration(checksTemplates: false))
        }
        let printer = RowPrinter(
            Self.columns, format: format, to: output, width: width, style: style,
            nothing: "No such mail.")
        let mails = try directory.listMails(filter)
        try printer.print(mails.map(Self.row))
        try printer.finish()
    }

    // MARK: Figures

    private static func text(
        _ counts: MailQueueCounts, at now: Instant, _ style: CommandStyle, _ figures: Figures
    ) -> String {
        var facts: [(name: String, value: String?)] = MailQueueCounts.Stage.allCases.map { stage in
            let count = counts.count(stage)
            let isOptional = stage == .sending || stage == .withdrawn
            return (stage.title, count == 0 && isOptional ? nil : figures.text(count))
        }
        if let next = counts.nextDueAt {
            let since = counts.dueNow > 0 ? ", since \(next.utcText)" : ""
            facts.append(("Due now", figures.text(counts.dueNow) + since))
            facts.append(
                ("Due later", counts.dueLater > 0 ? figures.text(counts.dueLater) : nil))
            facts.append(("Next due", next > now ? next.utcText : nil))
        }
        var text = FactList.text(facts)
        let kinds = MailKind.allCases.filter {
            counts.mails[$0]?.values.contains { $0 > 0 } ?? false
        }
        if kinds.count > 1 {
            text += "\n"
            text += FactList.text(
                kinds.map { kind in
                    let parts = MailQueueCounts.Stage.allCases.compactMap { stage -> String? in
                        let count = counts.mails[kind]?[stage] ?? 0
                        return count > 0 ? "\(figures.text(count)) \(stage.rawValue)" : nil
                    }
                    return (kind.word, parts.joined(separator: ", "))
                })
        }
        guard !counts.answers.isEmpty else { return text }
        text += "\n" + style.strong("Why mails were deferred or failed") + "\n"
        for answer in counts.answers { text += "  \(line(answer, figures))\n" }
        let stages = [MailQueueCounts.Stage.deferred, .failed].filter { counts.count($0) > 0 }
        let list = stages.count == 1 ? stages.map { "--state \($0.rawValue)" } : ["--list"]
        return text
            + "muster mail status \(list.joined()) shows for whom; muster mail retry tries again.\n"
    }

    private static func line(_ answer: MailQueueCounts.Answer, _ figures: Figures) -> String {
        let source = [answer.code.map { "\($0)" }, answer.verb.map { "(\($0))" }]
            .compactMap(\.self).joined(separator: " ")
        let words = [source, MessageText.quoted(answer.example)].filter { !$0.isEmpty }
        return
            "\(figures.text(answer.mails)) \(answer.stage.rawValue): \(words.joined(separator: " "))"
    }

    private static func json(_ counts: MailQueueCounts) -> ByteString {
        var json = JSONWriter(layout: .indented)
        json.beginObject()
        for stage in MailQueueCounts.Stage.allCases {
            json.member(stage.rawValue, counts.count(stage))
        }
        json.member("due_now", counts.dueNow)
        json.member("due_later", counts.dueLater)
        json.member("next_due_at", counts.nextDueAt?.utcText)
        json.key("kinds")
        json.beginObject()
        for kind in MailKind.allCases {
            guard let stages = counts.mails[kind] else { continue }
            json.key(kind.word)
            json.beginObject()
            for stage in MailQueueCounts.Stage.allCases {
                json.member(stage.rawValue, stages[stage] ?? 0)
            }
            json.endObject()
        }
        json.endObject()
        json.key("answers")
        json.beginArray()
        for answer in counts.answers {
            json.beginObject()
            json.member("state", answer.stage.rawValue)
            json.key("code")
            if let code = answer.code { json.value(UInt64(code)) } else { json.null() }
            json.member("verb", answer.verb)
            json.member("mails", answer.mails)
            json.member("example", answer.example)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.take()
    }

    // MARK: Single mails

    private static func row(_ mail: MailListing) -> PrintedRow {
        // One that waits as if for the first time has no answer of its own yet.
        let isAnswered = mail.stage != .queued
        let reply = isAnswered ? mail.reply?.text : nil
        let code = isAnswered ? mail.replyCode : nil
        let verb = isAnswered ? mail.replyVerb?.text : nil
        let answer = [code.map { "\($0)" }, verb.map { "(\($0))" }, reply]
            .compactMap(\.self).joined(separator: " ")
        let when = mail.nextAt ?? mail.lastAttemptAt ?? mail.dueAt
        return PrintedRow(
            cells: [
                mail.stage.rawValue, mail.entry.kind.word, mail.username.text, mail.address.text,
                when.utcText, "\(mail.attempts)", answer,
            ],
            members: [
                ("state", .text(mail.stage.rawValue)), ("kind", .text(mail.entry.kind.word)),
                ("user_id", .number(UInt64(mail.entry.user.value))),
                ("username", .text(mail.username.text)), ("to", .text(mail.address.text)),
                ("due_at", .text(mail.dueAt.utcText)), ("next_at", .text(mail.nextAt?.utcText)),
                ("attempts", .number(mail.attempts)),
                ("last_attempt_at", .text(mail.lastAttemptAt?.utcText)),
                ("code", .number(code.map { UInt64($0) })), ("verb", .text(verb)),
                ("answer", .text(reply)),
            ])
    }
}

extension MailQueueCounts.Stage {
    fileprivate var title: String {
        rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }
}
