import CXMLEvents
import Provisioning

/// Reads single records again, within the elements that led to the first one.
///
/// Works beside the reader of the chunks and shares nothing with it but the input, which may be
/// read at any place. The parser is kept from record to record while nothing but records has been
/// seen; what may stand between two records (the end of a department, say) costs a new one.
final class XMLRereader {
    private let input: any FeedInput
    private let rules: XMLRules
    private let faultText: XMLFaultText
    private let frame: XMLFrame
    private let rows: XMLRows
    /// The parser, between two records; nil: there is none, or it can take no record.
    private var kept: XMLEvents?
    /// Bytes that the parser has seen.
    private var fed: UInt64 = 0

    init(input: any FeedInput, rules: XMLRules, frame: XMLFrame, rows: XMLRows) {
        self.input = input
        self.rules = rules
        self.frame = frame
        self.rows = rows
        faultText = XMLFaultText(rules: rules)
    }

    /// Reads the record at `offset` as the only one of `chunk`.
    ///
    /// - Throws: a halt with status 74 if there is no record any more.
    func read(
        offset: UInt64, length: UInt32, number: UInt32, line: UInt64, into chunk: FeedChunk
    ) throws(RunHalt) {
        chunk.removeAll()
        // No more of a record that is too long than it takes to see that it is.
        let wanted = min(Int(length), rules.limits.recordBytesMax + 2)
        chunk.reserve(wanted)
        let count = try input.read(
            at: offset, into: UnsafeMutableRawBufferPointer(start: chunk.base, count: wanted))
        chunk.count = count
        guard count == wanted, count > 0 else { throw moved }
        if kept == nil { kept = try begin() }
        guard let events = kept else { throw moved }
        kept = nil
        let start = fed
        let goesOn = xe_feed(events.reader, chunk.base, start, count, false)
        fed += UInt64(count)
        if events.records.isEmpty, goesOn, Int(length) > rules.limits.recordBytesMax {
            xe_finish_open(events.reader)
        }
        guard let found = events.records.first, found.offset == start else { throw moved }
        chunk.count = min(count, Int(found.length))
        chunk.columns = rows.columns
        var record = FeedRecord(
            number: number, line: line, offset: offset,
            byteLength: found.fault == XE_RECORD_TOO_LONG
                ? length : UInt32(clamping: found.length),
            firstField: 0, fieldCount: 0, start: 0, isRewritten: true)
        var builder = XMLRowBuilder(takingFrom: chunk)
        defer { builder.give(to: chunk) }
        let finding = try rows.add(
            found, xe_values(events.reader), from: events, &record, in: chunk, to: &builder)
        if found.fault != XE_RECORD_SOUND || finding != nil {
            record.faultIndex = 0
            chunk.faults.append(faultText.issue(found, record, finding, events))
        }
        builder.add(record)
        xe_forget(events.reader)
        if goesOn, xe_is_between_records(events.reader) { kept = events }
    }

    /// A parser that has seen the start tags before the first record.
    private func begin() throws(RunHalt) -> XMLEvents {
        let events = try XMLEvents(rules, startingAt: 0)
        rows.forgetPaths()
        let goesOn = frame.tags.bytes.withUnsafeBufferPointer { tags in
            tags.isEmpty || xe_feed(events.reader, tags.baseAddress, 0, tags.count, false)
        }
        guard goesOn else { throw XMLHaltText(rules: rules).halt(events) }
        fed = UInt64(frame.tags.bytes.count)
        return events
    }

    private var moved: RunHalt {
        RunHalt(
            .inputOutput, .feedFileChanged, "\(input.name) changed while it was read",
            advice: "Import a file only when it has been written to its end.")
    }
}
