import Provisioning

/// What the beginning of a JSON feed has told: where records may start, and how they stand.
struct JSONLayout {
    /// Bytes of the mark before the text.
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Place of the feed behind the byte order mark.
    var offset: UInt64
    /// Place of the first byte that is not blank.
    private(set) var firstSign: UInt64 = 0
    /// Line and column of that byte.
    private(set) var lines: JSONLineCounter
    /// Whether the records stand in an array within an object.
    private(set) var isWrapped: Bool
    /// Words for faults; knows whether records are lines or elements of an array.
    var text: JSONFaultText

    /// Reads up to the first byte that is not blank.
    ///
    /// - Throws: a halt with status 65 if there is none, or the feed is too large.
    init(
        input: any FeedInput, window: FeedWindow, limits: Limits, profile: FeedProfile
    ) throws(RunHalt) {
        try FeedBounds(name: input.name, limits: limits).check(length: input.byteCount)
        let size = 4 << 10
        let chunk = FeedChunk(capacity: size)
        try window.begin(chunk, size: size)
        var head = UnsafeRawBufferPointer(start: chunk.base, count: chunk.count)
        var position = head.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
        offset = UInt64(position)
        lines = JSONLineCounter(line: 1, lineStart: offset)
        while true {
            let blanks = position
            while position < head.count, JSONByte.isBlank(head[position]) { position += 1 }
            lines.pass(
                UnsafePointer(chunk.base), from: blanks, to: position,
                offset: window.offset + UInt64(blanks))
            firstSign = window.offset + UInt64(position)
            if position < head.count { break }
            guard !window.isEnded else {
                throw RunHalt(
                    .malformedFile, .feedFileEmpty, "\(input.name) is empty",
                    advice: "A feed of no records can be written as an empty array: []")
            }
            try window.slide(chunk, to: position, size: size)
            head = UnsafeRawBufferPointer(start: chunk.base, count: chunk.count)
            position = 0
        }
        let isArray = head[position] == JSONByte.openBracket
        isWrapped = !isArray && !profile.recordPath.isEmpty
        text = JSONFaultText(
            limits: limits, isByLine: !isArray && !isWrapped,
            encodingName: input.encodingName)
    }

    /// Takes the records for lines, whatever the profile says of them.
    mutating func readLines() {
        isWrapped = false
        text.isByLine = true
    }
}
