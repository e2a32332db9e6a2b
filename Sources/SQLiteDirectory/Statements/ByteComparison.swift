import Glibc

extension UnsafeRawBufferPointer {
    /// Whether both buffers hold the same bytes.
    @inline(__always)
    func holdsSame(as other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard count > 0, let left = baseAddress, let right = other.baseAddress else { return true }
        return memcmp(left, right, count) == 0
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these bytes come before the others; a prefix comes first.
    func precedes(_ other: UnsafeRawBufferPointer) -> Bool {
        let common = Swift.min(count, other.count)
        if common > 0, let left = baseAddress, let right = other.baseAddress {
            let order = memcmp(left, right, common)
            if order != 0 { return order < 0 }
        }
        return count < other.count
    }
}
