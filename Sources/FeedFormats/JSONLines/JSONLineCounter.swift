/// Counts physical lines over bytes that are passed once and in order, in any pieces.
struct JSONLineCounter: Equatable {
    /// Line of the next byte, from 1.
    private(set) var line: UInt64
    /// Place in the feed of the line's first byte.
    private(set) var lineStart: UInt64
    /// Whether a line feed, if it comes next, belongs to the line end before it.
    private var isAfterReturn = false

    init(line: UInt64, lineStart: UInt64) {
        self.line = line
        self.lineStart = lineStart
    }

    /// Column of a byte on the line, from 1.
    func column(of offset: UInt64) -> UInt64 { offset - lineStart + 1 }

    /// Passes `base[start..<end]`, whose first byte stands at `offset` of the feed.
    mutating func pass(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int, offset: UInt64) {
        var index = start
        while index < end {
            let byte = base[index]
            if Byte.endsLine(byte) {
                if byte == Byte.carriageReturn || !isAfterReturn { line += 1 }
                isAfterReturn = byte == Byte.carriageReturn
                index += 1
                lineStart = offset + UInt64(index - start)
                continue
            }
            isAfterReturn = false
            index += 1
            while index + 8 <= end, ByteWord.controls(ByteWord.load(base + index)) == 0 {
                index += 8
            }
        }
    }
}
