/// Which record of the file claims which username, e-mail address and external id.
///
/// Only accepted describing records claim keys. A hit of a table is verified by reading the
/// claiming record again.
package final class KeyClaims {
    /// Tables in the order of the key slots: username, e-mail, external id.
    private let tables: [ClaimTable]
    private let hasExternalIDs: Bool
    package static let columns: [UserColumn] = [.username, .email, .externalID]

    /// - Parameter hasExternalIDs: whether the feed has that column.
    package init(hasExternalIDs: Bool) {
        tables = (0..<3).map { _ in ClaimTable(expected: 0) }
        self.hasExternalIDs = hasExternalIDs
    }

    /// Sizes the tables for about `records` records, if nothing is claimed yet.
    package func expect(_ records: Int) {
        for (key, table) in tables.enumerated() where key < 2 || hasExternalIDs {
            table.expect(records)
        }
    }

    /// Makes room for a chunk's keys, so that probes stay valid while it is decided.
    package func reserve(_ records: Int) { for table in tables { table.reserve(records) } }

    /// Begins a search for one key of a record.
    @inline(__always)
    package func find(_ hash: UInt64, key: Int) -> ClaimTable.Probe { tables[key].find(hash) }

    /// Goes on with a search after a candidate that turned out to be another key.
    package func next(after probe: ClaimTable.Probe, key: Int) -> ClaimTable.Probe {
        tables[key].next(after: probe)
    }

    /// Notes that `record` claims the key at which a search ended free.
    @inline(__always)
    package func claim(_ probe: ClaimTable.Probe, key: Int, record: UInt32) {
        tables[key].claim(probe, record: record)
    }

    /// Gives a claimed key to another record.
    package func reassign(_ probe: ClaimTable.Probe, key: Int, to record: UInt32) {
        tables[key].reassign(probe, to: record)
    }

    /// Brings the slots of a chunk's keys into the processor's caches.
    package func touch(_ hashes: UnsafeBufferPointer<UInt64>) -> UInt64 {
        var seen: UInt64 = 0
        var index = 0
        while index + 2 < hashes.count {
            seen &+= tables[0].touch(hashes[index])
            seen &+= tables[1].touch(hashes[index + 1])
            seen &+= tables[2].touch(hashes[index + 2])
            index += 3
        }
        return seen
    }
}
