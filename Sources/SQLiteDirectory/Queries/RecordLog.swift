package import Provisioning

/// What the log has of one record of one run, and of its user since.
package struct RecordLog: Equatable, Sendable {
    /// A value before and after; nil: none.
    package struct Value: Equatable, Sendable {
        package var name: String
        package var before: String?
        package var after: String?
    }

    /// Things that a change added or took, such as the groups that a user joined.
    package struct List: Equatable, Sendable {
        package var name: String
        package var items: [String]
    }

    /// A mail that the record owed, with what became of it.
    package struct Mail: Equatable, Sendable {
        package var kind: String
        /// `queued`, `deferred`, `sending`, `sent`, `failed`, `withdrawn`.
        package var state: String
        package var dueAt: Instant
        /// The server's last answer; nil: none.
        package var reply: String?
    }

    /// A later change of the same user.
    package struct Later: Equatable, Sendable {
        package var run: String
        package var command: String
        package var actor: String
        package var record: UInt32
        package var action: String
        package var outcome: String
        package var at: Instant
    }

    /// The user whom the record created, changed or looked at; nil: the log has no such line, as for
    /// a record that changed nothing.
    package var user: UserID?
    package var action: Action?
    package var outcome: Outcome?
    package var isCreation = false
    package var reason: String?
    package var values: [Value] = []
    package var lists: [List] = []
    /// Whether the values before and after were erased: by pruning, or with the user.
    package var isImageErased = false
    package var mails: [Mail] = []
    /// Oldest first, at most `laterMax`.
    package var later: [Later] = []
    package var laterCount = 0
    /// Name of the run that took the record's run back; nil: none did.
    package var undoneBy: String?
    /// Whether that run really took back what the record did to the user.
    package var isUserUndone = false
    /// Whether the change ended the user's absence from a feed, as of somebody who came back.
    package var endsAbsence = false
    /// The code under which the record waits to be corrected; nil: it does not.
    package var openCode: String?

    package static let laterMax = 10

    package init() {}
}
