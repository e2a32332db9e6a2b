import GRDB
package import Provisioning

/// Attempts to send a mail, each with its beginning and its end.
extension Outbox {
    /// Puts the end of one attempt on record, and the beginning of the next, in one transaction.
    ///
    /// Either may be nil. What it returns is about the mail that was to begin: nil where none was. A
    /// mail that has begun may be sent; no other may. Its link is good, and has been since the first
    /// attempt. `pause` says until when an address gets no mail; nil: it may have some now.
    package func advance(
        ending ended: MailAttemptEnd?, beginning request: MailAttemptRequest?, at now: Instant,
        pause: (ByteString) -> Instant? = { _ in nil }
    ) throws(RunHalt) -> MailAttemptStart? {
        let body = { (database: Database) throws -> MailAttemptStart? in
            if let ended { try self.end(ended, database) }
            return try request.map { try self.begin($0, at: now, pause) }
        }
        // The last of a row of mails has no other to put it on disk.
        guard request != nil else { return try durably("end an attempt to send", body) }
        return try directory.writing("begin to send a mail", body)
    }

    // MARK: Beginning

    private func begin(
        _ request: MailAttemptRequest, at now: Instant, _ pause: (ByteString) -> Instant?
    ) throws -> MailAttemptStart {
        let entry = request.entry
        guard try isLeased(entry) else { return .gone }
        guard let user = try owedUser(of: entry) else {
            try close(entry, .withdrawn, at: now)
            return .withdrawn
        }
        let address = try recipient(of: entry) ?? user.email
        if let until = pause(address) {
            try run(.postpone, entry, .number(slot.number), .number(until.milliseconds))
            return .postponed
        }
        if let until = try waitingTime(at: now) { return .limited(until: until) }
        let earlier = try delivery(of: entry)
        let life = request.life.components.seconds * 1_000
        let firstAt = earlier?.firstAt ?? now
        var endsAt = Instant(milliseconds: firstAt.milliseconds + life)
        if let digest = request.digest {
            if earlier?.firstAt == nil {
                try makeLink(entry, digest, from: now, until: endsAt)
            } else if let linkEnd = try linkEnd(digest) {
                endsAt = linkEnd
            } else if entry.kind == .passwordExpiring {
                // Owed as long as that day stands: another action took the link, not what it is for.
                try makeLink(entry, digest, from: now, until: endsAt)
            } else {
                // Later attempts make no link: where it is gone, it was used or replaced.
                try close(entry, .withdrawn, at: now)
                return .withdrawn
            }
        }
        guard endsAt > now else {
            try close(entry, .failed, at: now)
            return .expired
        }
        try run(.begin, entry, .number(now.milliseconds), .text(address))
        try notePermit(at: now)
        return .begun(
            MailAttempt(
                entry: entry, user: user, address: address, number: (earlier?.attempts ?? 0) + 1,
                firstAt: firstAt, endsAt: endsAt))
    }

    private func isLeased(_ entry: MailQueueEntry) throws -> Bool {
        let statement = try statements(.isLeased)
        statement.bind(4, slot.number)
        guard let row = try row(.isLeased, entry) else { return false }
        row.reset()
        return true
    }

    private func delivery(
        of entry: MailQueueEntry
    ) throws -> (attempts: Int64, firstAt: Instant?)? {
        guard let row = try row(.delivery, entry) else { return nil }
        defer { row.reset() }
        return (row.int64(0), row.instant(1))
    }

    private func recipient(of entry: MailQueueEntry) throws -> ByteString? {
        guard entry.kind == .emailChanged, let row = try row(.recipient, entry) else { return nil }
        defer { row.reset() }
        return row.text(0)
    }

    /// The user whom a mail is still owed to; nil: what it was for is over.
    private func owedUser(of entry: MailQueueEntry) throws -> MailUser? {
        let row = try statements(.user)
        row.bind(1, Int64(entry.user.value))
        guard try row.step() else { return nil }
        defer { row.reset() }
        let isEnabled = row.int64(6) != 0
        let waits = isEnabled && row.int64(7) == 0
        let generation = row.int64(8)
        let isOwed =
            switch entry.kind {
            case .onboarding: waits && entry.occasion == .generation(generation)
            case .reminder:
                waits && ReminderOccasion(entry.occasion.text)?.generation == generation
            case .passwordReset: isEnabled
            case .passwordExpiring: isEnabled && row.optionalText(9) == entry.occasion.text
            case .secondFactorChanged, .passwordChanged, .emailChanged, .accountDisabled: true
            }
        guard isOwed else { return nil }
        return MailUser(
            username: row.text(0), email: row.text(1), firstName: row.optionalText(2),
            lastName: row.optionalText(3), displayName: row.optionalText(4),
            language: row.optionalText(5))
    }

