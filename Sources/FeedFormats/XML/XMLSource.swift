package import Provisioning

/// Reads the records of an XML feed with libxml2's streaming parser, behind a guard of bytes.
///
/// A record is the element at the end of the profile's record path; its values are named by their
/// paths within it. A record with something wrong in it is given with a fault and the values that
/// were found. A file that is not well-formed, or that goes beyond a limit of the guard, halts the
/// run. Memory is bounded by the limits, whatever the file holds.
package final class XMLSource: RecordSource {
    private let input: any FeedInput
    private let rules: XMLRules
    private let separators: [UInt8]
    private let clearToken: ByteString
    private let columns: () -> FoundColumns
    private let given: FeedReading?
    private let reader: XMLChunkReader
    private lazy var rereader = makeRereader()
    private var opening: XMLFrame?
    /// Ordinal of the next chunk.
    private var chunkIndex = 0

    /// Makes a reader; nothing is read yet.
    ///
    /// `columns` makes the columns of a reading: one object for each pass over the feed and one for
    /// records that are read again. `reading` says how the bytes of the input were decoded; nil:
    /// they are UTF-8 as they stand. Without `hasFastLane` the parser sees every record, to the
    /// same effect.
    package init(
        input: any FeedInput, profile: FeedProfile, limits: Limits,
        columns: @escaping () -> FoundColumns, reading: FeedReading? = nil,
        hasFastLane: Bool = true
    ) {
        self.input = input
        self.columns = columns
        given = reading
        separators = profile.listSeparators
        clearToken = profile.clearToken
        rules = XMLRules(
            name: input.name,
            path: profile.recordPath.isEmpty ? Self.defaultPath : profile.recordPath,
            limits: limits, encodingName: input.encodingName, hasFastLane: hasFastLane)
        reader = XMLChunkReader(input: input, rules: rules)
    }

    /// Path of the records where the profile names none.
    package static let defaultPath = ["users", "user"]

    package var byteCount: UInt64? { input.byteCountEstimate }

    /// Nothing: records name their own values. Reads up to the first record.
    package func header() throws(RunHalt) -> [ByteString] {
        _ = try prepare()
        return []
    }

    package func read(into chunk: FeedChunk) throws(RunHalt) -> Bool {
        _ = try prepare()
        guard try reader.read(into: chunk, recordsMax: rules.limits.chunkRecordsMax) else {
            return false
        }
        chunk.index = chunkIndex
        chunkIndex += 1
        try FeedBounds(name: input.name, limits: rules.limits).check(records: reader.number)
        return true
    }

    package func rewind() throws(RunHalt) {
        _ = try prepare()
        try restart()
    }

    package func reread(
        offset: UInt64, length: UInt32, number: UInt32, line: UInt64, into chunk: FeedChunk
    ) throws(RunHalt) {
        guard opening != nil else {
            preconditionFailure("a record is read again before the header")
        }
        try rereader.read(
            offset: offset, length: length, number: number, line: line, into: chunk)
    }

    package func reading() throws(RunHalt) -> FeedReading? {
        _ = try prepare()
        var reading =
            given
            ?? FeedReading(
                format: "XML", encoding: "UTF-8", encodingReason: "nothing else is declared")
        reading.format = "XML"
        return reading
    }

    package var notices: [RecordIssue] { reader.notices }

    /// What stands around the records: start tags of the elements that lead to the first one, with
    /// an XML declaration before them, and the end tags.
    ///
    /// A document made of the opening, records as the feed writes them, and the closing has the
    /// same names and namespaces as the feed. Reads up to the first record if that has not been
    /// done; where there is none, the tags follow the record path.
    /// - Throws: a halt with status 65 or 74, as `header` does.
    package func frame() throws(RunHalt) -> (opening: ByteString, closing: ByteString) {
        let frame = try prepare()
        return (frame.opening, frame.closing)
    }

    /// Reads the beginning of the file, the first time.
    private func prepare() throws(RunHalt) -> XMLFrame {
        if let opening { return opening }
        try FeedBounds(name: input.name, limits: rules.limits).check(length: input.byteCount)
        reader.restart(rows: makeRows())
        let found = try reader.readFrame()
        try restart()
        opening = found
        return found
    }

    private func restart() throws(RunHalt) {
        try input.rewind()
        reader.restart(rows: makeRows())
        chunkIndex = 0
    }

    /// Rows with columns of their own: each pass finds them anew and so gives the same chunks.
    private func makeRows() -> XMLRows {
        XMLRows(
            columns: columns(), clearToken: clearToken, separators: separators,
            limits: rules.limits)
    }

    private func makeRereader() -> XMLRereader {
        XMLRereader(
            input: input, rules: rules, frame: opening ?? XMLFrame(path: rules.path),
            rows: makeRows())
    }
}
