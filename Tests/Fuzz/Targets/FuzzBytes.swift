import Provisioning

/// An input, taken apart: choices from its first bytes, and the rest.
struct FuzzBytes {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// The next byte; 0 where there is none.
    mutating func choice() -> UInt8 { rest.popFirst() ?? 0 }

    /// The next of several possibilities.
    mutating func choice<Value>(of values: [Value]) -> Value {
        values[Int(choice()) % values.count]
    }

    /// The rest, split where a zero byte stands: `count` parts, the last one with what is left.
    func parts(_ count: Int) -> [[UInt8]] {
        var parts = rest.split(separator: 0, maxSplits: count - 1, omittingEmptySubsequences: false)
            .map(Array.init)
        while parts.count < count { parts.append([]) }
        return parts
    }

    /// Sizes of pieces that depend on the bytes alone: each input is split in its own way.
    var pieces: [Int] {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in rest { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        let longest = state & 0x300 == 0 ? 1 : Int(state >> 12 & 0x1F) + 1
        return (0..<7).map { Int(state >> (16 + 5 * UInt64($0)) & 0x3F) % longest + 1 }
    }
}

/// Bytes in hexadecimal, for a message.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}
