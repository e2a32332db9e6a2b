import Provisioning

/// A cell's value as its rule makes it; nil: it is refused.
enum CheckedValue {
    static func of(
        _ cell: some Collection<UInt8>,
        _ check: (UnsafeRawBufferPointer, inout ContiguousArray<UInt8>) throws(ValueFault)
            -> NormalisedValue
    ) -> ByteString? {
        // Left-overs of an earlier cell must not show.
        var scratch = ContiguousArray<UInt8>("left over".utf8)
        // A buffer of its own, so that a byte read behind the cell is found.
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: cell.count, alignment: 1)
        defer { copy.deallocate() }
        copy.copyBytes(from: cell)
        let bytes = UnsafeRawBufferPointer(copy)
        do throws(ValueFault) {
            switch try check(bytes, &scratch) {
            case .asWritten: return ByteString(bytes)
            case .trimmed(let range): return ByteString(bytes[range])
            case .rewritten: return ByteString(scratch)
            }
        } catch {
            return nil
        }
    }

    /// The value of a cell that is not empty.
    static func of(
        _ cell: some Collection<UInt8>, _ column: UserColumn, _ profile: FeedProfile = FeedProfile()
    ) -> ByteString? {
        guard !cell.isEmpty else { return nil }
        let rules = ColumnRules(profile: profile, limits: Limits())
        return of(cell) { (bytes, scratch) throws(ValueFault) in
            try rules.check(column, bytes, into: &scratch)
        }
    }
}
