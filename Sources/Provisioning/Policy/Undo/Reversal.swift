/// What a run did to one user, and what became of the user since: what a decision to take it back
/// goes by.
package struct Reversal: Equatable, Sendable {
    /// A run as messages name it.
    package struct NamedRun: Equatable, Sendable {
        package var name: String
        package var command: String
        package init(name: String, command: String) {
            self.name = name
            self.command = command
        }
    }

    /// The record that created the user; nil: they were there before the run.
    package var creator: UInt32?
    /// What the run changed, in the order in which it did.
    package var changes: [LoggedChange] = []
    /// The newest run that changed the user since, and that was not taken back; nil: none.
    package var laterRun: NamedRun?
    /// By how much later lines of the log moved the version.
    package var movesSince: UInt32 = 0
    /// Whether the user set a password by a link since.
    package var hasOnboardedSince = false
    /// Whether an attempt to take the same run back, which did not come to its end, did this user.
    package var isTakenBack = false
    /// The run that deleted the user, where they are gone.
    package var deleter: NamedRun?
    /// Mails that the run owes and that nobody has sent.
    package var mailsWaiting = 0
    /// Mails that the run owed and that were sent.
    package var mailsSent = 0

    package init() {}

    /// The version that the user has where only the log's own changes moved it; nil: not known.
    package var expectedVersion: UInt32? {
        guard let last = changes.last(where: { $0.movesVersion }) else {
            if creator != nil { return 1 + movesSince }
            return changes.last?.image.map { $0.version + movesSince }
        }
        return last.image.map { $0.version + 1 + movesSince }
    }

    /// Whether something that the run changed is not on record any more.
    package var isErased: Bool {
        changes.contains { $0.image == nil && $0.outcome != .deleted && $0.outcome != .viewed }
    }

    /// Numbers of the run's records on the user, ascending.
    package var records: [UInt32] {
        var records = changes.map(\.record)
        if let creator, !records.contains(creator) { records.append(creator) }
        return Set(records).sorted()
    }
}

/// The log of changes, as the taking back of a run reads it.
package protocol ReversalLog: AnyObject {
    /// What the run did to each of these users, gone or not; users whom it did not touch are absent.
    ///
    /// - Complexity: a few index searches a user.
    func reversals(of run: Int64, users: [UserID]) throws(RunHalt) -> [UserID: Reversal]
}
