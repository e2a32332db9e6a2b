import Provisioning

/// Reads the beginning of a CSV file: marks, dialect, rows around the header, and the header.
struct CSVFileOpening {
    let input: any FeedInput
    let window: FeedWindow
    let reader: CSVChunkReader
    let profile: FeedProfile
    let limits: Limits

    /// Reads up to the first record.
    ///
    /// - Throws: a halt with status 65 if there is no usable header, or the file is empty or too
    ///   large.
    func read() throws(RunHalt) -> CSVLayout {
        try FeedBounds(name: input.name, limits: limits).check(length: input.byteCount)
        var layout = try sniff()
        try reader.restart(at: layout.offset, line: layout.line)
        let chunk = FeedChunk(capacity: 4096)
        var rows = CSVRowTally.Opening()
        for _ in 0..<profile.rowsBeforeHeader {
            guard try reader.read(into: chunk, recordsMax: 1, layout: layout) else {
                throw headerMissing()
            }
            rows.beforeHeader += 1
        }
        layout.rows = headerRules
        guard try reader.read(into: chunk, recordsMax: 1, layout: layout) else {
            throw headerMissing()
        }
        rows.skipped = reader.tally.skipped
        let header = try header(in: chunk)
        layout.rows = .none
        for _ in 0..<profile.rowsAfterHeader {
            if try !reader.read(into: chunk, recordsMax: 1, layout: layout) { break }
            rows.afterHeader += 1
        }
        layout = CSVLayout(
            dialect: layout.dialect, limits: limits, header: header,
            rows: CSVRowRules(profile: profile), feedName: input.name, offset: reader.offset,
            line: reader.line, encodingName: input.encodingName)
        layout.opening = rows
        try reader.restart(at: layout.offset, line: layout.line, opening: rows)
        return layout
    }

    /// What the header is looked for by: rows that the profile skips may stand above it.
    private var headerRules: CSVRowRules {
        var skipping = FeedProfile()
        skipping.skippedRows = profile.skippedRows
        skipping.skipsBlankRows = profile.skipsBlankRows
        return CSVRowRules(profile: skipping)
    }

    /// Looks at the first bytes: marks and dialect.
    private func sniff() throws(RunHalt) -> CSVLayout {
        let chunk = FeedChunk(capacity: CSVDialectDetection.sampleBytes + FeedWindow.paddingBytes)
        try window.begin(chunk, size: CSVDialectDetection.sampleBytes)
        let head = UnsafeRawBufferPointer(start: chunk.base, count: chunk.count)
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
            dialect: dialect, limits: limits, feedName: input.name,
            offset: UInt64(preamble.byteCount), line: 1 + UInt64(preamble.lineCount),
            encodingName: input.encodingName)
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
        if names.count == 1, let name = names.first { try requireDelimiter(in: name, row.line) }
        guard names.contains(where: { !$0.isEmpty }) else { throw headerMissing() }
        return names
    }

    /// Refuses a header that is one field by the declared delimiter and several by another.
    private func requireDelimiter(in name: ByteString, _ line: UInt64) throws(RunHalt) {
        guard let declared = profile.delimiter else { return }
        let others: [UInt8] = [0x09, 0x3B, 0x2C, 0x7C]
        for other in others where other != declared {
            let count = name.bytes.count { $0 == other }
            guard count > 0 else { continue }
            let times = count == 1 ? "once" : "\(count) times"
            throw RunHalt(
                .malformedFile, .feedHeaderMalformed,
                "the header of \(input.name), line \(line), is one field by the declared delimiter"
                    + " (\(CSVDialect.name(of: declared))), and has the character"
                    + " \(CSVDialect.name(of: other)) \(times)",
                advice: "Declare that delimiter, or put the name into quotes if it is one.")
        }
    }

    private func headerMissing() -> RunHalt {
        RunHalt(
            .malformedFile, .feedHeaderMissing, "\(input.name) has no header",
            advice: "The first row must name the columns; see: muster template")
    }
}
