import Glibc

/// Counts distinct values roughly, in 256 bytes (HyperLogLog, Flajolet et al. 2007, with linear
/// counting where there are few). The error is about 7 per cent; one value is told exactly.
struct DistinctSketch {
    private static let registerCount = 256
    private var registers = ContiguousArray<UInt8>(repeating: 0, count: registerCount)

    /// Takes a value by its hash.
    @inline(__always)
    mutating func add(_ hash: UInt64) {
        let register = Int(hash >> 56)
        // The bit behind the shifted hash keeps a rank of at most 57.
        let rank = UInt8(truncatingIfNeeded: (hash << 8 | 0x80).leadingZeroBitCount + 1)
        if registers[register] < rank { registers[register] = rank }
    }

    /// Values taken, about.
    var estimate: UInt64 {
        let count = Double(Self.registerCount)
        let empty = registers.count { $0 == 0 }
        let sum = registers.reduce(0.0) { $0 + 1 / Double(UInt64(1) << UInt64($1)) }
        let raw = 0.7213 / (1 + 1.079 / count) * count * count / sum
        let isSmall = raw <= 2.5 * count && empty > 0
        return UInt64((isSmall ? count * log(count / Double(empty)) : raw).rounded())
    }
}
