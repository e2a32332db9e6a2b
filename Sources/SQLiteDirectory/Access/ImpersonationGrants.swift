import GRDB
package import Provisioning

/// Grants to act as a user.
extension SQLiteDirectory {
    /// The grant whose token has this SHA-256; nil: there is none.
    package func grant(digest: [UInt8]) throws(RunHalt) -> ImpersonationGrant? {
        try perform("look for a grant") { database in
            let row = try PreparedStatement(
                database, "SELECT \(Self.grantColumns) FROM grants WHERE digest = ?")
            return try digest.withUnsafeBytes { bytes in
                row.bind(1, blob: bytes)
                guard try row.step() else { return nil }
                defer { row.reset() }
                return Self.grant(row)
            }
        }
    }

    /// Grants of a user that ran out, and whose end stands nowhere yet.
    static func expiredGrants(
        of user: UserID, at now: Instant, _ database: Database
    ) throws -> [ImpersonationGrant] {
        let rows = try PreparedStatement(
            database,
            """
            SELECT \(grantColumns) FROM grants
            WHERE user_id = ? AND ended_at IS NULL AND expires_at <= ? ORDER BY id
            """)
        rows.bind(1, Int64(user.value))
        rows.bind(2, now.milliseconds)
        var grants: [ImpersonationGrant] = []
        while try rows.step() { grants.append(grant(rows)) }
        return grants
    }

    private static let grantColumns = """
        id, user_id, actor, reason, started_at, expires_at, uses, last_used_at, ended_at
        """

    private static func grant(_ row: PreparedStatement) -> ImpersonationGrant {
        ImpersonationGrant(
            id: row.int64(0), user: UserID(UInt32(clamping: row.int64(1))), actor: row.text(2),
            reason: row.optionalText(3), startedAt: Instant(milliseconds: row.int64(4)),
            expiresAt: Instant(milliseconds: row.int64(5)), uses: UInt64(clamping: row.int64(6)),
            lastUsedAt: row.optionalInt64(7).map { Instant(milliseconds: $0) },
            endedAt: row.optionalInt64(8).map { Instant(milliseconds: $0) })
    }
}

extension AccessTransaction {
    /// Notes that a grant was used once more.
    package func use(_ grant: ImpersonationGrant) throws {
        try run(
            "UPDATE grants SET uses = uses + 1, last_used_at = ? WHERE id = ?",
            .number(now.milliseconds), .number(grant.id))
        try log(
            "impersonation.used", user: grant.user, reason: grant.reason,
            detail: ["granted_to": grant.actor])
    }

    /// Ends a grant now, or, where it ran out before, as of then; one that has ended stays as it is.
    package func end(_ grant: ImpersonationGrant) throws {
        let hasRunOut = grant.expiresAt <= now
        try run(
            "UPDATE grants SET ended_at = ? WHERE id = ? AND ended_at IS NULL",
            .number(min(now, grant.expiresAt).milliseconds), .number(grant.id))
        guard database.changesCount == 1 else { return }
        try log(
            "impersonation.ended", user: grant.user, reason: grant.reason,
            detail: [
                "granted_to": grant.actor, "how": hasRunOut ? "ran out" : "ended",
                "uses": ByteString("\(grant.uses)"),
            ])
    }
}
