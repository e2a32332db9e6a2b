/// The versions in which a plan has found the users whom it changes, so that what is applied is what
/// was planned.
///
/// Eight bytes a user. A version moves on here with each change that the run itself makes.
package final class PlannedVersions {
    /// User number and version, by number.
    private var entries: ContiguousArray<UInt64> = []
    private var isSorted = true

    package init() {}

    /// Adds what one record of the plan found; the first one about a user counts.
    package func add(_ user: UserID, version: UInt32) {
        entries.append(UInt64(user.value) << 32 | UInt64(version))
        isSorted = false
    }

    /// The users with their versions, by number.
    package var users: [(user: UserID, version: UInt32)] {
        sort()
        return entries.map { (UserID(UInt32($0 >> 32)), UInt32(truncatingIfNeeded: $0)) }
    }

    /// Whether a user is as the plan and the run so far have left them; true for a user whom the plan
    /// does not change.
    package func holds(_ user: UserState) -> Bool {
        guard let index = index(of: user.id) else { return true }
        return UInt32(truncatingIfNeeded: entries[index]) == user.version
    }

    /// Notes that the run has changed a user.
    package func advance(_ user: UserID) {
        if let index = index(of: user) { entries[index] += 1 }
    }

    private func index(of user: UserID) -> Int? {
        sort()
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if UInt32(entries[middle] >> 32) < user.value {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < entries.count, UInt32(entries[low] >> 32) == user.value else { return nil }
        return low
    }

    /// Sorts, and keeps the first version of each user, which is the lowest: versions only grow.
    private func sort() {
        guard !isSorted else { return }
        entries.sort()
        var kept = 0
        for entry in entries where kept == 0 || entries[kept - 1] >> 32 != entry >> 32 {
            entries[kept] = entry
            kept += 1
        }
        entries.removeLast(entries.count - kept)
        isSorted = true
    }
}

extension PlannedVersions {
    /// Notes what a chunk that was written has changed.
    func advance(_ chunk: DecidedChunk, except violations: [ConstraintViolation]) {
        let refused = Set(violations.map(\.record))
        for (record, decision) in chunk.decisions.enumerated() {
            guard decision.changeIndex >= 0, !refused.contains(record) else { continue }
            let changes = chunk.changes[Int(decision.changeIndex)]
            if changes.isEmpty || changes.isView { continue }
            advance(changes.before.id)
        }
    }
}
