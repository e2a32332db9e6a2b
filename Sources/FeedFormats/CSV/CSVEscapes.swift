import Provisioning

/// Escapes inside quoted fields.
enum CSVEscapes {
    /// Removes the escapes of a field in place: it only ever becomes shorter.
    ///
    /// - Parameters:
    ///   - base: the buffer.
    ///   - field: the bytes between the quotes; becomes what is left of them.
    ///   - escape: the byte that stands before a quote, or before itself, to make it plain.
    static func remove(
        from base: UnsafeMutablePointer<UInt8>, field: inout ByteRange, escape: UInt8
    ) {
        var from = Int(field.start)
        let last = Int(field.end)
        var to = from
        while from < last {
            let next = from + 1
            if base[from] == escape, next < last,
                base[next] == Byte.quote || base[next] == escape
            {
                from = next
            }
            base[to] = base[from]
            from += 1
            to += 1
        }
        field.length = UInt32(to) - field.start
    }
}
