package import Provisioning

/// The most mails that all relays together may send in a span of time.
package struct MailAllowance: Equatable, Sendable {
    /// At least 1.
    package var mails: Int64
    package var span: Duration

    package init(mails: Int64, span: Duration) {
        self.mails = mails
        self.span = span
    }
}

/// A mail that a relay wants to send now.
package struct MailAttemptRequest: Sendable {
    package var entry: MailQueueEntry
    /// SHA-256 of the token in its link; nil: its kind has no link.
    package var digest: [UInt8]?
    /// How long it is tried, and its link is good, from the first attempt on.
    package var life: Duration

    package init(entry: MailQueueEntry, digest: [UInt8]?, life: Duration) {
        self.entry = entry
        self.digest = digest
        self.life = life
    }
}

/// Who gets a mail, and what it can say about them.
package struct MailUser: Equatable, Sendable {
    package var username: ByteString
    package var email: ByteString
    package var firstName: ByteString?
    package var lastName: ByteString?
    package var displayName: ByteString?
    package var language: ByteString?
}

/// An attempt that has begun: it is on record, and its link is good.
package struct MailAttempt: Equatable, Sendable {
    package var entry: MailQueueEntry
    package var user: MailUser
    /// Where it goes: the user's address, or the one that the mail is about.
    package var address: ByteString
    /// Counted from 1.
    package var number: Int64
    package var firstAt: Instant
    /// From when on it is not tried any more, and its link is dead.
    package var endsAt: Instant
}

/// What came of the wish to send a mail.
package enum MailAttemptStart: Equatable, Sendable {
    case begun(MailAttempt)
    /// As many mails as are allowed were sent; the next may go then.
    case limited(until: Instant)
    /// Its address gets no mail for now; it has gone back, to be taken when the pause is over.
    case postponed
    /// It is not this relay's any more, or not there.
    case gone
    /// What it was for is over, and it is on record as withdrawn.
    case withdrawn
    /// Its time was over before it was taken, and it is on record as failed.
    case expired
}

/// How an attempt ended.
package struct MailAttemptEnd: Equatable, Sendable {
    package enum State: Equatable, Sendable {
        case sent
        /// To be tried again then.
        case deferred(until: Instant)
        case failed
        /// It did not come to an attempt, and is as it was before.
        case untried
    }

    package var attempt: MailAttempt
    package var state: State
    /// The answer's code, what it answered, and its text.
    package var reply: (code: Int, verb: String, text: String)?

    package init(
        _ attempt: MailAttempt, _ state: State,
        reply: (code: Int, verb: String, text: String)? = nil
    ) {
        self.attempt = attempt
        self.state = state
        self.reply = reply
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.attempt == right.attempt && left.state == right.state
            && left.reply?.code == right.reply?.code && left.reply?.verb == right.reply?.verb
            && left.reply?.text == right.reply?.text
    }
}
