/// The fingerprints of a feed's rows as they were last applied, each with the user it described.
///
/// Twenty bytes a row for fingerprint and user, six for the index: one night's million rows are
/// 26 MB. Fingerprints are 128 bits under the directory's key and are trusted.
package final class FingerprintTable {
    private var rows: ContiguousArray<RowFingerprint> = []
    private var users: ContiguousArray<UserID> = []
    private var index: ContiguousArray<UInt32> = []

    package init() {}

    package var isEmpty: Bool { rows.isEmpty }
    package var count: Int { rows.count }

    /// Makes room for `most` rows at most; what is not filled is never touched, and takes no memory.
    package func reserve(_ most: Int) {
        // Numbers of users are not given twice, so that there may be far more of them than rows.
        let rowsMax = min(most, Self.reservedMax)
        rows.reserveCapacity(rowsMax)
        users.reserveCapacity(rowsMax)
    }
    private static let reservedMax = 16 << 20

    /// Adds a row. Call `buildIndex` after the last one.
    package func add(_ fingerprint: RowFingerprint, _ user: UserID) {
        rows.append(fingerprint)
        users.append(user)
    }

    /// Makes the rows findable.
    package func buildIndex() {
        let capacity = max(16, rows.count + rows.count / 2)
        index = ContiguousArray(repeating: 0, count: capacity)
        index.withUnsafeMutableBufferPointer { index in
            for (number, row) in rows.enumerated() {
                var slot = Self.home(row, capacity)
                while index[slot] != 0 { slot = slot + 1 == capacity ? 0 : slot + 1 }
                index[slot] = UInt32(number + 1)
            }
        }
    }

    /// The user whom a row with this fingerprint described.
    @inline(__always)
    package func user(of fingerprint: RowFingerprint) -> UserID? {
        guard !rows.isEmpty else { return nil }
        let capacity = index.count
        var slot = Self.home(fingerprint, capacity)
        while true {
            let number = index[slot]
            if number == 0 { return nil }
            if rows[Int(number) - 1] == fingerprint { return users[Int(number) - 1] }
            slot = slot + 1 == capacity ? 0 : slot + 1
        }
    }

    @inline(__always)
    private static func home(_ row: RowFingerprint, _ capacity: Int) -> Int {
        Int(truncatingIfNeeded: ((row.high >> 32) &* UInt64(capacity)) >> 32)
    }
}
