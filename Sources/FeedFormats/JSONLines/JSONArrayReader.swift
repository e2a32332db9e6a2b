import Provisioning

/// Finds records that are the elements of one array, over any number of lines.
struct JSONArrayReader {
    /// What may come next.
    private enum Phase {
        case opening, firstElement, element, separator, end
        /// In the object around the array, before or behind it.
        case around
    }

    /// What was found of an element.
    enum Found {
        /// An element, up to there; fault and values are the scanner's.
        case record(Int)
        /// One that is too long, and goes on behind the buffer.
        case endless
        /// More bytes are needed to tell.
        case starved
        /// A bracket at this place closes another kind of bracket.
        case mismatch(Int)
        /// No element begins like this.
        case nothing
    }

    let limits: Limits
    let name: String
    /// Number of the last record.
    private(set) var number: UInt32 = 0
    private var phase = Phase.opening
    private var lines: JSONLineCounter
    /// The brackets of an element that is passed over.
    private var extent = JSONExtent()
    /// Nil: the array is the whole document.
    private var walker: JSONPathWalker?

    /// Begins before the array, or the object that `path` leads through to it, at a place of the
    /// feed where a line begins.
    init(limits: Limits, name: String, offset: UInt64, path: [String]) {
        self.limits = limits
        self.name = name
        if !path.isEmpty {
            walker = JSONPathWalker(path: path, limits: limits)
            phase = .around
        }
        lines = JSONLineCounter(line: 1, lineStart: offset)
    }

    /// Scans `chunk`, the window that begins at `origin` of the feed, and adds what it finds.
    ///
    /// - Throws: a halt with status 65 where the array is malformed, or what `FoundColumns.field`
    ///   throws.
    mutating func scan(
        _ chunk: FeedChunk, origin: UInt64, isFinal: Bool, with reader: inout JSONRecordReader
    ) throws(RunHalt) -> JSONPause {
        var builder = JSONChunkBuilder(takingFrom: chunk)
        defer { builder.give(to: chunk) }
        let base = UnsafePointer(chunk.base)
        let end = chunk.count
        var position = 0
        while builder.records.count < limits.chunkRecordsMax {
            if phase == .around {
                position = try walk(base, from: position, to: end, origin: origin)
            }
            let start = position
            while position < end, JSONByte.isBlank(base[position]) { position += 1 }
            lines.pass(base, from: start, to: position, offset: origin + UInt64(start))
            let offset = origin + UInt64(position)
            if position == end {
                guard isFinal else { return .starved(end) }
                guard phase == .end else { throw endsEarly(at: offset) }
                return .complete(end)
            }
            if try passSign(base[position], at: offset) {
                position += 1
                continue
            }
            let found = Self.find(
                at: position, base, to: end, isFinal: isFinal, limits: limits,
                extent: &extent, with: &reader.scanner)
            let next: Int
            switch found {
            case .starved where isFinal:
                throw halt("ends within an element", offset)
            case .starved: return .starved(position)
            case .record(let found): next = found
            case .endless: next = end
            case .nothing: throw unexpected(base[position], "an object", offset)
            case .mismatch(let place):
                lines.pass(base, from: position, to: place, offset: offset)
                throw halt(
                    "has \(JSONFaultText.shown(base[place])) where another bracket is open",
                    origin + UInt64(place))
            }
            number += 1
            let record = FeedRecord(
                number: number, line: lines.line, offset: offset,
                byteLength: UInt32(truncatingIfNeeded: next - position), firstField: 0,
                fieldCount: 0, start: UInt32(truncatingIfNeeded: position))
            try reader.add(record, base: base, origin: origin, to: &builder)
            lines.pass(base, from: position, to: next, offset: offset)
            phase = .separator
            position = next
            if case .endless = found { return .endless(end) }
        }
        return .complete(position)
    }

    /// Passes over more of an element that is too long.
    ///
    /// - Returns: the place behind it; nil: it goes on.
    /// - Throws: a halt with status 65 where its brackets do not fit.
    mutating func passOver(_ chunk: FeedChunk, origin: UInt64) throws(RunHalt) -> Int? {
        let base = UnsafePointer(chunk.base)
        switch extent.advance(base, from: 0, to: chunk.count) {
        case .end(let place):
            lines.pass(base, from: 0, to: place, offset: origin)
            return place
        case .more:
            lines.pass(base, from: 0, to: chunk.count, offset: origin)
            return nil
        case .mismatch(let place):
            lines.pass(base, from: 0, to: place, offset: origin)
            throw halt(
                "has \(JSONFaultText.shown(base[place])) where another bracket is open",
                origin + UInt64(place))
        }
    }