    private func linkEnd(_ digest: [UInt8]) throws -> Instant? {
        let row = try statements(.linkEnd)
        return try digest.withUnsafeBytes { bytes in
            row.bind(1, blob: bytes)
            defer { row.reset() }
            return try row.step() ? row.instant(0) : nil
        }
    }

    /// Makes the link good; others of the user and kind die.
    private func makeLink(
        _ entry: MailQueueEntry, _ digest: [UInt8], from now: Instant, until end: Instant
    ) throws {
        let user = StatementValue.number(Int64(entry.user.value))
        let kind = StatementValue.number(Int64(entry.kind.rawValue))
        try statements.run(.killLinks, user, kind)
        try statements.run(
            .addLink, blob: digest, user, kind, entry.occasion.value,
            .number(now.milliseconds), .number(end.milliseconds))
    }

    // MARK: The rate

    /// When the next mail may be sent; nil: now.
    private func waitingTime(at now: Instant) throws -> Instant? {
        guard let allowance else { return nil }
        let grain = allowance.grain
        // What was sent within a slot counts until all of the slot is past.
        let from = now.milliseconds - allowance.milliseconds - grain
        // Permits of a clock that was ahead count for nothing.
        let moments = StatementValue.number(now.milliseconds)
        try statements.run(.forgetPermits, .number(now.milliseconds - 2 * 3_600_000), moments)
        let row = try statements(.permits)
        row.bind(1, from)
        row.bind(2, now.milliseconds)
        defer { row.reset() }
        guard try row.step(), row.int64(0) >= allowance.mails else { return nil }
        let oldest = row.int64(1)
        return Instant(
            milliseconds: max(oldest + allowance.milliseconds + grain, now.milliseconds) + 1)
    }

    private func notePermit(at now: Instant) throws {
        guard let grain = allowance?.grain else { return }
        try statements.run(.permit, .number(now.milliseconds / grain * grain))
    }

    // MARK: The end

    private func end(_ ended: MailAttemptEnd, _ database: Database) throws {
        let entry = ended.attempt.entry
        var state: MailState
        switch ended.state {
        case .untried:
            try run(.untry, entry)
            // Nobody has its link.
            if ended.attempt.number == 1 {
                try statements.run(
                    .killLinks, .number(Int64(entry.user.value)),
                    .number(Int64(entry.kind.rawValue)))
            }
            try run(.release, entry, .number(slot.number))
            guard database.changesCount == 0 else { return }
            state = .withdrawn
        case .sent: state = .sent
        case .failed: state = .failed
        case .deferred(let until):
            state = .deferred
            try run(.postpone, entry, .number(slot.number), .number(until.milliseconds))
            // Somebody took it back meanwhile.
            if database.changesCount == 0 { state = .withdrawn }
        }
        try run(
            .end, entry, .number(state.rawValue), .number(ended.reply.map { Int64($0.code) }),
            .text(ended.reply.map { ByteString($0.verb) }),
            .text(ended.reply.map { ByteString($0.text) }))
        if state != .deferred { try remove(entry) }
    }

    private func close(
        _ entry: MailQueueEntry, _ state: MailState, at now: Instant
    ) throws {
        try run(.close, entry, .number(state.rawValue), .number(now.milliseconds))
        try remove(entry)
    }

    private func remove(_ entry: MailQueueEntry) throws {
        try run(.remove, entry)
        if entry.kind == .emailChanged { try run(.removeRecipient, entry) }
    }
}

extension MailAllowance {
    var milliseconds: Int64 { span.components.seconds * 1_000 }

    /// Milliseconds that count as one moment, so that few rows tell of many mails.
    var grain: Int64 { max(milliseconds / 500, 1) }
}
