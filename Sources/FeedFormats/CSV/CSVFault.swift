/// What is wrong with a record as CSV; positions are indices into the buffer that was scanned.
struct CSVFault: Equatable {
    enum Kind: Equatable {
        /// A quote that nothing closes, opened `lines` line ends after the record's first line.
        case quoteUnclosed(lines: Int)
        /// Text after a closing quote, at `position`.
        case quoteMisplaced(position: Int)
        case recordTooLong
        case fieldTooLong
        case nul(position: Int)
        case invalidUTF8(position: Int, byte: UInt8)
        case fieldCount(found: Int)
    }

    var kind: Kind
    /// Index of the field at fault; nil: the record as a whole.
    var field: Int?

    init(_ kind: Kind, field: Int? = nil) {
        self.kind = kind
        self.field = field
    }
}
