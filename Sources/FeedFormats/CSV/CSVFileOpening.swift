import Provisioning

/// Reads the beginning of a CSV file: marks, dialect, rows around the header, and the header.
struct CSVFileOpening {
    let input: any FeedInput
    let window: CSVWindow
    let reader: CSVChunkReader
    let profile: FeedProfile
    let limits: Limits

    /// Reads up to the first record.
    ///
    /// - Throws: a halt with status 65 if there is no usable header, or the file is empty, too
    ///   large, or not in UTF-8.
    func read() throws(RunHalt) -> CSVLayout {
        if let count = input.byteCount, count > limits.fileBytesMax {
            throw RunHalt(
                .malformedFile, .feedFileTooLarge,
                "\(input.name) has \(count) bytes; the limit for a feed is \(limits.fileBytesMax)",
                advice: "Split the file, or raise the limit in the configuration.")
        }
        var layout = try sniff()
        try reader.restart(at: layout.offset, line: layout.line)
        let chunk = FeedChunk(capacity: 4096)
        for _ in 0..<profile.rowsBeforeHeader {
            guard try reader.read(into: chunk, recordsMax: 1, layout: layout) else {
                throw headerMissing()
            }
        }
        guard try reader.read(into: chunk, recordsMax: 1, layout: layout) else {
            throw headerMissing()
        }
        let header = try header(in: chunk)
        for _ in 0..<profile.rowsAfterHeader {
            if try !reader.read(into: chunk, recordsMax: 1, layout: layout) { break }
        }
        layout = CSVLayout(
            dialect: layout.dialect, limits: limits, header: header, offset: reader.offset,
            line: reader.line)
        try reader.restart(at: layout.offset, line: layout.line)
        return layout
    }

    /// Looks at the first bytes: encoding, marks and dialect.
    private func sniff() throws(RunHalt) -> CSVLayout {
        let chunk = FeedChunk(capacity: CSVDialectDetection.sampleBytes + CSVWindow.paddingBytes)
        try window.begin(chunk, size: CSVDialectDetection.sampleBytes)
        let head = UnsafeRawBufferPointer(start: chunk.base, count: chunk.count)
        try EncodingCheck.requireUTF8(head, declared: profile.encoding, name: input.name)
        let preamble = CSVPreamble(head)
        let sample = UnsafeRawBufferPointer(rebasing: head[preamble.byteCount...])
        if window.isEnded, sample.allSatisfy(Byte.endsLine) {
            throw RunHalt(
                .malformedFile, .feedFileEmpty, "\(input.name) is empty",
                advice: "A feed needs a header line, even if it has no records.")
        }
        let dialect: CSVDialect
        if let delimiter = profile.delimiter {
            dialect = try declared(delimiter, "the delimiter is declared")
        } else if let delimiter = preamble.delimiter {
            dialect = try declared(delimiter, "the first line is a sep= line")
        } else {
            dialect = CSVDialectDetection.dialect(
                of: sample, isWhole: window.isEnded, profile: profile, limits: limits)
        }
        return CSVLayout(
            dialect: dialect, limits: limits, offset: UInt64(preamble.byteCount),
            line: 1 + UInt64(preamble.lineCount))
    }

    private func declared(
        _ delimiter: UInt8, _ reason: String
    ) throws(RunHalt) -> CSVDialect {
        guard CSVDialect.canDelimit(delimiter) else {
            throw RunHalt(
                .configuration, .configValueInvalid,
                "the byte \(delimiter) cannot be a delimiter",
                advice: "Use an ASCII character that neither quotes nor ends a line.")
        }
        return CSVDialect(
            delimiter: delimiter, quoting: profile.quoting, commentPrefix: profile.commentPrefix,
            reason: reason)
    }

    /// The header, from a chunk that has it as its only record.
    private func header(in chunk: FeedChunk) throws(RunHalt) -> [ByteString] {
        guard let row = chunk.records.first else { throw headerMissing() }
        if row.faultIndex >= 0 {
            let fault = chunk.faults[Int(row.faultIndex)]
            if fault.code == .csvFieldsTooMany {
                throw RunHalt(
                    .malformedFile, .feedHeaderTooManyColumns,
                    "the header of \(input.name) has more than \(limits.columnsMax) columns",
                    advice: "Leave out columns, or raise the limit in the configuration.")
            }
            throw RunHalt(
                .malformedFile, .feedHeaderMalformed,
                "the header of \(input.name), line \(row.line), \(fault.messageWithoutValue)")
        }
        let names = chunk.fields.map { chunk.copy($0) }
        guard names.contains(where: { !$0.isEmpty }) else { throw headerMissing() }
        return names
    }

    private func headerMissing() -> RunHalt {
        RunHalt(
            .malformedFile, .feedHeaderMissing, "\(input.name) has no header",
            advice: "The first row must name the columns; see: muster template")
    }
}
