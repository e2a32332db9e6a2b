package import Provisioning
import ResultReporting
import SQLiteDirectory

/// What `muster onboarding list` prints.
package struct OnboardingList {
    /// The age says since when, too.
    private static let columns: [TableColumn] = [
        .text("USERNAME", least: 16), .text("EMAIL", least: 20, rank: 5),
        .repetition("SINCE"), .whole("AGE"), .whole("LAST MAIL"),
        .whole("LINK ENDS", rank: 7), .text("ANSWER", least: 16, rank: 3),
    ]
    /// Users that are in memory at a time.
    private static let pageUsersMax = 500

    private let place: DirectoryPlace
    private let clock: any WallClock
    /// Word of a band to which the list is narrowed; nil: all.
    package var band: String?
    /// Whether only those are listed whom nobody has tried to send a mail.
    package var isNeverMailed = false

    package init(_ place: DirectoryPlace, clock: any WallClock = SystemClock()) {
        self.place = place
        self.clock = clock
    }

    /// Prints the enabled users who have not finished, those who began first coming first, and for
    /// people how many there are of each age.
    ///
    /// `width` is the columns of the terminal, nil a pipe. It throws a halt with status 64 for a word
    /// that is no band, 66 without a directory, or 74.
    package func print(
        format: CommandFormat, to output: StandardOutput, width: Int?, style: CommandStyle
    ) throws(RunHalt) {
        let band = try wantedBand()
        let now = clock.now()
        let printer = RowPrinter(
            Self.columns, format: format, to: output, width: width, style: style,
            nothing: "Nobody is waiting.")
        var counts: [AgeBand: Int] = [:]
        var page: [PrintedRow] = []
        try place.openForReading().listOnboarding { user in
            let age = AgeBand(since: user.since, now: now)
            guard !printer.isAbandoned, band == nil || band == age,
                !isNeverMailed || user.lastMail == nil
            else { return }
            counts[age, default: 0] += 1
            page.append(Self.row(user, age))
            guard page.count == Self.pageUsersMax else { return }
            try printer.print(page)
            page.removeAll(keepingCapacity: true)
        }
        try printer.print(page)
        if format == .text, width != nil {
            let parts = AgeBand.allCases.map { "\($0.rawValue): \(counts[$0] ?? 0)" }
            try output.write(style.faint(parts.joined(separator: ", ")) + "\n")
        }
        try printer.finish()
    }

    private func wantedBand() throws(RunHalt) -> AgeBand? {
        guard let word = band else { return nil }
        if let band = AgeBand(rawValue: word) { return band }
        let words = AgeBand.allCases.map(\.rawValue).joined(separator: ", ")
        throw RunHalt(
            .usage, .usageOptionInvalid, "\"\(MessageText.quoted(word))\" is not an age",
            advice: "Allowed are \(words).")
    }

    private static func row(_ user: OnboardingListing, _ age: AgeBand) -> PrintedRow {
        let mail = lastMail(user)
        return PrintedRow(
            cells: [
                user.username.text, user.email.text, user.since.utcText, age.rawValue,
                mail.map { "\($0.state) \($0.at.utcText)" } ?? "never",
                user.linkEndsAt?.utcText ?? "", mail?.reply ?? "",
            ],
            members: [
                ("id", .number(UInt64(user.user.value))), ("username", .text(user.username.text)),
                ("email", .text(user.email.text)), ("since", .text(user.since.utcText)),
                ("age", .text(age.rawValue)), ("last_mail", .text(mail?.state)),
                ("last_mail_at", .text(mail?.at.utcText)),
                ("last_mail_reply", .text(mail?.reply)),
                ("link_ends_at", .text(user.linkEndsAt?.utcText)),
            ])
    }

    /// A mail that waits for its first attempt comes after one that was attempted; of one that was not
    /// taken there is the answer.
    private static func lastMail(
        _ user: OnboardingListing
    ) -> (state: String, at: Instant, reply: String?)? {
        if let due = user.queuedFor, user.lastMail?.state != .deferred {
            return ("queued", due, nil)
        }
        return user.lastMail.map { mail in
            let hasFault = mail.state == .deferred || mail.state == .failed
            return (mail.state.word, mail.at, hasFault ? mail.reply?.text : nil)
        }
    }
}
