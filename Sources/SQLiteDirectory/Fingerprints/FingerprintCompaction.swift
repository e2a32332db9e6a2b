import GRDB
import Provisioning

/// Removes fingerprint entries that no longer hold, and with them every tombstone.
///
/// One pass from the newest segment to the oldest; each is cut down to its live entries where it
/// stands, so that memory holds one segment and a bit per user and feed.
enum FingerprintCompaction {
    /// Compacts the segments of all feeds, in the open transaction.
    static func run(_ database: Database) throws {
        let largest = try SQLiteDirectory.lastUser(database)
        let feeds = try Int64.fetchAll(
            database,
            sql: "SELECT DISTINCT feed_id FROM row_fingerprints WHERE feed_id IS NOT NULL")
        var decided: [Int64: UserBits] = [:]
        for feed in feeds { decided[feed] = UserBits(largest: largest) }
        let segments = try Int64.fetchAll(
            database, sql: "SELECT segment FROM row_fingerprints ORDER BY segment DESC")
        let reading = try PreparedStatement(
            database,
            "SELECT feed_id, except_feed, entries FROM row_fingerprints WHERE segment = ?")
        let cutting = try PreparedStatement(
            database, "UPDATE row_fingerprints SET entries = ? WHERE segment = ?")
        let removal = try PreparedStatement(
            database, "DELETE FROM row_fingerprints WHERE segment = ?")
        for segment in segments {
            reading.bind(1, segment)
            guard try reading.step() else { continue }
            let live = liveEntries(of: reading, &decided)
            reading.reset()
            switch live {
            case .all: break
            case .none:
                removal.bind(1, segment)
                try removal.run()
            case .some(let entries):
                try entries.withUnsafeBytes { buffer in
                    cutting.bind(1, blob: buffer)
                    cutting.bind(2, segment)
                    try cutting.run()
                }
            }
        }
        cutting.clearBindings()
    }

    private enum Live {
        case all, none
        case some(ContiguousArray<UInt8>)
    }

    private static func liveEntries(
        of segment: PreparedStatement, _ decided: inout [Int64: UserBits]
    ) -> Live {
        let entries = segment.bytes(2)
        guard let feed = segment.optionalInt64(0) else {
            let except = segment.optionalInt64(1)
            for feed in decided.keys where feed != except {
                for index in 0..<entries.count / FingerprintEntry.tombstoneBytes {
                    _ = decided[feed]?.insert(FingerprintEntry.tombstone(entries, index))
                }
            }
            return .none
        }
        let count = entries.count / FingerprintEntry.bytes
        var kept: [Int] = []
        for index in (0..<count).reversed() {
            let user = FingerprintEntry.user(entries, index)
            if user != 0, decided[feed]?.insert(user) == true { kept.append(index) }
        }
        if kept.count == count { return .all }
        guard !kept.isEmpty else { return .none }
        var cut: ContiguousArray<UInt8> = []
        cut.reserveCapacity(kept.count * FingerprintEntry.bytes)
        for index in kept.reversed() {
            FingerprintEntry.append(
                FingerprintEntry.fingerprint(entries, index),
                user: FingerprintEntry.user(entries, index), to: &cut)
        }
        return .some(cut)
    }
}
