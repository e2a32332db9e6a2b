import Provisioning

/// Fills chunks with records: moves the window over the feed and the scanners over the window.
final class CSVChunkReader {
    private let window: FeedWindow
    private let limits: Limits
    /// Number of the last record.
    private(set) var number: UInt32 = 0
    /// Physical line of the next byte.
    private(set) var line: UInt64 = 1
    /// Rows that are no records.
    private(set) var tally = CSVRowTally()
    /// Fields of the record in hand, for the fast lane.
    private let cleanFields: UnsafeMutablePointer<ByteRange>

    /// Why scanning of a window has paused, at which byte.
    private enum Pause {
        /// The chunk has all its records, or the feed has no more.
        case complete(Int)
        /// The record there is not in the window to its end.
        case starved(Int)
        /// The line goes on behind the window; a record, or a comment, is to end with it.
        case endless(Int, isRecord: Bool)
    }

    init(window: FeedWindow, limits: Limits) {
        self.window = window
        self.limits = limits
        cleanFields = .allocate(capacity: max(limits.columnsMax, 1))
    }

    deinit { cleanFields.deallocate() }

    /// Place in the feed of the next byte.
    var offset: UInt64 { window.offset }

    /// Goes to a place where a record may start, and counts records anew; `opening`: the rows
    /// before it.
    func restart(
        at offset: UInt64, line: UInt64, opening: CSVRowTally.Opening = CSVRowTally.Opening()
    ) throws(RunHalt) {
        try window.restart(at: offset)
        self.line = line
        tally = CSVRowTally(opening)
        number = 0
    }

    /// Fills `chunk` with up to `recordsMax` records of the next `chunkBytes` bytes or so.
    ///
    /// - Returns: whether there were any.
    /// - Throws: a halt when the feed cannot be read on, or its trailer is not right.
    func read(
        into chunk: FeedChunk, recordsMax: Int, layout: CSVLayout
    ) throws(RunHalt) -> Bool {
        chunk.removeAll()
        var size = limits.chunkBytes
        var from = 0
        try window.begin(chunk, size: size)
        while true {
            let pause = scan(chunk, from: from, recordsMax: recordsMax, layout: layout)
            if let halt = tally.halt { throw halt }
            let isEmpty = chunk.records.isEmpty
            switch pause {
            case .complete(let position):
                window.end(chunk, at: position)
                if isEmpty { try tally.finish(records: number, layout: layout) }
                return !isEmpty
            case .starved(let position) where !isEmpty:
                window.end(chunk, at: position)
                return true
            case .starved(let position):
                // A record that starts the window and is not all there needs a larger one.
                if position == 0 { size = max(size, chunk.count) * 2 }
                try window.slide(chunk, to: position, size: size)
            case .endless(let position, let isRecord):
                window.end(chunk, at: position)
                let discarded = try window.discardLine()
                line += 1
                if isRecord, let last = chunk.records.indices.last {
                    let length = UInt64(chunk.records[last].byteLength) + discarded
                    chunk.records[last].byteLength = UInt32(clamping: length)
                }
                if !isEmpty { return true }
                try window.begin(chunk, size: size)
            }
            from = 0
        }
    }

    /// Scans the window from a place on, and adds what it finds to the chunk.
    private func scan(
        _ chunk: FeedChunk, from first: Int, recordsMax: Int, layout: CSVLayout
    ) -> Pause {
        var builder = CSVChunkBuilder(takingFrom: chunk)
        defer { builder.give(to: chunk) }
        let base = chunk.base
        let end = chunk.count
        let origin = window.offset
        let fields = cleanFields
        // Without a comment prefix no byte is taken for its beginning.
        let commentLead = layout.rules.commentPrefix.first.map(Int.init) ?? -1
        let watchesRows = layout.rows.isNeeded
        var clean = CSVCleanScanner(rules: layout.rules, base: base, end: end)
        var complete = CSVRecordScanner(rules: layout.rules, base: base)
        var position = first
        clean.seek(position)
        while builder.records.count < recordsMax {
            if position == end { return window.isEnded ? .complete(end) : .starved(end) }
            if Int(base[position]) != commentLead {
                let found = clean.scan(from: position, into: fields)
                if found.end != 0 {
                    if found.hasEscapes { clean.unescape(fields, in: base) }
                    if watchesRows, takesClean(position, in: base, layout: layout) {
                        position = found.end
                        line += UInt64(found.lines)
                        continue
                    }
                    number += 1
                    builder.add(
                        FeedRecord(
                            number: number, line: line, offset: origin + UInt64(position),
                            byteLength: UInt32(truncatingIfNeeded: found.end - position),
                            firstField: 0, fieldCount: 0,
                            start: UInt32(truncatingIfNeeded: position),
                            isRewritten: found.hasEscapes),
                        fields: UnsafeBufferPointer(start: fields, count: clean.fieldsExpected))
                    position = found.end
                    line += UInt64(found.lines)
                    continue
                }
            }
            let pause = scanCompletely(
                &position, with: &complete, to: end, in: &builder, layout: layout)
            if let pause { return pause }
            clean.seek(position)
        }
        return .complete(position)
    }

    /// Whether a row that the fast lane has found at `position` is no record.
    @inline(never)
    private func takesClean(
        _ position: Int, in base: UnsafePointer<UInt8>, layout: CSVLayout
    ) -> Bool {
        // Many programs put quotes around every cell; the row has a line end behind them.
        let lead = base[position] == Byte.quote ? base[position + 1] : base[position]
        guard tally.trailer != nil || layout.rows.mayConcern(lead) else { return false }
        let cells = UnsafeMutableBufferPointer(start: cleanFields, count: layout.header.count)
        return tally.takes(
            UnsafeBufferPointer(cells), in: base, line: line, fault: nil, layout: layout)
    }

    /// Whether a row that the complete scanner has found is no record.
    private func takes(_ scanner: CSVRecordScanner, line: UInt64, layout: CSVLayout) -> Bool {
        scanner.fields.withUnsafeBufferPointer {
            tally.takes(
                $0, in: scanner.base, line: line, fault: scanner.fault, layout: layout)
        }
    }

    /// Scans what the fast lane has left, and moves `position` past it.
    private func scanCompletely(
        _ position: inout Int, with scanner: inout CSVRecordScanner, to end: Int,
        in builder: inout CSVChunkBuilder, layout: CSVLayout
    ) -> Pause? {
        let start = position
        let found = scanner.scan(from: start, to: end, isFinal: window.isEnded)
        if case .incomplete = found { return .starved(start) }
        position = scanner.position
        let origin = window.offset
        let recordLine = line
        line += UInt64(scanner.lines)
        var pause: Pause?
        if case .endless = found {
            if scanner.passLine() {
                line += 1
                position = scanner.position
            } else {
                position = window.isEnded ? end : scanner.position
                pause = window.isEnded ? nil : .endless(position, isRecord: scanner.fault != nil)
            }
        }
        if case .nothing = found { return nil }
        guard scanner.fault != nil || scanner.fieldCount > 0 else { return pause }
        if layout.rows.isNeeded, takes(scanner, line: recordLine, layout: layout) {
            if case .endless = pause { return .endless(position, isRecord: false) }
            return pause
        }
        number += 1
        let record = FeedRecord(
            number: number, line: recordLine, offset: origin + UInt64(start),
            byteLength: UInt32(clamping: position - start), firstField: 0, fieldCount: 0,
            start: UInt32(truncatingIfNeeded: start))
        builder.add(record, from: scanner, text: layout.faultText, origin: origin)
        return pause
    }
}
