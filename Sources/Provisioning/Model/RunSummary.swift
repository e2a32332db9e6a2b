/// What a run did, in figures.
package struct RunSummary: Equatable, Sendable {
    /// Records that the reader delivered.
    package var records: UInt64 = 0
    /// Records by outcome; their sum is `records`.
    package var outcomes: [Outcome: UInt64] = [:]
    /// Leavers by outcome; they are no records.
    package var leavers: [Outcome: UInt64] = [:]
    /// Issues by code, warnings too.
    package var issues: [IssueCode: UInt64] = [:]
    /// The first place of each code, such as `users.csv:41 (record 38)`.
    package var firstPlaces: [IssueCode: String] = [:]
    /// Mails queued.
    package var mailsQueued: UInt64 = 0
    /// Passwords to hash.
    package var passwords: UInt64 = 0
    /// Groups created.
    package var groupsCreated: UInt64 = 0
    /// Findings about the feed as a whole: unknown, unused and misspelled columns.
    package var notices: [RecordIssue] = []

    /// What is remembered of the file if it is accepted; nil: it is no feed's, or this was read from the
    /// history.
    package var health: FileHealth?

    package init() {}

    /// Records with one outcome.
    package func count(_ outcome: Outcome) -> UInt64 { outcomes[outcome] ?? 0 }
}
