import Provisioning

/// Finds records that stand on a line each.
struct JSONLineReader {
    /// What stands at a place where a line begins.
    enum Found {
        /// A blank line, up to there.
        case blank(Int)
        /// A record, up to there, its line end included; fault and values are the scanner's.
        case record(Int)
        /// A record that is too long, whose line end is not in the buffer.
        case endless
        /// More bytes are needed to tell.
        case starved
    }

    let limits: Limits
    /// Number of the last record.
    private(set) var number: UInt32 = 0
    /// Physical line of the next byte.
    private(set) var line: UInt64 = 1

    init(limits: Limits) { self.limits = limits }

    /// Scans `chunk`, the window that begins at `origin` of the feed, and adds what it finds.
    ///
    /// - Throws: what `FoundColumns.field` throws.
    mutating func scan(
        _ chunk: FeedChunk, origin: UInt64, isFinal: Bool, with reader: inout JSONRecordReader
    ) throws(RunHalt) -> JSONPause {
        var builder = JSONChunkBuilder(takingFrom: chunk)
        defer { builder.give(to: chunk) }
        let base = UnsafePointer(chunk.base)
        let end = chunk.count
        var position = 0
        while builder.records.count < limits.chunkRecordsMax {
            if position == end { return isFinal ? .complete(end) : .starved(end) }
            let next: Int
            var isEndless = false
            switch Self.find(
                at: position, base, to: end, isFinal: isFinal, max: limits.recordBytesMax,
                with: &reader.scanner)
            {
            case .blank(let found):
                position = found
                line += 1
                continue
            case .starved: return .starved(position)
            case .record(let found): next = found
            case .endless:
                next = end
                isEndless = true
            }
            number += 1
            let record = FeedRecord(
                number: number, line: line, offset: origin + UInt64(position),
                byteLength: UInt32(truncatingIfNeeded: next - position), firstField: 0,
                fieldCount: 0, start: UInt32(truncatingIfNeeded: position))
            try reader.add(record, base: base, origin: origin, to: &builder)
            line += 1
            position = next
            if isEndless { return .endless(position) }
        }
        return .complete(position)
    }

    /// Looks at the line that begins at `start`, which is before `end`.
    @inline(__always)
    static func find(
        at start: Int, _ base: UnsafePointer<UInt8>, to end: Int, isFinal: Bool, max: Int,
        with scanner: inout JSONRecordScanner
    ) -> Found {
        var contentEnd = afterSpaces(base, start)
        if base[contentEnd] == JSONByte.openBrace {
            scanner.scan(base, from: contentEnd, to: end)
            contentEnd = afterSpaces(base, scanner.position)
            if scanner.fault == nil, contentEnd < end, !Byte.endsLine(base[contentEnd]) {
                scanner.note(.textAfterObject, at: contentEnd)
            }
        } else if contentEnd == end || Byte.endsLine(base[contentEnd]) {
            scanner.refuseAll(.recordTooLong, at: start)
            if contentEnd - start <= max {
                if contentEnd == end { return isFinal ? .blank(end) : .starved }
                let next = afterLineEnd(base, contentEnd, end, isFinal)
                return next < 0 ? .starved : .blank(next)
            }
        } else {
            scanner.refuseAll(.notObject(found: base[contentEnd]), at: contentEnd)
        }
        if scanner.fault != nil { contentEnd = lineEnd(base, from: scanner.position, to: end) }
        if contentEnd - start > max { scanner.refuseAll(.recordTooLong, at: start) }
        if contentEnd == end {
            if !isFinal { return contentEnd - start > max ? .endless : .starved }
            scanner.checkText(from: start)
            return .record(end)
        }
        let next = afterLineEnd(base, contentEnd, end, isFinal)
        if next < 0 { return .starved }
        scanner.checkText(from: start)
        return .record(next)
    }

    @inline(__always)
    private static func afterSpaces(_ base: UnsafePointer<UInt8>, _ start: Int) -> Int {
        var index = start
        while base[index] == JSONByte.space || base[index] == JSONByte.tab { index += 1 }
        return index
    }

    /// The place behind the line end at `index`; -1 if it is not there to its end.
    @inline(__always)
    private static func afterLineEnd(
        _ base: UnsafePointer<UInt8>, _ index: Int, _ end: Int, _ isFinal: Bool
    ) -> Int {
        let next = index + 1
        guard base[index] == Byte.carriageReturn else { return next }
        if next == end { return isFinal ? next : -1 }
        return base[next] == Byte.lineFeed ? next + 1 : next
    }

    private static func lineEnd(
        _ base: UnsafePointer<UInt8>, from start: Int, to end: Int
    ) -> Int {
        var index = start
        while index < end, !Byte.endsLine(base[index]) {
            index += 1
            while index + 8 <= end, ByteWord.controls(ByteWord.load(base + index)) == 0 {
                index += 8
            }
        }
        return min(index, end)
    }
}
