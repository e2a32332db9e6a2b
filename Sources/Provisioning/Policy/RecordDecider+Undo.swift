/// Taking back what a run did to a user: not a decision from cells, but from the log of changes.
///
/// A user who was changed since stays as they are: what is there now is what somebody else wanted. Whom
/// the run created goes; of everybody else each value that the run changed becomes what it was, several
/// of its records counting as one.
extension RecordDecider {
    /// Decides a record of an undo about a user who is there.
    func takeBack(
        _ record: Int, of batch: RecordBatch, user: UserState, by reversal: RunReversal,
        into chunk: DecidedChunk
    ) -> RecordDecision {
        let past = reversal.reversal(of: user.id)
        if past.isTakenBack {
            return settled(.unchanged, record, of: batch, user: user.id)
        }
        if past.isErased, past.creator == nil {
            let words = "what the run changed about \(name(user.id)) is no longer on record"
            return leave(user.id, record, of: batch, .undoUserGone, words, by: reversal)
        }
        if let words = changedSince(user, past) ?? claimedSince(user, past, by: reversal) {
            return leave(user.id, record, of: batch, .undoUserChanged, words, by: reversal)
        }
        let net = NetChange(past.changes.compactMap(\.image))
        var changes = UserChanges(before: user)
        changes.takesBack = past.records
        if past.mailsWaiting > 0 {
            changes.access.withdrawsMails = MailsOfRun(
                run: reversal.run, count: past.mailsWaiting)
        }
        if past.creator != nil {
            guard !context.isProtected(user) else {
                findings = [DecisionFinding(.policyUserProtected, related: user.id.value)]
                return rejected(batch.actions[record])
            }
            changes.deletes = true
            warn(ofPermanent: [sentMails(past)].compactMap { $0 }, by: reversal)
        } else {
            let lost = restore(net, of: user, into: &changes)
            warn(ofPermanent: lost + permanent(net, past), by: reversal)
            if changes.isEnabled == true {
                invite(record, of: batch, user: user, into: &changes.access)
            }
            if changes.emailKey != nil {
                moveLinks(record, of: batch, user: user, into: &changes.access)
            }
            settleMails(record, of: batch, user: user, into: &changes)
            announce(changes.groupsJoined, record: batch.chunk.records[record].number)
        }
        return decision(changes, record, of: batch, into: chunk)
    }

    /// Decides a record of an undo about a user who is not there any more.
    func findGone(
        _ user: UserID, _ record: Int, of batch: RecordBatch, by reversal: RunReversal
    ) -> RecordDecision {
        let past = reversal.reversal(of: user)
        if past.isTakenBack { return settled(.unchanged, record, of: batch, user: nil) }
        let how = past.deleter.map { " by \(Self.words(for: $0))" } ?? ""
        let words = "\(name(user)) was deleted\(how); what was deleted cannot be taken back"
        return leave(user, record, of: batch, .undoUserGone, words, by: reversal)
    }

    private func decision(
        _ changes: UserChanges, _ record: Int, of batch: RecordBatch, into chunk: DecidedChunk
    ) -> RecordDecision {
        let action = batch.actions[record]
        guard !changes.isEmpty else {
            return settled(.unchanged, record, of: batch, user: changes.before.id)
        }
        var outcome = Outcome.updated
        if changes.deletes { outcome = .deleted }
        if let enabled = changes.isEnabled { outcome = enabled ? .enabled : .disabled }
        var decision = RecordDecision(outcome: outcome, action: action)
        decision.target = .user(changes.before.id)
        decision.changeIndex = Int32(chunk.changes.count)
        chunk.changes.append(changes)
        return decision
    }

    private func settled(
        _ outcome: Outcome, _ record: Int, of batch: RecordBatch, user: UserID?
    ) -> RecordDecision {
        var decision = RecordDecision(outcome: outcome, action: batch.actions[record])
        if let user { decision.target = .user(user) }
        return decision
    }

    private func leave(
        _ user: UserID, _ record: Int, of batch: RecordBatch, _ code: IssueCode, _ words: String,
        by reversal: RunReversal
    ) -> RecordDecision {
        findings = [reversal.finding(code, words)]
        reversal.leave(user, isGone: code == .undoUserGone)
        return settled(.skipped, record, of: batch, user: user)
    }

    // MARK: Changed since

