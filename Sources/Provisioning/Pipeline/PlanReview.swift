/// Sees the finished plan of a run record by record, before anything is applied: to write it down, or
/// to compare it with one that was written down.
package protocol PlanReview: AnyObject {
    /// Begins with the verdicts of all records.
    func begin(_ plan: DecidedRun) throws(RunHalt)

    /// Takes the next record that is neither unchanged nor skipped, in order; leavers come last.
    func add(_ record: PlannedRecord) throws(RunHalt)

    /// Ends after the last one.
    /// - Throws: a halt that keeps the run from being applied.
    func end() throws(RunHalt)
}

/// What one record of a plan will do.
package struct PlannedRecord {
    /// 0 for a leaver, who has no line either.
    package var number: UInt32
    package var line: UInt64
    package var action: Action
    package var outcome: Outcome
    package var identity: ShownIdentity
    /// The user of the directory whom it is about; nil: a new one, or nobody.
    package var user: UserID?
    /// The version that the record finds the user in; nil: it writes nothing about a user who exists.
    package var version: UInt32?
    package var issues: [RecordIssue] = []
    /// Values that change; for a new user all that they will have.
    package var values: [PlannedValue] = []
    /// What else happens, each in a few words, such as `groups: +sales`.
    package var effects: [String] = []
    /// Mails that it owes, with the time they are due; nil: at once.
    package var mails: [(kind: MailKind, dueAt: Instant?)] = []
    /// Devices that the user has, where they are more than the limit that the record gives.
    package var surplus: (devices: Int, limit: Int)?
}

/// One value before and after; nil: none.
package struct PlannedValue: Equatable, Sendable {
    package var name: String
    package var before: ByteString?
    package var after: ByteString?

    package init(_ name: String, _ before: ByteString?, _ after: ByteString?) {
        self.name = name
        self.before = before
        self.after = after
    }
}
