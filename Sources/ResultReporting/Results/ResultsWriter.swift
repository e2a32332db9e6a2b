package import Provisioning

/// Writes the results file: one result for each record, in input order.
///
/// The keys shown are those that the record wrote, else those of `ChunkResults.identities`. A
/// record with the number 0 is a leaver: its result has no record and line.
package final class ResultsWriter {
    /// The file; flushed, synchronized and closed through this.
    package let file: OutputFile
    /// One of the two formats.
    package let format: ResultsFormat
    private let csv: CSVResultEncoding?
    private let json: JSONResultEncoding?
    private let showsKeys: Bool
    /// The same bytes once more, for a report on results that cannot be read back; nil: they can.
    package let copy: OutputFile?
    /// Where lines stand that a report lists.
    private(set) var listing: ListedLines
    private let lists: Bool
    private static let blockRecords = 256

    /// Begins a results file, or goes on with one that has bytes.
    ///
    /// - Parameters:
    ///   - file: where it is written.
    ///   - format: one of the two formats.
    ///   - isShareable: leaves out everything personal: keys, values in messages, details.
    ///   - listed: results whose places are noted at most, for a report; nil: none is wanted.
    ///   - copy: where the same bytes go, for a report, if `file` cannot be read back.
    package init(
        file: OutputFile, format: ResultsFormat, isShareable: Bool = false, listed: Int? = nil,
        copy: OutputFile? = nil
    ) {
        self.file = file
        self.format = format
        csv = format == .csv ? CSVResultEncoding(isShareable: isShareable) : nil
        json = format == .jsonLines ? JSONResultEncoding(isShareable: isShareable) : nil
        showsKeys = !isShareable
        lists = listed != nil
        listing = ListedLines(limit: listed ?? 0)
        self.copy = copy
        beginIfEmpty()
    }

    /// Path of the file in which the results can be read back; nil: there is none.
    package var readablePath: String? {
        if let copy { return copy.path }
        return file.isTruncatable ? file.path : nil
    }

    /// Appends the results of a chunk's records.
    ///
    /// - Complexity: no allocation for a record without issues whose keys are printable ASCII.
    /// - Throws: a halt with status 74.
    package func write(_ results: ChunkResults) throws(RunHalt) {
        if let csv { try write(results, as: csv) }
        if let json { try write(results, as: json) }
    }

    /// Cuts the file back to a checkpoint's position.
    /// - Throws: a halt with status 74.
    package func truncate(to position: UInt64) throws(RunHalt) {
        try file.truncate(to: position)
        try copy?.truncate(to: position)
        listing.cut(to: position)
        beginIfEmpty()
    }

    /// Notes a line that was written before an interruption.
    func note(_ result: ResultLine, at place: UInt64) {
        guard lists, let outcome = result.outcome else { return }
        listing.note(outcome, hasFindings: !result.isEmpty(.codes), at: place)
    }

    private func beginIfEmpty() {
        guard file.position == 0 else { return }
        let prologue = csv?.prologue ?? json?.prologue ?? ""
        file.buffer.append(prologue)
        copy?.buffer.append(prologue)
    }

    /// Writes in blocks: the file's buffer is entered once a block and looked at between them,
    /// because entering a property of an object costs more than a short result.
    private func write(
        _ results: ChunkResults, as encoding: some ResultEncoding
    ) throws(RunHalt) {
        var cursor = ChunkCursor(results)
        let end = results.outcomes.count
        var start = results.firstRecord
        while start < end {
            let block = start..<min(start + Self.blockRecords, end)
            let (before, position) = (file.buffer.count, file.position)
            encode(
                block, of: results, cursor: &cursor, as: encoding, from: position, to: &file.buffer)
            if let copy {
                copy.buffer.append(file.buffer.bytes(from: before))
                try copy.flushIfFull()
            }
            try file.flushIfFull()
            start = block.upperBound
        }
    }

    private func encode(
        _ block: Range<Int>, of results: ChunkResults, cursor: inout ChunkCursor,
        as encoding: some ResultEncoding, from position: UInt64, to buffer: inout ByteBuffer
    ) {
        let batch = results.batch
        let start = buffer.count
        let wanted = lists ? listing.wanted : 0
        batch.chunk.records.withUnsafeBufferPointer { places in
            batch.actions.withUnsafeBufferPointer { actions in
                batch.values.withUnsafeBufferPointer { values in
                    let keys = ShownKeys(batch, values, areShown: showsKeys)
                    for record in block {
                        let outcome = results.outcomes[record]
                        let issues = cursor.issues(of: record)
                        if wanted &>> UInt32(outcome.rawValue) & 1 != 0
                            || (lists && !issues.isEmpty)
                        {
                            listing.note(
                                outcome, hasFindings: !issues.isEmpty,
                                at: position + UInt64(buffer.count - start))
                        }
                        encoding.begin(
                            record: batch.areLeavers ? 0 : places[record].number,
                            line: places[record].line,
                            action: actions[record], outcome: outcome, to: &buffer)
                        keys.append(
                            of: record, or: showsKeys ? cursor.identity(of: record) : nil,
                            as: encoding, to: &buffer)
                        encoding.end(
                            issues: issues, detail: cursor.detail(of: record), to: &buffer)
                    }
                }
            }
        }
    }
}
