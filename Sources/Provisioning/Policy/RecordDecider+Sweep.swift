/// What housekeeping may do to a user: only what time still asks for at this moment.
///
/// Whom a sweep found due, somebody may have given more time before the record is decided or written;
/// so each record is held to its condition again, whenever it is decided.
extension RecordDecider {
    /// Whether what a record of a sweep does is due for the user as they are now.
    func isDue(_ action: Action, for user: UserState) -> Bool {
        switch action {
        case .disable: hasEnded(user)
        case .delete: !user.isEnabled && user.disabledCause == .leaver
        case .endSessions:
            user.isEnabled && user.access.passwordExpires.map { $0 <= context.today } == true
        default: false
        }
    }

    /// Leaves a protected user alone, and says so: time changes nothing of theirs, as a file does not.
    func spareFromSweep(_ user: UserState, _ changes: inout UserChanges) {
        guard !changes.isEmpty, context.isProtected(user) else { return }
        changes = UserChanges(before: user)
        findings = [DecisionFinding(.policySweepProtected, related: user.id.value)]
    }

    /// Whether the user's last day is past; that day itself is still included.
    func hasEnded(_ user: UserState) -> Bool {
        user.profile[.endDate].map { $0 < context.today } == true
    }

    /// Whether a record that says `enabled` leaves somebody disabled whose end date is still past: a
    /// feed that says so each night would undo each night what a sweep did, with a mail each time.
    func staysEnded(_ user: UserState, after changes: UserChanges) -> Bool {
        guard context.origin == .feed, !user.isEnabled, user.disabledCause == .ended
        else { return false }
        let change = changes.columns.last { $0.column == .endDate }?.change
        let day = change == nil ? user.profile[.endDate] : change?.after
        return day.map { $0 < context.today } == true
    }
}
