import CXMLEvents
import Provisioning

/// Makes the values that the parser has found the fields of a chunk's records.
///
/// The row in hand, and for each path of the parser the field that it is, stand in plain memory:
/// variables of a class cost a check of exclusive access for each of the ten million values of a
/// large feed, which is a sixth of the time that the whole reading takes.
final class XMLRows {
    /// A problem that only the columns show.
    struct Finding {
        var code: IssueCode
        var column: String
    }

    /// The row in hand, a cell for each field that is known.
    private struct Row {
        var count = 0
        /// Where the values are, where they are written, and what lists have beyond the first one.
        var ranges: UnsafeMutablePointer<ByteRange>
        var spans: UnsafeMutablePointer<ByteRange>
        var chains: UnsafeMutablePointer<XMLLists.Chain>
        var lists = XMLLists()
    }

    let columns: FoundColumns
    private let clearToken: ByteString
    private let separators: [UInt8]
    private let paths: XMLPaths
    private let row: UnsafeMutablePointer<Row>

    private let fieldBytesMax: Int

    init(columns: FoundColumns, clearToken: ByteString, separators: [UInt8], limits: Limits) {
        let columnsMax = max(limits.columnsMax, 1)
        fieldBytesMax = limits.fieldBytesMax
        self.columns = columns
        self.clearToken = clearToken
        self.separators = separators.isEmpty ? [UInt8(ascii: ";")] : separators
        paths = XMLPaths(columns: columns)
        row = .allocate(capacity: 1)
        row.initialize(
            to: Row(
                ranges: .allocate(capacity: columnsMax), spans: .allocate(capacity: columnsMax),
                chains: .allocate(capacity: columnsMax)))
    }

    deinit {
        row.pointee.ranges.deallocate()
        row.pointee.spans.deallocate()
        row.pointee.chains.deallocate()
        row.pointee.lists.deallocate()
        row.deallocate()
    }

    /// Forgets the paths: another parser has others.
    func forgetPaths() { paths.removeAll() }

    /// Adds the fields of a record to those of the chunk.
    ///
    /// - Parameters:
    ///   - found: the record.
    ///   - values: those of all records of the parser.
    ///   - events: the parser that has found it.
    ///   - record: its place in the chunk; index and number of the fields are filled in.
    ///   - chunk: holds the bytes of the record at `record.start`.
    ///   - rows: fields and spans of the chunk's records so far.
    /// - Returns: what is wrong with it as far as its columns go; nil: nothing.
    /// - Throws: what the columns throw for a new name.
    @inline(__always)
    func add(
        _ found: xe_record, _ values: UnsafePointer<xe_value>?, from events: XMLEvents,
        _ record: inout FeedRecord, in chunk: FeedChunk, to rows: inout XMLRowBuilder
    ) throws(RunHalt) -> Finding? {
        let row = row
        for index in 0..<row.pointee.count { clearCell(index) }
        row.pointee.lists.removeAll()
        var finding: Finding?
        if let values {
            let first = values + Int(found.first_value)
            for index in 0..<Int(found.value_count) {
                let problem = try add(first[index], start: record.start, from: events, to: chunk)
                if problem != nil, finding == nil { finding = problem }
            }
        }
        let problem = joinLists(in: chunk)
        if problem != nil, finding == nil { finding = problem }
        rows.add(&record, row.pointee.ranges, row.pointee.spans, count: row.pointee.count)
        return finding
    }

    @inline(__always)
    private func add(
        _ value: xe_value, start: UInt32, from events: XMLEvents, to chunk: FeedChunk
    ) throws(RunHalt) -> Finding? {
        let destination = try paths.destination(of: value.path, in: events)
        if destination.field < 0 { return nil }
        let field = Int(destination.field)
        let row = row
        while row.pointee.count <= field {
            clearCell(row.pointee.count)
            row.pointee.count += 1
        }
        let range = range(of: value, start: start, from: events, in: chunk)
        let span = ByteRange(start: start + value.raw_start, length: value.raw_length)
        if row.pointee.ranges[field].isAbsent {
            row.pointee.ranges[field] = range
            row.pointee.spans[field] = span
            // A list that is not in elements of its own may be written with separators.
            let isItem = value.flags & UInt32(XE_VALUE_NESTED) != 0
            guard destination.isList, isItem, hasSeparator(range, chunk) else { return nil }
            return Finding(code: .fieldListSeparator, column: columns.name(of: field))
        }
        guard destination.isList else {
            return Finding(code: .fieldValueSeveral, column: columns.name(of: field))
        }
        row.pointee.spans[field].length = span.end - row.pointee.spans[field].start
        return extend(field, by: range, in: chunk)
    }

    @inline(__always)
    private func clearCell(_ index: Int) {
        row.pointee.ranges[index] = .absent
        row.pointee.spans[index] = .absent
        row.pointee.chains[index] = XMLLists.Chain()
    }

    /// Where the text of a value stands in the chunk; copied text comes to stand there.
    @inline(__always)
    private func range(
        of value: xe_value, start: UInt32, from events: XMLEvents, in chunk: FeedChunk
    ) -> ByteRange {
        if value.flags & UInt32(XE_VALUE_NIL | XE_VALUE_COPIED) == 0 {
            return ByteRange(start: start + value.start, length: value.length)
        }
        if value.flags & UInt32(XE_VALUE_NIL) != 0 {
            return clearToken.bytes.withUnsafeBytes { chunk.append($0) }
        }
        guard value.length > 0, let text = xe_text(events.reader) else {
            return ByteRange(start: UInt32(truncatingIfNeeded: chunk.count), length: 0)
        }
        return chunk.append(
            UnsafeRawBufferPointer(start: text + Int(value.start), count: Int(value.length)))
    }

    /// Adds another value to a list; empty ones are none.
    private func extend(_ field: Int, by range: ByteRange, in chunk: FeedChunk) -> Finding? {
        let known = row.pointee.ranges[field]
        if range.length == 0 { return nil }
        if known.length == 0 {
            row.pointee.ranges[field] = range
            return nil
        }
        let isSecond = row.pointee.chains[field].isEmpty
        row.pointee.lists.add(range, to: &row.pointee.chains[field])
        guard (isSecond && hasSeparator(known, chunk)) || hasSeparator(range, chunk) else {
            return nil
        }
        return Finding(code: .fieldListSeparator, column: columns.name(of: field))
    }

    /// Puts the lists of the row together that have several values.
    @inline(__always)
    private func joinLists(in chunk: FeedChunk) -> Finding? {
        var finding: Finding?
        for field in 0..<row.pointee.count where !row.pointee.chains[field].isEmpty {
            let chain = row.pointee.chains[field]
            let first = row.pointee.ranges[field]
            guard Int(first.length) + chain.byteCount <= fieldBytesMax else {
                row.pointee.ranges[field] = .absent
                row.pointee.spans[field] = .absent
                finding = Finding(code: .xmlFieldTooLong, column: columns.name(of: field))
                continue
            }
            row.pointee.ranges[field] = row.pointee.lists.join(
                first, chain, separator: separators[0], in: chunk)
        }
        return finding
    }

    private func hasSeparator(_ range: ByteRange, _ chunk: FeedChunk) -> Bool {
        let bytes = chunk.bytes(range)
        return separators.withUnsafeBufferPointer { separators in
            for byte in bytes {
                for separator in separators where byte == separator { return true }
            }
            return false
        }
    }
}
