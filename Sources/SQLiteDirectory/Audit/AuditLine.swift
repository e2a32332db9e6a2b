package import Provisioning

/// One thing that was done, as the audit log shows it to people.
package struct AuditLine: Equatable, Sendable {
    /// Number of the entry that tells of it.
    package var entry: Int64
    /// When the entry was written.
    package var at: Instant
    package var actor: String?
    /// Word of a record's action, name of an event, or command of a run.
    package var action: String
    /// nil: about nobody in particular.
    package var user: UserID?
    /// The user's name as it is now; nil: there is no such user any more.
    package var username: ByteString?
    /// Name of the run; nil: outside any.
    package var run: String?
    /// nil: a leaver, the run as a whole, or outside any.
    package var record: UInt32?
    /// Word of the record's outcome, or of the run's state; nil: an event.
    package var outcome: String?
    package var reason: ByteString?
    /// What else there is to know: of a run its file, of an event a JSON object.
    package var detail: ByteString?

    /// Newer things first; those of one entry by their records, the last first.
    static func isNewer(_ left: AuditLine, _ right: AuditLine) -> Bool {
        (left.entry, left.record ?? 0) > (right.entry, right.record ?? 0)
    }
}

/// Which lines of the audit log are wanted; nil: no matter.
package struct AuditFilter: Equatable, Sendable {
    /// Users whom a line is about.
    package var users: [UserID]?
    /// Name of a run.
    package var run: String?
    package var actor: String?
    /// The first instant.
    package var since: Instant?
    /// The instant before which it was.
    package var until: Instant?
    /// Lines at most.
    package var limit: Int

    package init(limit: Int) { self.limit = limit }

    func admits(_ line: AuditLine) -> Bool {
        (run == nil || line.run == run) && (actor == nil || line.actor == actor)
            && since.map { line.at >= $0 } ?? true && until.map { line.at < $0 } ?? true
    }
}
