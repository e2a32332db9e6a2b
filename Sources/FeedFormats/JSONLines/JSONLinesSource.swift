package import Provisioning

/// Reads the records of a JSON feed: JSON Lines, one object a line, or one array of objects.
///
/// Keys within objects become dotted names (`name.givenName`), whose fields are those of
/// `FoundColumns`. A record that is not well-formed by RFC 8259 is given with a fault and the
/// wanted fields that stand before it, and the next record is found again: on the next line, or
/// behind the brackets of the element. Memory is bounded by the limits, whatever the file holds.
package final class JSONLinesSource: RecordSource {
    private let input: any FeedInput
    private let profile: FeedProfile
    private let limits: Limits
    private let given: FeedReading?
    /// Columns for the records read in order, and for those that are read again.
    private let columns: FoundColumns
    private let rereadColumns: FoundColumns
    private let window: FeedWindow
    private var opened: (layout: JSONLayout, reader: JSONChunkReader)?
    private var rereader: JSONRereader?
    /// Ordinal of the next chunk.
    private var chunkIndex = 0

    /// Makes a reader; nothing is read yet. `columns` is called at once, for each thread that may
    /// read. `reading` says how the bytes came to be UTF-8; nil: they are so in the file.
    package init(
        input: any FeedInput, profile: FeedProfile, limits: Limits,
        columns: @escaping () -> FoundColumns, reading: FeedReading? = nil
    ) {
        self.input = input
        self.profile = profile
        self.limits = limits
        given = reading
        self.columns = columns()
        rereadColumns = columns()
        window = FeedWindow(input: input, limits: limits)
    }

    package var byteCount: UInt64? { input.byteCountEstimate }

    /// No names: each record has its own.
    package func header() throws(RunHalt) -> [ByteString] {
        _ = try open()
        return []
    }

    package func reading() throws(RunHalt) -> FeedReading? {
        let layout = try open().layout
        let hasMark = layout.offset > 0
        var reading =
            given
            ?? FeedReading(
                format: "", encoding: "UTF-8",
                encodingReason: hasMark ? "byte order mark" : "nothing else is declared")
        reading.format = layout.text.isByLine ? "JSON Lines" : "JSON array"
        return reading
    }

    package func read(into chunk: FeedChunk) throws(RunHalt) -> Bool {
        let reader = try open().reader
        guard try reader.read(into: chunk) else { return false }
        chunk.index = chunkIndex
        chunkIndex += 1
        try FeedBounds(name: input.name, limits: limits).check(records: reader.number)
        return true
    }

    package func rewind() throws(RunHalt) {
        let opened = try open()
        try opened.reader.restart(opened.layout)
        chunkIndex = 0
    }

    package func reread(
        offset: UInt64, length: UInt32, number: UInt32, line: UInt64, into chunk: FeedChunk
    ) throws(RunHalt) {
        guard let rereader else { preconditionFailure("a record is read again before any") }
        let place = FeedRecord(
            number: number, line: line, offset: offset, byteLength: length, firstField: 0,
            fieldCount: 0, start: 0)
        try rereader.read(place, into: chunk)
    }

    /// Reads the beginning of the file, the first time.
    private func open() throws(RunHalt) -> (layout: JSONLayout, reader: JSONChunkReader) {
        if let opened { return opened }
        var layout = try JSONLayout(
            input: input, window: window, limits: limits, profile: profile)
        if layout.isWrapped || layout.text.isByLine {
            var first = JSONFirstObject(
                name: input.name, layout: layout, limits: limits, profile: profile,
                columns: columns.empty())
            if layout.text.isByLine {
                try first.check(window)
            } else if try first.isReject(window) {
                layout.readLines()
            }
        }
        let reader = try JSONChunkReader(
            window: window, layout: layout, name: input.name, limits: limits, profile: profile,
            columns: columns)
        rereader = JSONRereader(
            input: input, text: layout.text, limits: limits, profile: profile,
            columns: rereadColumns)
        opened = (layout, reader)
        return (layout, reader)
    }
}
