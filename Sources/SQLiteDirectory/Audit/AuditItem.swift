import Provisioning

/// What one entry of the kind `records` says about one record, or about several new users in a row.
struct AuditItem: Equatable {
    /// The record; of several, the first.
    var record: UInt32
    /// The user; of several, the first: record `n` further on is about user `n` further on.
    var user: UInt32
    /// Records that the item stands for, each of which created a user; 1 for all others.
    var count: UInt32 = 1
    /// Raw value of an `Action`.
    var action: UInt8
    /// Raw value of an `Outcome`.
    var outcome: UInt8
    /// Whether the record created its user: it has no line in `changes` then.
    var isCreation = false
    /// nil: the record gave none.
    var reason: ByteString?
    /// Keyed digest of the before-image; nil: there is none.
    var digest: [UInt8]?

    /// Bytes of a digest.
    static let digestByteCount = 32

    struct Flags: OptionSet {
        let rawValue: UInt8
        static let creation = Flags(rawValue: 1)
        static let reason = Flags(rawValue: 2)
        static let payload = Flags(rawValue: 4)
        static let known: Flags = [.creation, .reason, .payload]
    }
}

/// The items of a body, in the order of their records.
///
/// A body is the byte 1, and then the items: flags, distance from the record before (of the first:
/// from record 0), user, action, outcome, and what the flags announce: the number of users in a
/// row, the reason with its length before it, the digest.
enum AuditItems {
    static let version: UInt8 = 1

    /// Calls `each` for every item; false: the body is not one that this version wrote, and items
    /// may be missing.
    static func read(
        _ body: ContiguousArray<UInt8>, _ each: (AuditItem) throws -> Void
    ) rethrows -> Bool {
        try body.withUnsafeBytes { buffer in
            var bytes = AuditBytes(buffer)
            guard bytes.byte() == version else { return false }
            var record: UInt32 = 0
            while !bytes.isAtEnd {
                guard let item = next(&bytes, after: record) else { return false }
                record = item.record + (item.count - 1)
                try each(item)
            }
            return true
        }
    }

    private static func next(_ bytes: inout AuditBytes, after last: UInt32) -> AuditItem? {
        guard let flags = bytes.byte().map(AuditItem.Flags.init(rawValue:)),
            flags.isSubset(of: .known), let distance = bytes.number(), distance > 0,
            let user = bytes.number(), let action = bytes.byte(), let outcome = bytes.byte()
        else { return nil }
        let (record, overflows) = last.addingReportingOverflow(distance)
        guard !overflows else { return nil }
        var item = AuditItem(record: record, user: user, action: action, outcome: outcome)
        if flags.contains(.creation) {
            item.isCreation = true
            guard let count = bytes.number(), count > 0,
                !record.addingReportingOverflow(count - 1).overflow,
                !user.addingReportingOverflow(count - 1).overflow
            else { return nil }
            item.count = count
        }
        if flags.contains(.reason) {
            guard let length = bytes.varint(), let text = bytes.take(length) else { return nil }
            item.reason = ByteString(text)
        }
        if flags.contains(.payload) {
            guard let digest = bytes.take(UInt64(AuditItem.digestByteCount)) else { return nil }
            item.digest = Array(digest)
        }
        return item
    }
}
