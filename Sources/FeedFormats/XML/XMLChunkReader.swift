import CXMLEvents
import Provisioning

/// Fills chunks with records: moves the window over the feed and the parser over the window.
///
/// A window may end more records than a chunk takes; the others wait in the parser, and their bytes
/// are what is left over of the window.
final class XMLChunkReader {
    private let window: XMLWindow
    private let input: any FeedInput
    private let rules: XMLRules
    private let haltText: XMLHaltText
    private var events: XMLEvents?
    private var rows: XMLRows?
    private let faultText: XMLFaultText
    /// Complete records of the parser that have been given already.
    private var given = 0
    /// Whether the parser has been told that the document has ended.
    private var isFinished = false
    /// Number of the last record.
    private(set) var number: UInt32 = 0
    /// What was left out in the first pass; nil while that is not over.
    private var finalNotices: [RecordIssue]?

    init(input: any FeedInput, rules: XMLRules) {
        self.input = input
        self.rules = rules
        haltText = XMLHaltText(rules: rules)
        window = XMLWindow(input: input, limits: rules.limits)
        faultText = XMLFaultText(rules: rules)
    }

    /// What was left out so far, each name once.
    var notices: [RecordIssue] {
        finalNotices ?? events.map { XMLSkippedElements.notices($0, path: rules.path) } ?? []
    }

    /// Begins anew with an input that is at its first byte.
    func restart(rows: XMLRows) {
        window.restart()
        events = nil
        self.rows = rows
        given = 0
        isFinished = false
        number = 0
    }

    /// Reads until the first record begins, and says what stands around it.
    func readFrame() throws(RunHalt) -> XMLFrame {
        let chunk = FeedChunk(capacity: rules.limits.chunkBytes)
        window.begin(chunk)
        while !isFinished {
            let events = try advance(chunk)
            if let tags = events.frameTags(levels: rules.path.count - 1) {
                return XMLFrame(tags: tags)
            }
            window.slide(chunk, to: xe_keep(events.reader))
        }
        return XMLFrame(path: rules.path)
    }

    /// Fills `chunk` with up to `recordsMax` records of the next `chunkBytes` bytes or so.
    ///
    /// - Returns: whether there were any.
    func read(into chunk: FeedChunk, recordsMax: Int) throws(RunHalt) -> Bool {
        chunk.removeAll()
        window.begin(chunk)
        while (events?.records.count ?? 0) == given {
            if isFinished { return false }
            let events = try advance(chunk)
            if events.records.isEmpty {
                abandonIfTooLong(chunk, events)
                window.slide(chunk, to: xe_keep(events.reader))
            }
        }
        guard let events, let rows else { return false }
        try give(max(recordsMax, 1), from: events, rows, to: chunk)
        return true
    }

    /// Reads the next bytes and parses them.
    private func advance(_ chunk: FeedChunk) throws(RunHalt) -> XMLEvents {
        try window.extend(chunk, size: max(rules.limits.chunkBytes, 1))
        if events == nil { events = try begin(chunk) }
        guard let events else { preconditionFailure("there is no parser") }
        isFinished = window.isEnded
        let goesOn = xe_feed(
            events.reader, chunk.base + window.head, window.offset, chunk.count - window.head,
            isFinished)
        guard goesOn else { throw haltText.halt(events) }
        guard isFinished else { return events }
        if !xe_has_frame(events.reader), XMLSkippedElements.isAnything(events) {
            throw haltText.recordsMissing(events)
        }
        if finalNotices == nil {
            finalNotices = XMLSkippedElements.notices(events, path: rules.path)
        }
        return events
    }

    /// Makes the parser when the first bytes are there.
    private func begin(_ chunk: FeedChunk) throws(RunHalt) -> XMLEvents {
        // Blanks, and a mark that a small window cuts in two, are read to their end first.
        while !window.isEnded, chunk.count <= rules.limits.xmlTextBytesMax, isBlank(chunk) {
            try window.extend(chunk, size: max(rules.limits.chunkBytes, 1))
        }
        if window.isEnded, isBlank(chunk) { throw haltText.empty }
        let head = UnsafeRawBufferPointer(start: chunk.base, count: chunk.count)
        let start = head.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
        return try XMLEvents(rules, startingAt: UInt64(start))
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Whether there are only blanks so far, and no more of a byte order mark than there can be.
    private func isBlank(_ chunk: FeedChunk) -> Bool {
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
        let head = UnsafeRawBufferPointer(start: chunk.base, count: chunk.count)
        if !window.isEnded, head.count < Self.byteOrderMark.count,
            Self.byteOrderMark.starts(with: head)
        {
            return true
        }
        let start = head.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
        return head[start...].allSatisfy { blanks.contains($0) }
    }

    /// Lets go of the open record if it is longer than a record may be, but for its beginning.
    private func abandonIfTooLong(_ chunk: FeedChunk, _ events: XMLEvents) {
        guard window.head == 0, xe_is_open(events.reader),
            xe_open_length(events.reader) > UInt64(rules.limits.recordBytesMax)
        else { return }
        // The parser still counts lines in the bytes where they stand now.
        let start = xe_keep(events.reader)
        xe_abandon_open(events.reader)
        window.slide(chunk, to: start)
        window.keepHead(
            chunk, count: rules.limits.recordBytesMax, goingOnAt: xe_keep(events.reader))
    }

    /// Gives the next complete records, at most `recordsMax`.
    private func give(
        _ recordsMax: Int, from events: XMLEvents, _ rows: XMLRows, to chunk: FeedChunk
    ) throws(RunHalt) {
        let records = events.records
        let first = given
        let last = min(first + recordsMax, records.count)
        let isAll = last == records.count
        let keep = isAll ? xe_keep(events.reader) : records[last].offset
        let origin = window.offset
        let head = window.head
        // First the raw bytes are complete, then what is made of them is put behind.
        window.end(
            chunk, keepingFrom: keep, cutAt: records[last - 1].offset + records[last - 1].length)
        chunk.columns = rows.columns
        var builder = XMLRowBuilder(takingFrom: chunk)
        defer { builder.give(to: chunk) }
        let values = xe_values(events.reader)
        for found in records[first..<last] {
            let start = found.offset < origin ? 0 : head + Int(found.offset - origin)
            number += 1
            var record = FeedRecord(
                number: number, line: found.line, offset: found.offset,
                byteLength: UInt32(clamping: found.length), firstField: 0, fieldCount: 0,
                start: UInt32(truncatingIfNeeded: start))
            // What the bytes say depends on what the elements around them declare.
            record.isRewritten = true
            let finding = try rows.add(
                found, values, from: events, &record, in: chunk, to: &builder)
            if found.fault != XE_RECORD_SOUND || finding != nil {
                record.faultIndex = Int32(chunk.faults.count)
                chunk.faults.append(faultText.issue(found, record, finding, events))
            }
            builder.add(record)
        }
        given = isAll ? 0 : last
        if isAll { xe_forget(events.reader) }
    }
}
