/// Remembers the checked cells of columns with few values, for one chunk.
///
/// A checked word stands in the chunk once; later records with the same cell share it. Places are
/// found by a hash and taken over by whoever comes last.
struct CellMemo {
    private struct Entry {
        var cell = ShortBytes.none
        var column = UserColumn.action
        var kind = CellPlan.Kind.plain
        var value: CellValue = .keep
        /// The action that the cell names, where it names one.
        var action: Action = .skip
    }

    private static let places = 64

    private let entries: UnsafeMutablePointer<Entry>

    init() {
        entries = .allocate(capacity: Self.places)
        entries.initialize(repeating: Entry(), count: Self.places)
    }

    /// Gives the memory back; the memo is not used after that.
    func deallocate() { entries.deallocate() }

    /// A cell of at most `ShortBytes.bytesMax` bytes, its column, and how it is read: `active` and
    /// `disabled` are names of one column, and say the opposite by the same word.
    struct Key {
        fileprivate let cell: ShortBytes
        fileprivate let column: UserColumn
        fileprivate let kind: CellPlan.Kind

        @inline(__always)
        init(_ bytes: UnsafeRawBufferPointer, of step: UnsafePointer<CellPlan.Step>) {
            cell = ShortBytes(bytes)
            column = step.pointee.column
            kind = step.pointee.kind
        }

        @inline(__always)
        fileprivate var place: Int {
            let mixed = cell.mixed ^ UInt64(column.rawValue) &<< 58
            return Int(truncatingIfNeeded: mixed &>> 58)
        }
    }

    /// What is remembered of a cell: its value, and the action that it names if it names one.
    @inline(__always)
    func recall(_ key: Key) -> (value: CellValue, action: Action)? {
        let entry = entries + key.place
        guard entry.pointee.cell == key.cell, entry.pointee.column == key.column,
            entry.pointee.kind == key.kind
        else { return nil }
        return (entry.pointee.value, entry.pointee.action)
    }

    /// Remembers a checked cell.
    func remember(_ key: Key, _ value: CellValue, action: Action) {
        entries[key.place] = Entry(
            cell: key.cell, column: key.column, kind: key.kind, value: value, action: action)
    }
}
