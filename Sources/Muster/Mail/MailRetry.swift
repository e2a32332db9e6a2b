import Credentials
package import Provisioning
import SQLiteDirectory

/// Makes mails due now that were deferred or refused: `muster mail retry`.
package struct MailRetry {
    private let place: DirectoryPlace
    private let actor: String
    private let clock: any WallClock
    private let random: any RandomBytes
    /// Whose mails; nil: everybody's.
    package var user: String?
    /// nil: all kinds.
    package var kind: MailKind?
    package var takesDeferred = true
    package var takesFailed = true

    package init(
        _ place: DirectoryPlace, actor: String, clock: any WallClock = SystemClock(),
        random: any RandomBytes = SystemRandom()
    ) {
        self.place = place
        self.actor = actor
        self.clock = clock
        self.random = random
    }

    /// Queues them, and says how many there were.
    ///
    /// It throws a halt with status 1 for an unknown user, or 66 without a directory.
    package func run() throws(RunHalt) -> RetriedMails {
        var filter = MailRetryFilter()
        filter.kind = kind
        filter.takesDeferred = takesDeferred
        filter.takesFailed = takesFailed
        let reader = try place.openForReading()
        if let user {
            filter.user = try MailedUser.find(
                user, in: reader, try place.loadConfiguration(checksTemplates: false))
        }
        var counts = (deferred: 0, failed: 0)
        let now = clock.now()
        let what = "retry" + (kind.map { " \($0.word)" } ?? "")
        try RecordedChange(
            place: place, command: "mail", actor: actor, clock: clock, random: random
        ).run(what) { (directory, _) throws(RunHalt) in
            counts = try directory.retryMails(filter, at: now)
            return RunSummary()
        }
        return RetriedMails(deferred: counts.deferred, failed: counts.failed)
    }
}

/// Mails that are due again.
package struct RetriedMails: Equatable, Sendable {
    package var deferred: Int
    package var failed: Int

    /// How many there are, in a sentence.
    package var text: String {
        guard deferred + failed > 0 else {
            return "Nothing to try again: no such mail is deferred or failed."
        }
        return "Due now: \(deferred) that \(deferred == 1 ? "was" : "were") deferred, "
            + "\(failed) that had failed. muster mail deliver sends them."
    }

    /// The same for programs.
    package var json: ByteString {
        PrintedRow(
            cells: [],
            members: [
                ("deferred", .number(UInt64(deferred))), ("failed", .number(UInt64(failed))),
            ]
        ).object
    }
}
