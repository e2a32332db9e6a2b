import Glibc

/// Which records of this file have touched which users, so far.
///
/// For users of the directory two numbers each, in memory that the kernel gives page by page as
/// it is touched; for users whom the file creates one bit each, and more only where several
/// records touch the same user.
package final class TouchedUsers {
    private let capacity: Int
    private let changedBy: UnsafeMutablePointer<UInt32>
    private let describedBy: UnsafeMutablePointer<UInt32>
    @exclusivity(unchecked) private var creators = CreatingRecords()
    private var newChangedBy: [UInt32: UInt32] = [:]
    /// The record before, for records that changed a user whom an earlier one had changed.
    private var previous: [UInt32: UInt32] = [:]
    private var changedAgain: Set<UserID> = []

    /// - Parameter usersMax: highest user number in the directory.
    package init(usersMax: UInt32) {
        capacity = Int(usersMax) + 1
        changedBy = Self.zeroed(capacity)
        describedBy = Self.zeroed(capacity)
    }

    deinit {
        free(changedBy)
        free(describedBy)
    }

    /// Users that the file creates, so far.
    package var createdCount: UInt32 { creators.count }

    /// Makes room for about `records` records, most of which create a user.
    package func expectCreations(_ records: Int) { creators.reserve(records) }

    /// Notes that `record` creates a user, and says which number of new user that is.
    package func create(by record: UInt32) -> UInt32 {
        creators.append(record)
        return creators.count - 1
    }

    /// Whether no record has changed the user, nor described them.
    @inline(__always)
    package func isUntouched(_ user: UserID) -> Bool {
        let index = Int(user.value)
        return index >= capacity || (changedBy[index] == 0 && describedBy[index] == 0)
    }

    /// The describing record that was about this user; 0: none.
    package func describer(of user: UserID) -> UInt32 {
        if let ordinal = user.provisionalOrdinal { return creators.record(of: ordinal) }
        return Int(user.value) < capacity ? describedBy[Int(user.value)] : 0
    }

    /// Notes that a describing record was about this user of the directory.
    @inline(__always)
    package func describe(_ user: UserID, by record: UInt32) {
        if Int(user.value) < capacity { describedBy[Int(user.value)] = record }
    }

    /// Notes that `record` changed a user.
    package func change(_ user: UserID, by record: UInt32) {
        let before = lastChange(of: user)
        if before != 0 {
            previous[record] = before
            if user.provisionalOrdinal == nil { changedAgain.insert(user) }
        }
        if let ordinal = user.provisionalOrdinal {
            newChangedBy[ordinal] = record
        } else if Int(user.value) < capacity {
            changedBy[Int(user.value)] = record
        }
    }

    /// The last record that changed or created the user; 0: none.
    package func lastChange(of user: UserID) -> UInt32 {
        if let ordinal = user.provisionalOrdinal {
            return newChangedBy[ordinal] ?? creators.record(of: ordinal)
        }
        return Int(user.value) < capacity ? changedBy[Int(user.value)] : 0
    }

    /// Users whom more than one record changed, or one created and another changed.
    package var usersChangedAgain: Set<UserID> {
        var users = Set(newChangedBy.keys.map { UserID.provisional($0) })
        users.formUnion(changedAgain)
        return users
    }

    /// The record that changed the same user before `record`; 0: none.
    package func changeBefore(_ record: UInt32) -> UInt32 { previous[record] ?? 0 }

    private static func zeroed(_ count: Int) -> UnsafeMutablePointer<UInt32> {
        guard let memory = calloc(count, MemoryLayout<UInt32>.stride) else {
            preconditionFailure("out of memory for \(count) users")
        }
        return memory.bindMemory(to: UInt32.self, capacity: count)
    }
}
