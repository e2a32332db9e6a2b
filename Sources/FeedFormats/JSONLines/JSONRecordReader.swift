import Provisioning

/// Makes a record of a stretch of bytes: scanner, mapper and words for what is wrong.
///
/// Each reading thread has its own.
struct JSONRecordReader: ~Copyable {
    var scanner: JSONRecordScanner
    var mapper: JSONRecordMapper
    let text: JSONFaultText

    init(columns: FoundColumns, profile: FeedProfile, text: JSONFaultText) {
        scanner = JSONRecordScanner(isByLine: text.isByLine, limits: text.limits)
        mapper = JSONRecordMapper(
            columns: columns, profile: profile, limits: text.limits,
            tape: scanner.tape)
        self.text = text
    }

    /// Maps the record that was scanned in `base`, and adds it.
    ///
    /// - Parameters:
    ///   - record: its place; fields and fault are filled in.
    ///   - base: of the buffer.
    ///   - origin: place in the feed of the buffer's first byte.
    ///   - builder: of the chunk.
    /// - Throws: what `FoundColumns.field` throws.
    @inline(__always)
    mutating func add(
        _ record: FeedRecord, base: UnsafePointer<UInt8>, origin: UInt64,
        to builder: inout JSONChunkBuilder
    ) throws(RunHalt) {
        let fault = scanner.fault
        try mapper.map(scanner.tape, base: base, isFaulty: fault != nil)
        var issue: RecordIssue?
        if let fault = fault ?? mapper.fault {
            issue = text.issue(fault, at: place(of: fault, in: record, base, origin))
        }
        builder.add(
            record, &mapper.row, fieldCount: mapper.columns.count, issue: issue)
    }

    private func place(
        of fault: JSONFault, in record: FeedRecord, _ base: UnsafePointer<UInt8>, _ origin: UInt64
    ) -> JSONFaultText.Place {
        let offset = origin + UInt64(fault.position)
        if text.isByLine {
            return JSONFaultText.Place(offset: offset, column: offset - record.offset + 1)
        }
        // Where the first line begins is known to who comes from before, but not on reading again.
        var lines = JSONLineCounter(line: record.line, lineStart: record.offset)
        lines.pass(base, from: Int(record.start), to: fault.position, offset: record.offset)
        if lines.line == record.line { return JSONFaultText.Place(offset: offset) }
        return JSONFaultText.Place(
            offset: offset, column: lines.column(of: offset), line: lines.line)
    }
}
