import Provisioning

/// Gathers what the records of one chunk did, for the one entry that stands for them.
///
/// New users in a row, which is what a first import is made of, are one item: each further one
/// costs a comparison and an addition. A value, so that the innermost loop can keep it local.
struct AuditItemWriter {
    private(set) var bytes: ContiguousArray<UInt8> = [AuditItems.version]
    private(set) var firstRecord: UInt32 = 0
    /// Last record that is in `bytes`.
    private var written: UInt32 = 0
    private var row = AuditItem(record: 0, user: 0, count: 0, action: 0, outcome: 0)

    /// The last record; 0: there is none.
    var lastRecord: UInt32 { row.count > 0 ? row.record + (row.count - 1) : written }

    /// Notes that `record` created `user`. Records come in ascending order.
    @inline(__always)
    mutating func addCreation(_ user: UInt32, record: UInt32, action: Action) {
        if record == row.record &+ row.count, user == row.user &+ row.count,
            action.rawValue == row.action, row.count > 0
        {
            row.count &+= 1
        } else {
            beginRow(user, record, action)
        }
    }

    private mutating func beginRow(_ user: UInt32, _ record: UInt32, _ action: Action) {
        endRow()
        row = AuditItem(
            record: record, user: user, action: action.rawValue,
            outcome: Outcome.created.rawValue, isCreation: true)
        if firstRecord == 0 { firstRecord = record }
    }

    /// Notes an item of one record.
    mutating func add(_ item: AuditItem) {
        endRow()
        if firstRecord == 0 { firstRecord = item.record }
        append(item)
    }

    /// The body with all items in it.
    mutating func finish() -> ContiguousArray<UInt8> {
        endRow()
        return bytes
    }

    private mutating func endRow() {
        guard row.count > 0 else { return }
        append(row)
        row.count = 0
    }

    private mutating func append(_ item: AuditItem) {
        var flags: AuditItem.Flags = []
        if item.isCreation { flags.insert(.creation) }
        if item.reason != nil { flags.insert(.reason) }
        if item.digest != nil { flags.insert(.payload) }
        bytes.append(flags.rawValue)
        bytes.append(varint: UInt64(item.record - written))
        bytes.append(varint: UInt64(item.user))
        bytes.append(item.action)
        bytes.append(item.outcome)
        if item.isCreation { bytes.append(varint: UInt64(item.count)) }
        if let reason = item.reason {
            bytes.append(varint: UInt64(reason.bytes.count))
            bytes.append(contentsOf: reason.bytes)
        }
        if let digest = item.digest { bytes.append(contentsOf: digest) }
        written = item.record + (item.count - 1)
    }
}
