/// One item of a `groups` or `apps` cell.
package struct GroupListItem: Equatable, Sendable {
    /// What the item does with its name.
    package enum Operation: Sendable {
        /// `+name`.
        case add
        /// `-name`.
        case remove
        /// A bare name: the profile decides.
        case bare
    }

    package var operation: Operation
    /// Where the name stands in the cell, without sign and surrounding spaces. Empty for a sign
    /// without a name, which validation refuses.
    package var range: Range<Int>
}

/// The items of a `groups` or `apps` cell, in order, without allocation.
///
/// Items are separated by `;` or `|`, or as the feed's profile says; empty ones are passed over.
package struct GroupList: Sequence, IteratorProtocol {
    private let bytes: UnsafeRawBufferPointer
    private let separators: ASCIISet
    private let isUsual: Bool
    private var cursor = 0

    /// Reads a cell; the buffer must outlive the list.
    package init(_ bytes: UnsafeRawBufferPointer, separators: ASCIISet = .listSeparators) {
        self.bytes = bytes
        self.separators = separators
        isUsual = separators == .listSeparators
    }

    /// Goes on over whole words that have neither `;` nor `|` in them.
    ///
    /// A name has ten bytes or so, and each is looked at by the rule and by the decision.
    @inline(__always)
    private mutating func skipEightByEight() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        while cursor &+ 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: cursor, as: UInt64.self)
            let semicolons = word ^ (ones &* 0x3B)
            let bars = word ^ (ones &* 0x7C)
            let found = ((semicolons &- ones) & ~semicolons) | ((bars &- ones) & ~bars)
            let marks = found & (ones &* 0x80)
            if marks != 0 {
                // The lowest mark is exact; those above it need not be.
                cursor &+= marks.trailingZeroBitCount &>> 3
                return
            }
            cursor &+= 8
        }
    }

    /// The next item; nil at the end of the cell.
    package mutating func next() -> GroupListItem? {
        while cursor < bytes.count {
            let start = cursor
            if isUsual { skipEightByEight() }
            while cursor < bytes.count, !separators.contains(bytes[cursor]) { cursor += 1 }
            let found = trimmed(start..<cursor)
            cursor += 1
            guard let first = found.first else { continue }
            let sign = bytes[first]
            guard sign == 0x2B || sign == 0x2D else {
                return GroupListItem(operation: .bare, range: found)
            }
            return GroupListItem(
                operation: sign == 0x2B ? .add : .remove,
                range: trimmed(found.lowerBound + 1..<found.upperBound))
        }
        return nil
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        let inner = CellBytes.trimmedRange(CellBytes.part(bytes, range))
        return inner.lowerBound + range.lowerBound..<inner.upperBound + range.lowerBound
    }
}
