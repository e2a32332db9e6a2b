import Provisioning

/// Bytes for files that are large against small limits.
enum HostileBytes {
    /// `text` again and again, as often as it fits into so many bytes.
    static func repeated(_ text: String, bytes: Int) -> [UInt8] {
        let unit = Array(text.utf8)
        if unit.count == 1 { return Array(repeating: unit[0], count: bytes) }
        var all: [UInt8] = []
        for _ in 0..<bytes / unit.count { all += unit }
        return all
    }
}

extension Limits {
    /// Limits small enough that little files are large against them.
    static var small: Limits {
        var limits = Limits()
        limits.chunkBytes = 16 << 10
        limits.fieldBytesMax = 8 << 10
        limits.recordBytesMax = 32 << 10
        return limits
    }
}
