/// Checks of the columns that hold a list of names; the cell stands as written.
enum GroupListRule {
    /// Bytes of one name, at most.
    static let nameBytesMax = 255

    static func check(
        _ bytes: UnsafeRawBufferPointer, separators: ASCIISet, code: IssueCode
    ) throws(ValueFault) -> NormalisedValue {
        if !CellBytes.isPrintableASCII(bytes, allowingSpace: true) {
            do {
                try TextRule.scan(bytes, allowingLineBreaks: false)
            } catch {
                throw ValueFault(code, error.finding)
            }
        }
        var items = 0
        var hasRemovals = false
        for item in GroupList(bytes, separators: separators) {
            items += 1
            hasRemovals = hasRemovals || item.operation == .remove
            guard !item.range.isEmpty else {
                throw ValueFault(code, "has a + or - without a name behind it")
            }
            guard item.range.count <= nameBytesMax else {
                throw ValueFault(
                    code,
                    "has a name of \(item.range.count) bytes; \(nameBytesMax) are allowed")
            }
            // Whatever a feed separates with, Muster writes lists with these.
            if separators != .listSeparators,
                CellBytes.part(bytes, item.range).contains(where: ASCIISet.listSeparators.contains)
            {
                throw ValueFault(
                    code,
                    "has a name with a ; or | in it, which no name may have: does the profile's "
                        + "list_separator fit this file?")
            }
        }
        guard items > 0 else { throw ValueFault(code, "has separators only, and no name") }
        if hasRemovals, items > 1, isContradictory(bytes, separators) {
            throw ValueFault(code, "adds and removes the same name")
        }
        return .asWritten
    }

    /// Whether a cell is a list that `check` accepts; false is no verdict.
    ///
    /// Sees the usual cell only: printable ASCII, usual separators, nothing removed.
    static func accepts(_ bytes: UnsafeRawBufferPointer, separators: ASCIISet) -> Bool {
        guard separators == .listSeparators,
            CellBytes.isPrintableASCII(bytes, allowingSpace: true)
        else { return false }
        var items = 0
        for item in GroupList(bytes, separators: separators) {
            guard item.operation != .remove, item.range.count - 1 < nameBytesMax,
                !item.range.isEmpty
            else { return false }
            items += 1
        }
        return items > 0
    }

    /// Whether a name is both removed and not, in any ASCII case.
    ///
    /// - Complexity: sorts the names, because a hostile cell has tens of thousands.
    private static func isContradictory(
        _ bytes: UnsafeRawBufferPointer, _ separators: ASCIISet
    ) -> Bool {
        let items = GroupList(bytes, separators: separators).sorted {
            compare(bytes, $0.range, $1.range) < 0
        }
        return zip(items, items.dropFirst()).contains { left, right in
            (left.operation == .remove) != (right.operation == .remove)
                && compare(bytes, left.range, right.range) == 0
        }
    }

    /// Negative, zero or positive as the first name comes before, equals or follows the second.
    private static func compare(
        _ bytes: UnsafeRawBufferPointer, _ first: Range<Int>, _ second: Range<Int>
    ) -> Int {
        for index in 0..<min(first.count, second.count) {
            let left = CellBytes.lower(bytes[first.lowerBound + index])
            let right = CellBytes.lower(bytes[second.lowerBound + index])
            if left != right { return Int(left) - Int(right) }
        }
        return first.count - second.count
    }
}
