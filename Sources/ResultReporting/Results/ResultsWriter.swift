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
    private static let blockRecords = 256

    /// Begins a results file, or goes on with one that has bytes.
    ///
    /// - Parameters:
    ///   - file: where it is written.
    ///   - format: one of the two formats.
    ///   - isShareable: leaves out everything personal: keys, values in messages, details.
    package init(file: OutputFile, format: ResultsFormat, isShareable: Bool = false) {
        self.file = file
        self.format = format
        csv = format == .csv ? CSVResultEncoding(isShareable: isShareable) : nil
        json = format == .jsonLines ? JSONResultEncoding(isShareable: isShareable) : nil
        showsKeys = !isShareable
        beginIfEmpty()
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
        beginIfEmpty()
    }

    private func beginIfEmpty() {
        guard file.position == 0 else { return }
        if let csv { file.buffer.append(csv.prologue) }
        if let json { file.buffer.append(json.prologue) }
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
            encode(block, of: results, cursor: &cursor, as: encoding, to: &file.buffer)
            try file.flushIfFull()
            start = block.upperBound
        }
    }

    private func encode(
        _ block: Range<Int>, of results: ChunkResults, cursor: inout ChunkCursor,
        as encoding: some ResultEncoding, to buffer: inout ByteBuffer
    ) {
        let batch = results.batch
        batch.chunk.records.withUnsafeBufferPointer { places in
            batch.actions.withUnsafeBufferPointer { actions in
                batch.values.withUnsafeBufferPointer { values in
                    let keys = ShownKeys(batch, values, areShown: showsKeys)
                    for record in block {
                        encoding.begin(
                            record: batch.areLeavers ? 0 : places[record].number,
                            line: places[record].line,
                            action: actions[record], outcome: results.outcomes[record],
                            to: &buffer)
                        keys.append(
                            of: record, or: showsKeys ? cursor.identity(of: record) : nil,
                            as: encoding, to: &buffer)
                        encoding.end(
                            issues: cursor.issues(of: record), detail: cursor.detail(of: record),
                            to: &buffer)
                    }
                }
            }
        }
    }
}
