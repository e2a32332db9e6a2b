/// Remembers the checked cells of columns with few values, for one chunk.
///
/// A checked word stands in the chunk once; later records with the same cell share it. Places are
/// found by a hash and taken over by whoever comes last.
struct CellMemo {
    private struct Entry {
        var low: UInt64 = 0
        var high: UInt64 = 0
        /// Column and length of the cell, with the top bit set; 0: nothing is remembered.
        var tag: UInt64 = 0
        var value: CellValue = .keep
        /// The action that the cell names, where it names one.
        var action: Action = .skip
    }

    /// Bytes of the longest cell that is remembered.
    static let bytesMax = 16
    private static let places = 64

    private let entries: UnsafeMutablePointer<Entry>

    init() {
        entries = .allocate(capacity: Self.places)
        entries.initialize(repeating: Entry(), count: Self.places)
    }

    /// Gives the memory back; the memo is not used after that.
    func deallocate() { entries.deallocate() }

    /// A cell of at most `bytesMax` bytes as numbers; no two cells of a column are alike in them.
    struct Key {
        fileprivate let low: UInt64
        fileprivate let high: UInt64
        fileprivate let tag: UInt64

        @inline(__always)
        init(_ bytes: UnsafeRawBufferPointer, _ column: UserColumn) {
            let count = bytes.count
            if count >= 8 {
                low = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
                high = bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
            } else if count >= 4 {
                low = UInt64(bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
                high = UInt64(bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
            } else {
                low = UInt64(bytes[0]) &<< 8 | UInt64(bytes[count &>> 1])
                high = UInt64(bytes[count &- 1])
            }
            tag = 1 &<< 63 | UInt64(column.rawValue) &<< 8 | UInt64(truncatingIfNeeded: count)
        }

        @inline(__always)
        fileprivate var place: Int {
            let mixed = (low ^ (high &<< 7) ^ tag) &* 0x9e37_79b9_7f4a_7c15
            return Int(truncatingIfNeeded: mixed &>> 58)
        }
    }

    /// What is remembered of a cell: its value, and the action that it names if it names one.
    @inline(__always)
    func recall(_ key: Key) -> (value: CellValue, action: Action)? {
        let entry = entries + key.place
        guard entry.pointee.tag == key.tag, entry.pointee.low == key.low,
            entry.pointee.high == key.high
        else { return nil }
        return (entry.pointee.value, entry.pointee.action)
    }

    /// Remembers a checked cell.
    func remember(_ key: Key, _ value: CellValue, action: Action) {
        entries[key.place] = Entry(
            low: key.low, high: key.high, tag: key.tag, value: value, action: action)
    }
}
