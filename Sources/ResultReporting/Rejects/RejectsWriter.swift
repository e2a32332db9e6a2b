package import Provisioning

/// Writes the rejects file: the rejected records as a feed that can be fixed and imported again.
///
/// It has the format of the feed, with the bytes that the reader found, and says of each record in
/// `muster_codes` and `muster_messages` what is wrong with it.
package final class RejectsWriter {
    /// The file; flushed, synchronized and closed through this.
    package let file: OutputFile
    private let encoding: any RejectsEncoding
    private let takesAll: Bool

    /// Begins a rejects file, or goes on with one that has bytes.
    ///
    /// With `takesAll` it gets every record, and what is wrong with those that are.
    package init(file: OutputFile, encoding: any RejectsEncoding, takesAll: Bool = false) {
        self.file = file
        self.encoding = encoding
        self.takesAll = takesAll
        beginIfEmpty()
    }

    /// Begins a rejects file of a CSV feed with its header, or goes on with one that has bytes.
    ///
    /// - Parameters:
    ///   - file: where it is written.
    ///   - header: names of the feed's columns as written.
    ///   - dialect: how the feed separates and quotes.
    ///   - secretColumns: indexes of the columns whose cells are masked; empty where the user
    ///     named the file and so keeps what the user gave.
    package convenience init(
        file: OutputFile, header: [ByteString], dialect: FeedDialect, secretColumns: Set<Int>
    ) {
        self.init(
            file: file,
            encoding: CSVRejectsEncoding(
                header: header, dialect: dialect, secretColumns: secretColumns))
    }

    /// Appends the rejected records of a chunk, or all.
    ///
    /// - Complexity: one comparison for a record that is not rejected.
    /// - Throws: a halt with status 74.
    package func write(_ results: ChunkResults) throws(RunHalt) {
        // A leaver has no record to give back.
        guard !results.batch.areLeavers else { return }
        var cursor = ChunkCursor(results)
        for record in results.firstRecord..<max(results.firstRecord, results.outcomes.count)
        where takesAll || results.outcomes[record] == .rejected {
            let place = results.batch.chunk.records[record]
            guard place.number > 0 else { continue }
            encoding.append(
                RejectedRecord(place, of: results.batch, issues: cursor.issues(of: record)),
                to: &file.buffer)
            try file.flushIfFull()
        }
    }

    /// Cuts the file back to a checkpoint's position, which is before whatever `finish` wrote.
    /// - Throws: a halt with status 74.
    package func truncate(to position: UInt64) throws(RunHalt) {
        try file.truncate(to: position)
        beginIfEmpty()
    }

    /// Appends what the format wants behind the last record; the file stays open.
    /// - Throws: a halt with status 74.
    package func finish() throws(RunHalt) {
        encoding.end(to: &file.buffer)
        try file.flushIfFull()
    }

    private func beginIfEmpty() {
        guard file.position == 0 else { return }
        encoding.begin(to: &file.buffer)
    }
}
