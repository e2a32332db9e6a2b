/// What a record says about one slot.
package struct CellValue: Equatable, Sendable {
    /// Where the bytes stand in the chunk; meaningful for `value` only.
    package var start: UInt32
    private var lengthAndKind: UInt32

    private static let kindMask: UInt32 = 0xC000_0000
    private static let valueKind: UInt32 = 0x4000_0000
    private static let clearKind: UInt32 = 0x8000_0000

    /// Says nothing: the directory keeps what it has.
    package static let keep = CellValue(start: 0, lengthAndKind: 0)
    /// Asks for the value to be removed.
    package static let clear = CellValue(start: 0, lengthAndKind: clearKind)

    private init(start: UInt32, lengthAndKind: UInt32) {
        self.start = start
        self.lengthAndKind = lengthAndKind
    }

    /// A value: the bytes of `range`, already in their normalised form.
    package init(_ range: ByteRange) {
        start = range.start
        lengthAndKind = range.length | Self.valueKind
    }

    @inline(__always)
    package var isValue: Bool { lengthAndKind & Self.kindMask == Self.valueKind }
    @inline(__always)
    package var isKeep: Bool { lengthAndKind & Self.kindMask == 0 }
    @inline(__always)
    package var isClear: Bool { lengthAndKind & Self.kindMask == Self.clearKind }

    /// Where the value stands; empty unless `isValue`.
    @inline(__always)
    package var range: ByteRange {
        ByteRange(start: start, length: lengthAndKind & ~Self.kindMask)
    }
}

/// 128 bits that stand for a feed row, keyed by the directory's secret.
package struct RowFingerprint: Hashable, Sendable {
    package var high: UInt64
    package var low: UInt64
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// A chunk with what mapping and validation made of its records.
///
/// Values are in their normalised form: booleans `true`/`false`, dates `YYYY-MM-DD`, numbers in
/// plain digits, `device_limit` digits or `default`, second factors by their word, phones E.164.
/// Usernames and e-mail addresses stand as written beside their compared form. `groups` and
/// `apps` stand as written; the policy steps read them.
///
/// A batch belongs to one thread at a time, like its chunk, and its properties are touched for every
/// record: they are not checked for exclusive access at run time, which took a quarter of a dry run
/// with those of the other objects that are marked so.
package final class RecordBatch: @unchecked Sendable {
    package let chunk: FeedChunk
    @exclusivity(unchecked) package var layout: ColumnLayout
    /// `records.count * layout.slotCount` values; record `i` has those from `i * slotCount` on.
    @exclusivity(unchecked) package var values: ContiguousArray<CellValue> = []
    /// The action of each record; `.skip` where the record has errors and its action is unknown.
    @exclusivity(unchecked) package var actions: ContiguousArray<Action> = []
    /// Whether a record has an error among `issues`, by record index.
    @exclusivity(unchecked) package var hasErrors: ContiguousArray<Bool> = []
    /// Three keyed hashes a record (username, e-mail, external id); 0 where it has no such key.
    @exclusivity(unchecked) package var keyHashes: ContiguousArray<UInt64> = []
    /// Fingerprints of the rows; empty when the run does not use them.
    @exclusivity(unchecked) package var fingerprints: ContiguousArray<RowFingerprint> = []
    /// Issues in record order, each with the index of its record in the chunk.
    @exclusivity(unchecked) package var issues: [(record: Int, issue: RecordIssue)] = []
    /// Per record the slots whose value was derived, slot `n` as bit `n`; empty when the profile
    /// derives nothing.
    @exclusivity(unchecked) package var derivedSlots: ContiguousArray<UInt64> = []
    /// Fields of the chunk whose cells are secrets, where records name their own values.
    package var secretFields: [Int] = []
    /// Last parts of those fields' names, folded as headers are: whatever has such a name within a
    /// record is a secret, too.
    package var secretNames: Set<String> = []
    /// Field of a code that an earlier rejects file has added; -1: no record has it.
    package var codesField = -1
    /// Field of its messages, likewise.
    package var messagesField = -1
    /// Whether the records are leavers: their numbers follow those of the feed's records, and results
    /// show neither number nor line.
    package var areLeavers = false
    /// Keyed hash of the chunk's raw bytes, to see that a second reading finds the same.
    package var contentHash: UInt64 = 0

    package init(chunk: FeedChunk, layout: ColumnLayout) {
        self.chunk = chunk
        self.layout = layout
    }

    /// Forgets everything, keeps the memory.
    package func removeAll() {
        chunk.removeAll()
        values.removeAll(keepingCapacity: true)
        actions.removeAll(keepingCapacity: true)
        hasErrors.removeAll(keepingCapacity: true)
        keyHashes.removeAll(keepingCapacity: true)
        fingerprints.removeAll(keepingCapacity: true)
        issues.removeAll(keepingCapacity: true)
        derivedSlots.removeAll(keepingCapacity: true)
        contentHash = 0
        areLeavers = false
    }

    /// Whether a value was derived and not written in the feed, so that it is for new users only.
    @inline(__always)
    package func isDerived(_ record: Int, slot: Int) -> Bool {
        slot < 64 && !derivedSlots.isEmpty && derivedSlots[record] & (1 << UInt64(slot)) != 0
    }

    package var recordCount: Int { chunk.records.count }

    /// What record `record` says about `slot`.
    @inline(__always)
    package func value(_ record: Int, slot: Int) -> CellValue {
        values[record * layout.slotCount + slot]
    }

    /// What record `record` says about `column`; `.keep` where the feed has no such column.
    @inline(__always)
    package func value(_ record: Int, _ column: UserColumn) -> CellValue {
        guard let slot = layout.slot(of: column) else { return .keep }
        return values[record * layout.slotCount + slot]
    }

    /// A copy of a value's bytes; nil unless there is a value.
    package func bytes(_ record: Int, _ column: UserColumn) -> ByteString? {
        let cell = value(record, column)
        return cell.isValue ? chunk.copy(cell.range) : nil
    }

    /// A copy of a slot's bytes; nil unless there is a value.
    package func bytes(_ record: Int, slot: Int) -> ByteString? {
        let cell = value(record, slot: slot)
        return cell.isValue ? chunk.copy(cell.range) : nil
    }

    /// Issues of one record, in the order in which they were found.
    package func issues(of record: Int) -> [RecordIssue] {
        var low = 0
        var high = issues.count
        while low < high {
            let middle = (low + high) / 2
            if issues[middle].record < record { low = middle + 1 } else { high = middle }
        }
        var found: [RecordIssue] = []
        while low < issues.count, issues[low].record == record {
            found.append(issues[low].issue)
            low += 1
        }
        return found
    }
}
