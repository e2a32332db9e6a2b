/// Mails that follow from what a record changes about a user who exists: notices, and the time at
/// which an onboarding mail is due.
///
/// They are decided from the changes, whichever action or cell made them, so that a feed and a command
/// owe the same. Mail that is the action itself, such as that of `reset-password`, is owed where the
/// action is decided.
extension RecordDecider {
    /// Completes the mails of a record that was decided.
    func settleMails(
        _ record: Int, of batch: RecordBatch, user: UserState, into changes: inout UserChanges
    ) {
        guard !changes.isEmpty, !changes.isView, !changes.deletes else { return }
        if context.policy.mailDaysBeforeStart != nil {
            timeOnboarding(batch.actions[record], user: user, into: &changes)
        }
        // Who has no password yet has no access of which somebody could rob them.
        guard user.isOnboarded else { return }
        let notices = Self.notices(of: changes, user: user)
        guard !notices.isEmpty,
            context.owesNotice(recordSays: boolean(batch.value(record, .sendMail), of: batch))
        else { return }
        changes.access.mails += notices
    }

    /// What a user is told of changes to their access: each kind once, in the order of the kinds.
    static func notices(of changes: UserChanges, user: UserState) -> [OwedMail] {
        let access = changes.access
        var notices: [OwedMail] = []
        // Who loses password and second factors together is told of the password.
        let losesPassword = access.password == .removed
        if !losesPassword,
            changes.secondFactor != nil || access.removesEnrolments || access.enrols != nil
        {
            notices.append(OwedMail(.secondFactorChanged))
        }
        // A new onboarding mail says the same, and what to do.
        if losesPassword, !access.mails.contains(where: { $0.kind == .onboarding }) {
            notices.append(OwedMail(.passwordChanged))
        }
        if let key = changes.emailKey, key != user.emailKey {
            // At the address that is theirs no longer (NIST SP 800-63B): whoever changed it may be
            // the one who reads the new one.
            notices.append(OwedMail(.emailChanged, recipient: user.email))
        }
        if changes.isEnabled == false { notices.append(OwedMail(.accountDisabled)) }
        return notices
    }

    /// Moves onboarding mails to the day that the wave of the user's start has.
    private func timeOnboarding(
        _ action: Action, user: UserState, into changes: inout UserChanges
    ) {
        // Who sends a mail again by name wants it sent now.
        guard action != .resendOnboarding, !user.isOnboarded || changes.access.restartsOnboarding
        else { return }
        let start = changes.columns.last { $0.column == .startDate }?.change
        let due = onboardingDue(start == nil ? user.profile[.startDate] : start?.after)
        var isOwed = false
        for index in changes.access.mails.indices
        where changes.access.mails[index].kind == .onboarding {
            changes.access.mails[index].dueAt = due
            isOwed = true
        }
        if start != nil, !isOwed { changes.access.onboardingMailDue = due ?? context.now }
    }

    /// When the onboarding mail of somebody who starts that day is due; nil: at once.
    func onboardingDue(_ startDate: ByteString?) -> Instant? {
        guard let days = context.policy.mailDaysBeforeStart, let startDate,
            let start = Instant(day: startDate)
        else { return nil }
        let due = Instant(milliseconds: start.milliseconds - Int64(days) * 86_400_000)
        return due > context.now ? due : nil
    }
}
