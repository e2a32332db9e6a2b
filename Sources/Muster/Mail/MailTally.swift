package import Provisioning

/// What a relay did.
package struct MailTally: Equatable, Sendable {
    package var sent = 0
    /// Not taken for now; tried again later.
    package var deferred = 0
    /// Refused, or not taken until their time was over.
    package var failed = 0
    /// What they were for was over.
    package var withdrawn = 0
    /// Put off, because their domain takes no mail for now.
    package var postponed = 0
    /// Whether a signal ended it with mail left that is due.
    package var wasInterrupted = false
    /// Answers of mails that were deferred or refused, by code and what was answered.
    package var answers: [Answer: Int] = [:]
    /// When the next mail is due, which may be past; nil: none waits.
    package var nextDueAt: Instant?

    /// Mails that other relays have in hand.
    package var heldByOthers = 0
    /// The folder that took the mails; nil: a server or program did.
    package var folder: String?

    package init() {}

    /// What an answer says of more than one mail.
    package struct Answer: Hashable, Comparable, Sendable {
        package var code: Int
        /// `RCPT`, `end of mail`.
        package var verb: String

        package init(code: Int, verb: String) {
            self.code = code
            self.verb = verb
        }

        package static func < (left: Self, right: Self) -> Bool {
            (left.code, left.verb) < (right.code, right.verb)
        }
    }

    /// Attempts that came to an answer.
    package var attempts: Int { sent + deferred + failed }

    /// The status that a command ends with.
    package var status: ExitStatus {
        if wasInterrupted { return .interrupted }
        return deferred + failed > 0 ? .someRejected : .allAccepted
    }
}