    /// The halt for an array that the feed does not close.
    func endsEarly(at offset: UInt64) -> RunHalt {
        phase == .around
            ? haltAround("ends before its closing }", offset)
            : halt("ends before its closing ]", offset)
    }

    // MARK: Between elements

    /// Takes a sign of the array's own, and says false where an element has to follow.
    private mutating func passSign(_ byte: UInt8, at offset: UInt64) throws(RunHalt) -> Bool {
        switch phase {
        case .opening: phase = .firstElement
        case .firstElement where byte == JSONByte.closeBracket: close()
        case .separator where byte == JSONByte.closeBracket: close()
        case .separator where byte == JSONByte.comma: phase = .element
        case .separator: throw unexpected(byte, "a comma or ]", offset)
        case .end: throw unexpected(byte, "nothing more", offset)
        case .firstElement, .element, .around: return false
        }
        return true
    }

    private mutating func close() {
        phase = walker == nil ? .end : .around
        walker?.resume()
    }

    private func unexpected(_ byte: UInt8, _ expected: String, _ offset: UInt64) -> RunHalt {
        halt("has \(JSONFaultText.shown(byte)) where \(expected) must stand", offset)
    }

    private func halt(_ finding: String, _ offset: UInt64) -> RunHalt {
        RunHalt(
            .malformedFile, .jsonArrayMalformed,
            "the array in \(name) \(finding), at line \(lines.line), column "
                + "\(lines.column(of: offset))",
            advice: "Check that the file was written to its end, and that it is one array of "
                + "objects with commas between them.")
    }

    // MARK: Around the array

    /// Goes through the object around the array.
    ///
    /// - Returns: the place where the array's elements, or nothing more, must follow.
    private mutating func walk(
        _ base: UnsafePointer<UInt8>, from start: Int, to end: Int, origin: UInt64
    ) throws(RunHalt) -> Int {
        let next: Int
        switch walker?.advance(base, from: start, to: end) ?? .more {
        case .array(let place):
            phase = .firstElement
            next = place
        case .end(let place):
            phase = .end
            next = place
        case .more: next = end
        case .fault(let place, let fault):
            let offset = origin + UInt64(place)
            lines.pass(base, from: start, to: place, offset: origin + UInt64(start))
            throw haltAround(fault, found: base[place], offset)
        }
        lines.pass(base, from: start, to: next, offset: origin + UInt64(start))
        return next
    }

    private func haltAround(_ finding: String, _ offset: UInt64) -> RunHalt {
        JSONPathText(name: name, line: lines.line, column: lines.column(of: offset))
            .malformed(finding)
    }

    private func haltAround(
        _ fault: JSONPathWalker.Fault, found: UInt8, _ offset: UInt64
    ) -> RunHalt {
        JSONPathText(name: name, line: lines.line, column: lines.column(of: offset))
            .halt(fault, found: found)
    }

    // MARK: One element

    /// Looks at the element that begins at `start`, which is before `end`; `extent` is where its
    /// brackets stand at the end of the buffer if it goes on.
    static func find(
        at start: Int, _ base: UnsafePointer<UInt8>, to end: Int, isFinal: Bool, limits: Limits,
        extent: inout JSONExtent, with scanner: inout JSONRecordScanner
    ) -> Found {
        let byte = base[start]
        let next: Int
        switch byte {
        case JSONByte.openBrace, JSONByte.openBracket:
            extent = JSONExtent()
            switch extent.advance(base, from: start, to: end) {
            case .mismatch(let place): return .mismatch(place)
            case .end(let found): next = found
            case .more:
                if end - start <= limits.recordBytesMax { return .starved }
                scanner.refuseAll(.recordTooLong, at: start)
                return .endless
            }
        default:
            guard let found = plainEnd(base, start, end) else { return .nothing }
            if found == end, !isFinal { return .starved }
            next = found
        }
        if next - start > limits.recordBytesMax {
            scanner.refuseAll(.recordTooLong, at: start)
        } else if byte == JSONByte.openBrace {
            scanner.scan(base, from: start, to: next)
            scanner.checkText(from: start)
        } else {
            scanner.refuseAll(.notObject(found: byte), at: start)
        }
        return .record(next)
    }

    /// The end of a text, a number or a word; nil if none begins there.
    private static func plainEnd(
        _ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int
    ) -> Int? {
        var index = start
        if base[start] == Byte.quote {
            index += 1
            while index < end, base[index] != Byte.quote, !Byte.endsLine(base[index]) {
                index += base[index] == Byte.backslash ? 2 : 1
            }
            return min(index + 1, end)
        }
        while index < end, isWordByte(base[index]) { index += 1 }
        return index > start ? index : nil
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        JSONByte.isDigit(byte) || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
            || byte == JSONByte.minus || byte == 0x2B || byte == JSONByte.period
    }
}