    /// What was done to the user since; nil: nothing that matters.
    ///
    /// That somebody signed in is a change of a user whom the run created, but not of one who was there
    /// before: half of them do so in the morning, and nothing that the run changed is touched by it.
    private func changedSince(_ user: UserState, _ past: Reversal) -> String? {
        func words(_ what: String) -> String {
            "\(name(user.id)) \(what): left as they are"
        }
        if let later = past.laterRun {
            return words("was changed since by \(Self.words(for: later))")
        }
        if past.hasOnboardedSince { return words("has set a password since") }
        let hasSignedIn = !user.access.sessions.isEmpty || !user.access.lastAccess.isEmpty
        if past.creator != nil, hasSignedIn { return words("has signed in since") }
        guard past.expectedVersion != user.version else { return nil }
        if past.creator == nil,
            holds(NetChange(past.changes.compactMap(\.image)), of: user)
        {
            return nil
        }
        return words("was changed since by the user, or with a group or an application")
    }

    /// That a user whom the run created belongs to another feed by now: they are not the run's any more.
    private func claimedSince(
        _ user: UserState, _ past: Reversal, by reversal: RunReversal
    ) -> String? {
        guard past.creator != nil, user.feeds.contains(where: { $0 != reversal.feed }) else {
            return nil
        }
        return "\(name(user.id)) belongs to another feed by now: left as they are"
    }

    /// Whether a user still is what the run made of them, as far as it changed them.
    private func holds(_ net: NetChange, of user: UserState) -> Bool {
        let memberOf = Set(user.groups.map { GroupTable.fold(groupName($0)) })
        let has = Set(user.access.apps.map { GroupTable.fold(appName($0)) })
        return net.columns.allSatisfy { user.value($0.column) == $0.change.after }
            && net.attributes.allSatisfy { user.attributes[$0.name] == $0.change.after }
            && net.groups.allSatisfy { memberOf.contains(GroupTable.fold($0.name)) == $0.after }
            && net.apps.allSatisfy { has.contains(GroupTable.fold($0.name)) == $0.after }
            && (net.deviceLimit.map { $0.after == user.deviceLimit } ?? true)
            && (net.secondFactor.map { $0.after == user.secondFactor } ?? true)
            && (net.disabledCause.map { $0.after == user.disabledCause } ?? true)
            // Which password it is, nobody can tell.
            && net.hadPassword == nil
    }

    func groupName(_ index: GroupIndex) -> ByteString { context.groups.entries[Int(index)].name }
    func appName(_ index: AppIndex) -> ByteString { context.apps.entries[Int(index)].name }

    private func name(_ user: UserID) -> String { "user id:\(user.value)" }

    private static func words(for run: Reversal.NamedRun) -> String {
        "run \(run.name) (\(run.command))"
    }

    // MARK: What cannot be taken back

    private func warn(ofPermanent parts: [String], by reversal: RunReversal) {
        guard !parts.isEmpty else { return }
        findings.append(
            reversal.finding(
                .undoChangePermanent,
                "cannot be taken back: \(parts.joined(separator: "; "))"))
    }

    private func sentMails(_ past: Reversal) -> String? {
        switch past.mailsSent {
        case 0: nil
        case 1: "a mail was sent"
        default: "\(past.mailsSent) mails were sent"
        }
    }

    private func permanent(_ net: NetChange, _ past: Reversal) -> [String] {
        var parts: [String] = []
        if let mails = sentMails(past) { parts.append(mails) }
        if net.hadPassword == true {
            parts.append("the password that there was is not kept anywhere")
        }
        if !net.unenrolled.isEmpty {
            let methods = net.unenrolled.map(\.word).joined(separator: ", ")
            parts.append("enrolments were removed (\(methods)); the user has to enrol anew")
        }
        if let codes = net.backupCodesBefore, codes > 0 {
            parts.append("\(codes) backup \(codes == 1 ? "code is" : "codes are") void")
        }
        if net.grantUntil != nil { parts.append("a token to act as the user was shown") }
        if net.sessionsEnded > 0 {
            parts.append(
                net.sessionsEnded == 1
                    ? "a session was ended" : "\(net.sessionsEnded) sessions were ended")
        }
        // Whoever had a link is told by a new one.
        if net.killedLinks, !past.hasOnboardedSince {
            parts.append("links and waiting mails with links were made void")
        } else if net.renewedOnboarding {
            parts.append("earlier onboarding links are void")
        }
        if net.endedGrants, net.grantUntil == nil {
            parts.append("grants to act as the user ended")
        }
        return parts
    }
}

extension UserState {
    /// The value of an identity key or a profile column.
    func value(_ column: UserColumn) -> ByteString? {
        switch column {
        case .username: username
        case .email: email
        case .externalID: externalID
        default: profile[column]
        }
    }
}
