/// What the guards weigh: a finished plan in figures, and what it is compared with.
package struct GuardFigures: Equatable, Sendable {
    /// Records of the file.
    package var records: UInt64 = 0
    package var rejected: UInt64 = 0
    /// Users that are disabled or deleted, leavers among them.
    package var removed: UInt64 = 0
    package var created: UInt64 = 0
    package var updated: UInt64 = 0
    /// What changes about the keys of existing users.
    package var identity = IdentityTally()
    /// Existing users that the file's records are about.
    package var existing: UInt64 = 0
    /// Records of the last accepted full file; nil: there is none, or this file is no full one.
    package var fullRecordsBefore: UInt64?
    /// Records that fail for each column, by its name.
    package var faults: [String: UInt64] = [:]
    /// In which ways the file differs from the last accepted one, of those that stop a run; each
    /// kind as often as it was found.
    package var differences: [HealthKind] = []
    /// Whether the directory had no users.
    package var wasEmpty = false

    package init() {}

    /// Records by which a full file is longer or shorter than the last one.
    var drift: UInt64 {
        guard let before = fullRecordsBefore else { return 0 }
        return max(records, before) - min(records, before)
    }
}

/// Of how many existing users each key changes. A key that a user gets for the first time is no
/// change.
package struct IdentityTally: Equatable, Sendable {
    package var usernames: UInt64 = 0
    package var emails: UInt64 = 0
    package var externalIDs: UInt64 = 0
    /// E-mail addresses of which only the domain changes.
    package var domains: UInt64 = 0
    /// The first records that change each of the keys.
    package private(set) var records: [UserColumn: [UInt32]] = [:]

    /// Records that are kept as examples.
    private static let examplesMax = 5

    package init() {}

    /// The key that changes most, with its count.
    package var largest: (column: UserColumn, count: UInt64) {
        let counts: [(UserColumn, UInt64)] = [
            (.username, usernames), (.email, emails), (.externalID, externalIDs),
        ]
        return counts.dropFirst().reduce(counts[0]) { $1.1 > $0.1 ? $1 : $0 }
    }

    /// Takes what a record changes about a user of the directory.
    mutating func add(_ changes: UserChanges, by record: UInt32) {
        let before = changes.before
        if let key = changes.usernameKey, key != before.usernameKey {
            usernames += 1
            note(record, .username)
        }
        if let key = changes.emailKey, key != before.emailKey {
            emails += 1
            note(record, .email)
            if Self.localPart(key) == Self.localPart(before.emailKey) { domains += 1 }
        }
        guard before.externalID != nil else { return }
        if changes.columns.contains(where: { $0.column == .externalID }) {
            externalIDs += 1
            note(record, .externalID)
        }
    }

    private mutating func note(_ record: UInt32, _ column: UserColumn) {
        guard records[column, default: []].count < Self.examplesMax else { return }
        records[column, default: []].append(record)
    }

    private static func localPart(_ email: ByteString) -> ArraySlice<UInt8> {
        let bytes = Array(email.bytes)
        return bytes[..<(bytes.lastIndex(of: UInt8(ascii: "@")) ?? bytes.endIndex)]
    }
}
