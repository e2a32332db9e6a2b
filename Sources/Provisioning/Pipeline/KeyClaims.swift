/// Which record of the file claims which username, e-mail address and external id.
///
/// Only accepted describing records claim keys. A hit of a table is verified by reading the
/// claiming record again.
package final class KeyClaims {
    private let usernames = ClaimTable(expected: 0)
    private let emails = ClaimTable(expected: 0)
    private let externalIDs = ClaimTable(expected: 0)
    private let hasExternalIDs: Bool
    package static let columns: [UserColumn] = [.username, .email, .externalID]

    /// - Parameter hasExternalIDs: whether the feed has that column.
    package init(hasExternalIDs: Bool) {
        self.hasExternalIDs = hasExternalIDs
    }

    /// Sizes the tables for about `records` records, if nothing is claimed yet.
    ///
    /// `isDense` says that nearly all of them will claim their keys.
    package func expect(_ records: Int, isDense: Bool) {
        usernames.expect(records, isDense: isDense)
        emails.expect(records, isDense: isDense)
        if hasExternalIDs { externalIDs.expect(records, isDense: isDense) }
    }

    /// Makes room for a chunk's keys, so that probes stay valid while it is decided.
    package func reserve(_ records: Int) {
        for key in 0..<3 { table(key).reserve(records) }
    }

    /// The tables in the order of the key slots: username, e-mail, external id.
    @inline(__always)
    private func table(_ key: Int) -> ClaimTable {
        key == 0 ? usernames : key == 1 ? emails : externalIDs
    }

    /// Whether nobody claims any of three keys, of which those that are 0 are none.
    @inline(__always)
    package func areFree(_ hashes: UnsafePointer<UInt64>) -> Bool {
        let isTaken =
            (hashes[0] != 0 && usernames.find(hashes[0]).record != 0)
            || (hashes[1] != 0 && emails.find(hashes[1]).record != 0)
            || (hashes[2] != 0 && externalIDs.find(hashes[2]).record != 0)
        return !isTaken
    }

    /// Notes that `record` claims three keys, of which those that are 0 are none.
    @inline(__always)
    package func claim(_ hashes: UnsafePointer<UInt64>, record: UInt32) {
        if hashes[0] != 0 { usernames.add(hashes[0], record: record) }
        if hashes[1] != 0 { emails.add(hashes[1], record: record) }
        if hashes[2] != 0 { externalIDs.add(hashes[2], record: record) }
    }

    /// Begins a search for one key of a record.
    @inline(__always)
    package func find(_ hash: UInt64, key: Int) -> ClaimTable.Probe { table(key).find(hash) }

    /// Goes on with a search after a candidate that turned out to be another key.
    package func next(after probe: ClaimTable.Probe, key: Int) -> ClaimTable.Probe {
        table(key).next(after: probe)
    }

    /// Notes that `record` claims the key at which a search ended free.
    @inline(__always)
    package func claim(_ probe: ClaimTable.Probe, key: Int, record: UInt32) {
        table(key).claim(probe, record: record)
    }

    /// Gives a claimed key to another record.
    package func reassign(_ probe: ClaimTable.Probe, key: Int, to record: UInt32) {
        table(key).reassign(probe, to: record)
    }

    /// Brings the slots of a chunk's keys into the processor's caches.
    package func touch(_ hashes: UnsafeBufferPointer<UInt64>) -> UInt64 {
        var seen: UInt64 = 0
        var index = 0
        while index + 2 < hashes.count {
            seen &+= usernames.touch(hashes[index])
            seen &+= emails.touch(hashes[index + 1])
            seen &+= externalIDs.touch(hashes[index + 2])
            index += 3
        }
        return seen
    }
}
