package import Provisioning

/// Reads the records of a CSV feed: RFC 4180, and what real files need beyond it.
///
/// A record that is not well-formed is given with a fault and the fields that could be told apart,
/// and the next record is found again; see `CSVRecordScanner` for where a faulty record ends.
/// Memory is bounded by the limits, whatever the file holds.
package final class CSVSource: RecordSource {
    private let input: any FeedInput
    private let profile: FeedProfile
    private let limits: Limits
    private let window: FeedWindow
    private let reader: CSVChunkReader
    private var layout: CSVLayout?
    /// Ordinal of the next chunk.
    private var chunkIndex = 0

    private let given: FeedReading?

    /// Makes a reader; nothing is read yet. `reading` says how the bytes came to be UTF-8; nil:
    /// they are so in the file.
    package init(
        input: any FeedInput, profile: FeedProfile, limits: Limits, reading: FeedReading? = nil
    ) {
        self.input = input
        given = reading
        self.profile = profile
        self.limits = limits
        window = FeedWindow(input: input, limits: limits)
        reader = CSVChunkReader(window: window, limits: limits)
    }

    package var byteCount: UInt64? { input.byteCountEstimate }

    /// How the file is written, as far as it was declared or found by looking.
    ///
    /// Reads the header if that has not been done.
    package func dialect() throws(RunHalt) -> CSVDialect { try prepare().dialect }

    package func header() throws(RunHalt) -> [ByteString] { try prepare().header }

    package func reading() throws(RunHalt) -> FeedReading? {
        var reading =
            given
            ?? FeedReading(
                format: "CSV", encoding: "UTF-8", encodingReason: "nothing else is declared")
        let dialect = try dialect()
        reading.delimiter = dialect.delimiterName
        reading.delimiterReason = dialect.reason
        return reading
    }

    package func read(into chunk: FeedChunk) throws(RunHalt) -> Bool {
        let layout = try prepare()
        guard try reader.read(into: chunk, recordsMax: limits.chunkRecordsMax, layout: layout)
        else { return false }
        chunk.index = chunkIndex
        chunkIndex += 1
        try FeedBounds(name: input.name, limits: limits).check(records: reader.number)
        return true
    }

    package func rewind() throws(RunHalt) {
        let layout = try prepare()
        try reader.restart(at: layout.offset, line: layout.line, opening: layout.opening)
        chunkIndex = 0
    }

    package func reread(
        offset: UInt64, length: UInt32, number: UInt32, line: UInt64, into chunk: FeedChunk
    ) throws(RunHalt) {
        guard let layout else { preconditionFailure("a record is read again before the header") }
        chunk.removeAll()
        // No more of a record that is too long than it takes to see that it is.
        let wanted = min(Int(length), limits.recordBytesMax + 2)
        chunk.reserve(wanted + FeedWindow.paddingBytes)
        let count = try input.read(
            at: offset, into: UnsafeMutableRawBufferPointer(start: chunk.base, count: wanted))
        chunk.count = count
        guard count == wanted, count > 0 else { throw moved() }
        var scanner = CSVRecordScanner(rules: layout.rules, base: chunk.base)
        switch scanner.scan(from: 0, to: count, isFinal: true) {
        case .record, .endless: break
        case .nothing, .incomplete: throw moved()
        }
        var builder = CSVChunkBuilder(takingFrom: chunk)
        let record = FeedRecord(
            number: number, line: line, offset: offset, byteLength: length, firstField: 0,
            fieldCount: 0, start: 0)
        builder.add(record, from: scanner, text: layout.faultText, origin: offset)
        builder.give(to: chunk)
    }

    private func moved() -> RunHalt {
        RunHalt(
            .inputOutput, .feedFileChanged, "\(input.name) changed while it was read",
            advice: "Import a file only when it has been written to its end.")
    }

    /// Reads the beginning of the file, the first time.
    private func prepare() throws(RunHalt) -> CSVLayout {
        if let layout { return layout }
        let opening = CSVFileOpening(
            input: input, window: window, reader: reader, profile: profile, limits: limits)
        let found = try opening.read()
        layout = found
        return found
    }
}
