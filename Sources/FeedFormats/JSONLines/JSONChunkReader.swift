import Provisioning

/// Fills chunks with records: moves the window over the feed, and lets records be found in it.
final class JSONChunkReader {
    private let window: FeedWindow
    private let limits: Limits
    private let name: String
    /// Keys that lead to the array, where it stands in an object.
    private let recordPath: [String]
    private var lines: JSONLineReader
    /// Nil: records are lines.
    private var array: JSONArrayReader?
    private var reader: JSONRecordReader

    /// Begins at the place of the feed that `layout` says.
    init(
        window: FeedWindow, layout: JSONLayout, name: String, limits: Limits, profile: FeedProfile,
        columns: FoundColumns
    ) throws(RunHalt) {
        self.window = window
        self.limits = limits
        self.name = name
        recordPath = layout.isWrapped ? profile.recordPath : []
        reader = JSONRecordReader(columns: columns, profile: profile, text: layout.text)
        lines = JSONLineReader(limits: limits)
        try restart(layout)
    }

    /// Number of the last record.
    var number: UInt32 { array?.number ?? lines.number }

    /// Goes back to the first record.
    func restart(_ layout: JSONLayout) throws(RunHalt) {
        try window.restart(at: layout.offset)
        lines = JSONLineReader(limits: limits)
        array =
            layout.text.isByLine
            ? nil
            : JSONArrayReader(
                limits: limits, name: name, offset: layout.offset, path: recordPath)
    }

    /// Fills `chunk` with the records of the next `chunkBytes` bytes or so.
    ///
    /// - Returns: whether there were any.
    func read(into chunk: FeedChunk) throws(RunHalt) -> Bool {
        chunk.removeAll()
        reader.mapper.beginChunk()
        chunk.columns = reader.mapper.columns
        guard try fill(chunk) else { return false }
        JSONChunkBuilder.place(reader.mapper.made, in: chunk)
        return true
    }

    private func fill(_ chunk: FeedChunk) throws(RunHalt) -> Bool {
        var size = limits.chunkBytes
        try window.begin(chunk, size: size)
        while true {
            let pause = try scan(chunk)
            let isEmpty = chunk.records.isEmpty
            switch pause {
            case .complete(let position):
                window.end(chunk, at: position)
                return !isEmpty
            case .starved(let position) where !isEmpty:
                window.end(chunk, at: position)
                return true
            case .starved(let position):
                // A record that starts the window and is not all there needs a larger one.
                if position == 0 { size = max(size, chunk.count) * 2 }
                try window.slide(chunk, to: position, size: size)
            case .endless(let position):
                window.end(chunk, at: position)
                let discarded = try array == nil ? window.discardLine() : passElement()
                if let last = chunk.records.indices.last {
                    let length = UInt64(chunk.records[last].byteLength) + discarded
                    chunk.records[last].byteLength = UInt32(clamping: length)
                }
                return true
            }
        }
    }

    private func scan(_ chunk: FeedChunk) throws(RunHalt) -> JSONPause {
        let origin = window.offset
        let isFinal = window.isEnded
        if array != nil {
            return try array?.scan(chunk, origin: origin, isFinal: isFinal, with: &reader)
                ?? .complete(0)
        }
        return try lines.scan(chunk, origin: origin, isFinal: isFinal, with: &reader)
    }

    /// Goes on behind an element that is too long, in a buffer of its own.
    ///
    /// - Returns: the number of bytes up to there.
    private func passElement() throws(RunHalt) -> UInt64 {
        let start = window.offset
        let block = FeedChunk(capacity: 64 << 10)
        while true {
            try window.begin(block, size: 32 << 10)
            let found = try array?.passOver(block, origin: window.offset)
            let passed = block.count
            window.end(block, at: found ?? passed)
            if found != nil { return window.offset - start }
            if passed == 0, let array { throw array.endsEarly(at: window.offset) }
        }
    }
}
