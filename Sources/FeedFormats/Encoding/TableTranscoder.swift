/// Turns text of an encoding with one byte for each character into UTF-8.
final class TableTranscoder: Transcoder {
    /// UTF-8 of each byte from the lowest byte on, and its length in the bits from 32 on.
    private let table: [UInt64]
    /// Whether the bytes below 0x80 are ASCII.
    private let isOverASCII: Bool

    /// Makes a transcoder of 256 sequences of UTF-8 of up to 4 bytes each, empty for a byte that
    /// is not defined.
    init(_ sequences: [[UInt8]]) {
        precondition(sequences.count == 256)
        isOverASCII = (0..<0x80).allSatisfy { sequences[$0] == [UInt8($0)] }
        table = sequences.map { sequence in
            let bytes = sequence.isEmpty ? [Self.undefinedByte] : sequence
            precondition(bytes.count <= 4)
            let packed = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return UInt64(bytes.count) << 32 | packed
        }
    }

    func transcode(
        _ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer, isFinal: Bool
    ) -> (consumed: Int, produced: Int) {
        guard let source = bytes.baseAddress, let target = room.baseAddress else { return (0, 0) }
        let end = bytes.count
        // As much as eight bytes at once need, and a sequence, which is stored as four.
        let last = room.count - 8
        let isOverASCII = isOverASCII
        var from = 0
        var to = 0
        table.withUnsafeBufferPointer { table in
            while from < end, to <= last {
                if isOverASCII, end - from >= 8 {
                    let word = source.loadUnaligned(fromByteOffset: from, as: UInt64.self)
                    if word & ByteWord.tops == 0 {
                        target.storeBytes(of: word, toByteOffset: to, as: UInt64.self)
                        from += 8
                        to += 8
                        continue
                    }
                }
                let entry = table[Int(source.load(fromByteOffset: from, as: UInt8.self))]
                target.storeBytes(
                    of: UInt32(truncatingIfNeeded: entry), toByteOffset: to, as: UInt32.self)
                from += 1
                to += Int(entry >> 32)
            }
        }
        return (from, to)
    }
}
