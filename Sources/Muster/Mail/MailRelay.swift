package import MailDelivery
package import Provisioning
package import SQLiteDirectory

/// Sends what is due in the outbox, one mail after another.
///
/// Lease a few, begin one, send it, put its end on record together with the beginning of the next.
/// A relay that is killed has at most one mail whose fate nobody knows; that one is sent again, with
/// the same Message-ID and the same link.
package final class MailRelay {
    /// Mails that are leased at a time, at most.
    static let leaseMailsMax = 50
    /// How long a search of the queue holds, in milliseconds: a password reset is not kept waiting by
    /// ten thousand mails that were found before it.
    static let searchMilliseconds: Int64 = 5_000
    /// Mails that are looked at when the queue is searched.
    static let candidatesMax = 10_000
    /// Searches in a row of which no mail could be leased: others were faster each time, or a row is
    /// damaged, which would be found for ever.
    static let fruitlessSearchesMax = 20
    /// Times that a busy directory is asked again to take the end of an attempt.
    static let endTriesMax = 20

    let outbox: Outbox
    let transport: any MailTransport
    let composer: MailComposer
    let clock: any WallClock
    let delays: RetryDelays
    let pauses: RelayPauses
    /// Attempts at most; nil: as many as are due.
    package var limit: Int?
    /// Told of each attempt that came to an answer.
    package var progress: ((MailTally) -> Void)?
    /// What has been done so far.
    package internal(set) var tally = MailTally()
    /// Whether the last search came to its end, so that `nextDueAt` holds.
    private var hasSearched = false
    private var pace = DomainPace()
    private var complaints = ServerComplaints()
    /// The end of the last attempt, which is not on record yet.
    private var ended: MailAttemptEnd?
    /// When the mails in hand were leased.
    private var leasedAt = Instant(milliseconds: 0)

    package init(
        outbox: Outbox, transport: any MailTransport, composer: MailComposer,
        clock: any WallClock, random: any RandomBytes, pauses: RelayPauses
    ) {
        self.outbox = outbox
        self.transport = transport
        self.composer = composer
        self.clock = clock
        self.pauses = pauses
        delays = RetryDelays(random: random)
    }

    /// Sends until nothing is due, the limit is reached, or somebody wants it to stop.
    ///
    /// When it throws, what was done is on record, and what was not is back in the queue.
    package func deliverDue() throws(RunHalt) {
        hasSearched = false
        var fruitless = 0
        while !mustEnd, fruitless < Self.fruitlessSearchesMax {
            var due = try outbox.due(at: clock.now(), limit: Self.candidatesMax)
            if due.isEmpty {
                // Perhaps another relay was killed meanwhile, or the clock was ahead before.
                try outbox.reclaim()
                try outbox.bringForward(at: clock.now())
                due = try outbox.due(at: clock.now(), limit: 1)
            }
            guard !due.isEmpty else { break }
            fruitless = try deliver(due) ? 0 : fruitless + 1
        }
        try noteWhatIsLeft()
        let isLeft = tally.nextDueAt.map { $0 <= clock.now() } ?? false
        tally.wasInterrupted = pauses.isStopping() && isLeft
        hasSearched = true
    }

    /// Whether there is nothing to look for: since the last search nobody has written, and no mail has
    /// become due. A search reads all mails that wait, which may be due in months.
    func isIdle() throws(RunHalt) -> Bool {
        guard try outbox.isQuiet(), hasSearched else { return false }
        return tally.nextDueAt.map { $0 > clock.now() } ?? true
    }

    private var mustEnd: Bool {
        pauses.isStopping() || limit.map { tally.attempts >= $0 } ?? false
    }

    /// Sends these mails, but for those that others are faster with; says whether there were any.
    private func deliver(_ due: [MailQueueEntry]) throws(RunHalt) -> Bool {
        var next = 0
        var hasLeased = false
        do throws(RunHalt) {
            let from = clock.now()
            while next < due.count, !mustEnd,
                clock.now().milliseconds - from.milliseconds < Self.searchMilliseconds
            {
                let end = min(next + leaseMails, due.count)
                leasedAt = clock.now()
                let leased = try outbox.lease(due[next..<end], at: leasedAt)
                next = end
                hasLeased = hasLeased || !leased.isEmpty
                try deliver(leased: leased)
            }
        } catch {
            try? settle(leaving: [])
            throw error
        }
        try settle(leaving: [])
        return hasLeased
    }

    /// As many as may be sent in ten seconds, so that nobody else waits for what this relay has.
    private var leaseMails: Int {
        guard let allowance = outbox.allowance else { return Self.leaseMailsMax }
        let perTenSeconds = allowance.mails * 10 / max(allowance.span.components.seconds, 1)
        return Int(min(max(perTenSeconds, 1), Int64(Self.leaseMailsMax)))
    }

    private func deliver(leased: [MailQueueEntry]) throws(RunHalt) {
        var done = 0
        do throws(RunHalt) {
            // What is leased and waits is kept from others: not for longer than a search holds.
            while done < leased.count, !mustEnd,
                clock.now().milliseconds - leasedAt.milliseconds < Self.searchMilliseconds
            {
                if let attempt = try begin(leased[done]) {
                    try send(attempt)
                }
                done += 1
            }
        } catch {
            // The one in hand is given back with the rest; what fails now tells less than the cause.
            try? settle(leaving: leased[done...])
            throw error
        }
        // Where all were begun, the last one's end goes with the next beginning: writing it at once
        // would wait for the disk as often as leasing does.
        if done < leased.count { try settle(leaving: leased[done...]) }
    }

    /// Begins an attempt, waiting for the rate to allow it; nil: there is none to be made.
    private func begin(_ entry: MailQueueEntry) throws(RunHalt) -> MailAttempt? {
        while true {
            switch try advance(to: composer.request(for: entry)) {
            case .begun(let attempt): return attempt
            case .limited(let until):
                guard pauses.wait(until: until, clock) else {
                    try outbox.release([entry])
                    return nil
                }
            case .postponed:
                tally.postponed += 1
                return nil
            case .withdrawn:
                tally.withdrawn += 1
                return nil
            case .expired:
                tally.failed += 1
                return nil
            case .gone, nil: return nil
            }
        }
    }

    /// Puts the last end on record, and begins what is asked for.
    ///
    /// What was sent must not be sent again: while another writer keeps the directory, the end waits.
    private func advance(to request: MailAttemptRequest?) throws(RunHalt) -> MailAttemptStart? {
        var tries = 0
        while true {
            do throws(RunHalt) {
                let start = try outbox.advance(
                    ending: ended, beginning: request, at: clock.now()
                ) { [pace, clock] in pace.pause(for: $0, at: clock.now()) }
                ended = nil
                return start
            } catch {
                tries += 1
                guard error.status == .directoryBusy, ended != nil, tries < Self.endTriesMax
                else { throw error }
            }
        }
    }

    private func send(_ attempt: MailAttempt) throws(RunHalt) {
        let outcome: DeliveryOutcome
        do throws(RunHalt) {
            outcome = try transport.deliver(try composer.message(for: attempt))
        } catch {
            ended = MailAttemptEnd(attempt, .untried)
            guard error.status != .interrupted else { return }
            throw error
        }
        ended = end(of: attempt, outcome)
        try note(outcome, of: attempt)
        progress?(tally)
    }

    /// Puts the last end on record, and gives back what was not begun.
    private func settle(leaving rest: ArraySlice<MailQueueEntry>) throws(RunHalt) {
        if ended != nil { _ = try advance(to: nil) }
        if !rest.isEmpty { try outbox.release(rest) }
    }

    // MARK: Answers

    private func end(of attempt: MailAttempt, _ outcome: DeliveryOutcome) -> MailAttemptEnd {
        switch outcome {
        case .sent(let reply): return MailAttemptEnd(attempt, .sent, reply: reply.stored)
        case .refused(let reply): return MailAttemptEnd(attempt, .failed, reply: reply.stored)
        case .deferred(let reply), .unknown(let reply):
            let next = delays.next(after: attempt.number, at: clock.now())
            guard next < attempt.endsAt else {
                return MailAttemptEnd(attempt, .failed, reply: reply.stored)
            }
            return MailAttemptEnd(attempt, .deferred(until: next), reply: reply.stored)
        }
    }

    private func note(_ outcome: DeliveryOutcome, of attempt: MailAttempt) throws(RunHalt) {
        complaints.note(outcome, of: attempt)
        switch outcome {
        case .sent:
            tally.sent += 1
            pace.taken(attempt.address)
        case .refused(let reply), .deferred(let reply), .unknown(let reply):
            if ended?.state == .failed { tally.failed += 1 } else { tally.deferred += 1 }
            tally.answers[
                MailTally.Answer(code: reply.code, verb: reply.verb.rawValue), default: 0] += 1
            if case .deferred = outcome, reply.verb == .rcpt {
                pace.deferred(attempt.address, at: clock.now())
            }
            if complaints.areEnough { try complain(reply) }
        }
    }

    /// Ends the work where the server takes no mail for reasons that are not the recipients'; mails
    /// that were refused are deferred instead.
    private func complain(_ reply: MailReply) throws(RunHalt) {
        defer { complaints.forget() }
        try settle(leaving: [])
        let refused = complaints.refused.compactMap { attempt in
            let next = delays.next(after: attempt.number, at: clock.now())
            return next < attempt.endsAt ? (attempt: attempt, until: next) : nil
        }
        try outbox.reopen(refused)
        tally.failed -= refused.count
        tally.deferred += refused.count
        let count = ServerComplaints.countMax
        throw RunHalt(
            .mailServerUnreachable, .mailServerRefused,
            "the server takes none of \(count) mails in a row: \(reply.code) "
                + "\(MessageText.quoted(ReplyText.withoutAddresses(reply.text))) "
                + "(\(reply.verb.rawValue))",
            advice: "Those \(count) are tried again later, and the others are untouched. Look at "
                + "mail.from and at what the server says.")
    }
}

extension MailReply {
    fileprivate var stored: (code: Int, verb: String, text: String) { (code, verb.rawValue, text) }
}

extension MailRelay {
    /// Ends a relay that was to work until it is told to stop: mail that is left is no interruption.
    func endWatch() throws(RunHalt) {
        try noteWhatIsLeft()
        tally.wasInterrupted = false
    }

    private func noteWhatIsLeft() throws(RunHalt) {
        tally.nextDueAt = try outbox.nextDue()
        tally.heldByOthers = try outbox.leasedCount()
    }
}
