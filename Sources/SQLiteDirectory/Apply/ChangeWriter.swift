import GRDB
import GRDBSQLite
import Provisioning

/// Writes what a record changes about a user who exists, with its line in the change log.
final class ChangeWriter {
    private let database: Database
    private let details: UserDetails
    private let groups: GroupNumbers
    private let log: ChangeLog
    private let access: AccessWriter
    private let edits: ManualEditWriter
    private let deletion: PreparedStatement
    private let presence: PreparedStatement
    private var absences: AbsenceWriter?
    private var updates: [UInt64: UserUpdate] = [:]

    init(
        _ database: Database, details: UserDetails, groups: GroupNumbers, access: AccessWriter,
        apps: AppTable
    ) throws {
        self.database = database
        self.access = access
        self.details = details
        self.groups = groups
        log = try ChangeLog(database, apps: apps)
        edits = ManualEditWriter(database)
        deletion = try PreparedStatement(database, "DELETE FROM users WHERE id = ?")
        presence = try PreparedStatement(database, "SELECT 1 FROM users WHERE id = ?")
    }

    /// Writes one record's changes, and returns why the directory refused it, if it did; nothing of
    /// it remains then.
    func write(
        _ record: Int, of chunk: DecidedChunk, run: OpenRun, audit: inout ChunkAudit
    ) throws -> ConstraintViolation? {
        let decision = chunk.decisions[record]
        guard let user = run.user(of: decision.target)?.value else { return nil }
        let number = chunk.batch.chunk.records[record].number
        var generation: UInt32 = 1
        if decision.changeIndex >= 0 {
            let changes = chunk.changes[Int(decision.changeIndex)]
            audit.reason = chunk.batch.bytes(record, .reason)
            let written = WrittenRecord(
                user: user, index: record, number: number, chunk: chunk, run: run)
            if let violation = try apply(changes, decision, written, &generation, &audit) {
                return violation
            }
        }
        if decision.owesOnboardingMail {
            try details.queueOnboardingMail(for: user, generation: generation, record: number)
        }
        return nil
    }

    /// Writes the changes, and sets `generation` to that of the user's onboarding after them.
    private func apply(
        _ changes: UserChanges, _ decision: RecordDecision, _ record: WrittenRecord,
        _ generation: inout UInt32, _ audit: inout ChunkAudit
    ) throws -> ConstraintViolation? {
        let user = record.user
        let gone = ConstraintViolation(
            record: record.index, code: .directoryUserMoved, column: .user)
        generation = changes.before.onboardingGeneration
        if changes.deletes {
            let isThere = try audit.erase(
                changes.before, at: record.run.startedAt, in: database)
            guard isThere, try delete(user) else { return gone }
        } else if changes.isEmpty || changes.isView {
            guard try isPresent(user) else { return gone }
        } else {
            let password = try changes.access.password.flatMap {
                try record.chunk.passwordHash(for: record.index, $0)
            }
            let update = try update(for: changes)
            let refusal = try update.run(
                changes, user: user, passwordHash: password, at: record.run.startedAt)
            if let refusal {
                return try ConstraintViolation(record: record.index, refusal: refusal)
            }
            guard sqlite3_changes(database.sqliteConnection) == 1 else { return gone }
            try writeDetails(changes, record, &generation)
        }
        if !changes.isEmpty || changes.isLoggedAnyway {
            try log.add(
                changes, decision: decision, record: record.number, user: user, groups: groups,
                run: record.run, audit: &audit)
        }
        if changes.movesEdits, !changes.deletes {
            try edits.write(changes, of: user, at: record.run.startedAt)
        }
        if let feed = changes.joinsFeed, !changes.deletes, feed.value != 0 {
            try details.joinFeed(feed, user: user)
        }
        if let feed = changes.leavesFeed, !changes.deletes {
            try details.leaveFeed(feed, user: changes.before.id)
        }
        if let absence = changes.absence, !changes.deletes {
            let writer = try absences ?? AbsenceWriter(database)
            absences = writer
            try writer.write(absence, of: user, run: record.run.id)
        }
        return nil
    }

    private func delete(_ user: UInt32) throws -> Bool {
        deletion.bind(1, Int64(user))
        try deletion.run()
        guard sqlite3_changes(database.sqliteConnection) == 1 else { return false }
        try details.removeAll(of: user)
        return true
    }

    private func isPresent(_ user: UInt32) throws -> Bool {
        presence.bind(1, Int64(user))
        defer { presence.reset() }
        return try presence.step()
    }

    private func update(for changes: UserChanges) throws -> UserUpdate {
        let signature = UserUpdate.signature(of: changes)
        if let known = updates[signature] { return known }
        let made = try UserUpdate(database, signature: signature)
        updates[signature] = made
        return made
    }

    private func writeDetails(
        _ changes: UserChanges, _ record: WrittenRecord, _ generation: inout UInt32
    ) throws {
        let user = record.user
        let run = record.run
        for index in changes.groupsLeft {
            try details.leave(
                user, group: groups.number(of: index, in: database, run: run))
        }
        for index in changes.groupsJoined {
            try details.join(
                user, group: groups.number(of: index, in: database, run: run))
        }
        for (name, change) in changes.attributes {
            let number = try details.attributeNumber(name)
            if let after = change.after {
                try after.bytes.withUnsafeBytes {
                    try details.setAttribute(number, of: user, to: $0)
                }
            } else {
                try details.clearAttribute(number, of: user)
            }
        }
        if changes.isEnabled == false { try access.killLinks(of: user) }
        // A relay may have mailed one to the former address since this was decided.
        if let key = changes.emailKey, key != changes.before.emailKey {
            try access.removeLinks(of: user)
        }
        if changes.isEnabled == true { try access.withdrawDisabledNotices(of: user) }
        guard !changes.access.isEmpty else { return }
        if changes.access.movesGeneration { generation = try access.generation(of: user) }
        try access.write(changes.access, of: record, generation: generation)
    }
}

extension OpenRun {
    /// The user whom a decision is about; nil: nobody.
    func user(of target: DecisionTarget) -> UserID? {
        switch target {
        case .nobody: nil
        case .user(let user): user
        case .newUser(let ordinal): UserID(firstNewUser + ordinal)
        }
    }
}
