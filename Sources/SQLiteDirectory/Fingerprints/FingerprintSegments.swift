import GRDB
package import Provisioning

/// Reading the fingerprints of feed rows: segments from the newest to the oldest, of which the
/// newest statement about a user holds.
extension SQLiteDirectory {
    package func fingerprints(
        of feed: FeedID, basis: UInt64, _ each: (RowFingerprint, UserID) -> Void
    ) throws(RunHalt) {
        let counts = try perform("read the fingerprints") { database in
            let counts = try Self.readFingerprints(database, of: feed, basis: basis, each)
            // The pages of the segments are not needed again, and would stay for the whole run.
            try database.execute(sql: "PRAGMA shrink_memory")
            return counts
        }
        fingerprintTally.load(live: counts.live, dead: counts.dead)
    }

    private static func readFingerprints(
        _ database: Database, of feed: FeedID, basis: UInt64,
        _ each: (RowFingerprint, UserID) -> Void
    ) throws -> (live: Int, dead: Int) {
        var decided = UserBits(largest: try lastUser(database))
        var live = 0
        var dead = 0
        let segments = try PreparedStatement(
            database,
            """
            SELECT feed_id, except_feed, basis, entries FROM row_fingerprints
            WHERE feed_id IS NULL OR feed_id = ? ORDER BY segment DESC
            """)
        segments.bind(1, Int64(feed.value))
        let wanted = Int64(bitPattern: basis)
        while try segments.step() {
            let isCurrent = segments.int64(2) == wanted
            let entries = segments.bytes(3)
            if segments.isNull(0) {
                let count = entries.count / FingerprintEntry.tombstoneBytes
                dead += count
                guard segments.optionalInt64(1) != Int64(feed.value) else { continue }
                for index in 0..<count {
                    _ = decided.insert(FingerprintEntry.tombstone(entries, index))
                }
                continue
            }
            for index in (0..<entries.count / FingerprintEntry.bytes).reversed() {
                let user = FingerprintEntry.user(entries, index)
                guard user != 0, decided.insert(user), isCurrent else {
                    dead += 1
                    continue
                }
                live += 1
                each(FingerprintEntry.fingerprint(entries, index), UserID(user))
            }
        }
        return (live, dead)
    }

    /// The greatest user number that was ever given.
    static func lastUser(_ database: Database) throws -> UInt32 {
        let next = try Int64.fetchOne(
            database, sql: "SELECT value FROM meta WHERE name = 'next_user'")
        return UInt32(max((next ?? 1) - 1, 0))
    }

    /// Whether any fingerprints are kept that a change could make stale.
    func hasFingerprints(_ database: Database) throws -> Bool {
        if let known = fingerprintTally.hasSegments { return known }
        let found =
            try Bool.fetchOne(database, sql: "SELECT EXISTS(SELECT 1 FROM row_fingerprints)")
            ?? false
        fingerprintTally.hasSegments = found
        return found
    }
}
