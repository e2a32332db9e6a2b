import Provisioning

/// Takes one record apart, byte by byte: everything that a CSV file can do, right or wrong.
///
/// This is the complete machine and the measure of what is correct; `CSVCleanScanner` is the fast
/// lane for records without any fault or escape, and must agree with it. The machine looks at
/// `base[start..<end]` only, changes nothing there but escapes of a record that it has found, and
/// its answer depends on the bytes alone: with too few of them it says `incomplete`, and is asked
/// again from the record's start when there are more.
///
/// Where faulty records end:
///
/// * **Text after a closing quote** in the line of its opening quote: the field goes on as plain
///   text, the record ends where it would have.
/// * **Unclosed quote** (at the end of the feed; longer than a field may be and over several lines;
///   or closed in a later line by a quote that cannot close): the record ends with the line in
///   which the quote was opened, and that line is read as if the quote were plain text. In between
///   all quotes stood in pairs, so none of the lines that are now read as records can
///   be open for long again: the cost stays linear.
/// * **Record too long**: it ends with the first line end behind the limit; see
///   `Found.endless`.
struct CSVRecordScanner {
    /// What stands at the place that was scanned.
    enum Found {
        /// A record, in `fields` and `fault`.
        case record
        /// A blank line or a comment.
        case nothing
        /// More bytes are needed to tell.
        case incomplete
        /// A record (or a comment, without `fault`) over the limit; it ends with the first line
        /// end at or after `position`, which need not be in the buffer.
        case endless
    }

    let rules: CSVRules
    /// Fields of the record, unescaped.
    private(set) var fields: ContiguousArray<ByteRange> = []
    /// Fields of the record, also those over `columnsMax`, which are not kept.
    private(set) var fieldCount = 0
    private(set) var fault: CSVFault?
    private(set) var isRewritten = false
    /// The byte after the record and its line end.
    private(set) var position = 0
    /// Line ends up to `position`.
    private(set) var lines = 0

    var base: UnsafeMutablePointer<UInt8>
    private var start = 0
    /// End of the buffer, and how far a record may reach in it.
    private var end = 0
    private var stop = 0
    private var isFinal = false
    /// Index of fields with escapes in them.
    private var escapedFields: [Int] = []

    private enum Step { case nextField, finished(Found) }

    init(rules: CSVRules, base: UnsafeMutablePointer<UInt8>) {
        self.rules = rules
        self.base = base
    }

    /// Scans at `start`, which is before `end`; `isFinal`: the feed ends at `end`.
    mutating func scan(from start: Int, to end: Int, isFinal: Bool) -> Found {
        self.start = start
        self.end = end
        self.isFinal = isFinal
        stop = min(end, start + rules.recordBytesMax)
        position = start
        lines = 0
        fields.removeAll(keepingCapacity: true)
        escapedFields.removeAll(keepingCapacity: true)
        fieldCount = 0
        fault = nil
        isRewritten = false
        if Byte.endsLine(base[start]) { return passLineEnd() ? .nothing : .incomplete }
        if let comment = scanComment() { return comment }
        while true {
            let isQuoted = position < stop && base[position] == Byte.quote
            let step = isQuoted ? scanQuotedField() : scanPlainField(from: position)
            if case .finished(let found) = step { return found }
        }
    }

    // MARK: Lines

    /// Goes on past the next line end at or after `position`; after `endless`.
    ///
    /// - Returns: false, with `position` at the end of what can be told, if the buffer does not
    ///   have all of a line end.
    mutating func passLine() -> Bool {
        while position < end, !Byte.endsLine(base[position]) { position += 1 }
        return position < end && passLineEnd()
    }

    /// Steps over the line end at `position`, if all of it is known to be there.
    private mutating func passLineEnd() -> Bool {
        if base[position] == Byte.carriageReturn {
            let next = position + 1
            if next == end, !isFinal { return false }
            position = next < end && base[next] == Byte.lineFeed ? next + 1 : next
        } else {
            position += 1
        }
        lines += 1
        return true
    }

    private mutating func scanComment() -> Found? {
        let prefix = rules.commentPrefix
        if prefix.isEmpty { return nil }
        for (index, byte) in prefix.enumerated() {
            if start + index == end { return isFinal ? nil : .incomplete }
            if base[start + index] != byte { return nil }
        }
        while position < stop, !Byte.endsLine(base[position]) { position += 1 }
        if position < end, Byte.endsLine(base[position]) {
            return passLineEnd() ? .nothing : .incomplete
        }
        if position == end { return isFinal ? .nothing : .incomplete }
        return .endless
    }

    /// Ends the record at the line end, or the end of the feed, at `position`.
    private mutating func finishRecord() -> Step {
        let contentEnd = position
        if contentEnd - start > rules.recordBytesMax { return finishEndless() }
        if position < end, !passLineEnd() { return .finished(.incomplete) }
        findTextFaults(to: contentEnd)
        let isExpected = rules.fieldsExpected.map { $0 == fieldCount }
        if fault == nil, !(isExpected ?? (fieldCount <= rules.columnsMax)) {
            fault = CSVFault(.fieldCount(found: fieldCount))
        }
        unescape()
        return .finished(.record)
    }

    private mutating func finishEndless() -> Step {
        position = start + rules.recordBytesMax
        fault = CSVFault(.recordTooLong)
        lines = PhysicalLines.ends(in: base, from: start, to: position)
        unescape()
        return .finished(.endless)
    }

    /// Whether `position` has come to the end of the buffer rather than to the record's limit.
    private func isOutOfBytes() -> Bool { position >= end && end - start <= rules.recordBytesMax }

    // MARK: Fields

    private mutating func scanPlainField(from first: Int) -> Step {
        while position < stop {
            let byte = base[position]
            if byte == rules.delimiter {
                addField(from: first, to: position)
                position += 1
                return .nextField
            }
            if Byte.endsLine(byte) {
                addField(from: first, to: position)
                return finishRecord()
            }
            position += 1
        }
        if position - start > rules.recordBytesMax { return finishEndless() }
        if isOutOfBytes() {
            if !isFinal { return .finished(.incomplete) }
        } else if !Byte.endsLine(base[position]) {
            return finishEndless()
        }
        addField(from: first, to: position)
        return finishRecord()
    }

    private mutating func scanQuotedField() -> Step {
        var opened = Opening(position: position, lines: lines)
        position += 1
        while position < stop {
            let byte = base[position]
            let next = position + 1
            if byte == Byte.quote {
                if next == end, !isFinal { return .finished(.incomplete) }
                if next < end, base[next] == Byte.quote, !rules.escapesByBackslash {
                    opened.escapes += 1
                    position += 2
                } else {
                    return closeQuote(opened)
                }
            } else if byte == Byte.backslash, rules.escapesByBackslash {
                if next == end, !isFinal { return .finished(.incomplete) }
                let isEscape =
                    next < end && (base[next] == Byte.quote || base[next] == Byte.backslash)
                if isEscape { opened.escapes += 1 }
                position += isEscape ? 2 : 1
            } else if Byte.endsLine(byte) {
                if !passLineEnd() { return .finished(.incomplete) }
                if opened.lineEnd == nil { opened.lineEnd = position }
            } else {
                position += 1
            }
            if opened.lineEnd != nil,
                position - opened.position - 1 - opened.escapes > rules.fieldBytesMax
            {
                return finishUnclosed(opened)
            }
        }
        if isOutOfBytes() {
            return isFinal ? finishUnclosed(opened) : .finished(.incomplete)
        }
        return finishEndless()
    }

    /// A quote that is open.
    private struct Opening {
        var position: Int
        /// Line ends of the record before it.
        var lines: Int
        var escapes = 0
        /// The byte after the first line end inside the quotes.
        var lineEnd: Int?
    }

    /// Ends a quoted field at the quote at `position`, if what follows lets it.
    private mutating func closeQuote(_ opened: Opening) -> Step {
        let next = position + 1
        if next < end, base[next] != rules.delimiter, !Byte.endsLine(base[next]) {
            if opened.lineEnd != nil { return finishUnclosed(opened) }
            note(.quoteMisplaced(position: next))
            return scanPlainField(from: opened.position)
        }
        if opened.escapes > 0, fields.count < rules.columnsMax {
            escapedFields.append(fields.count)
        }
        addField(from: opened.position + 1, to: position, escapes: opened.escapes)
        position = next
        if next < end, base[next] == rules.delimiter {
            position += 1
            return .nextField
        }
        return finishRecord()
    }

    /// Ends the record with the line in which the quote was opened.
    private mutating func finishUnclosed(_ opened: Opening) -> Step {
        fault = CSVFault(.quoteUnclosed(lines: opened.lines), field: fieldCount)
        var contentEnd = opened.position
        let lineEnd = opened.lineEnd ?? end
        while contentEnd < lineEnd, !Byte.endsLine(base[contentEnd]) { contentEnd += 1 }
        position = opened.position
        while position < contentEnd {
            let first = position
            while position < contentEnd, base[position] != rules.delimiter { position += 1 }
            addField(from: first, to: position)
            if position < contentEnd {
                position += 1
                if position == contentEnd { addField(from: position, to: position) }
            }
        }
        position = lineEnd
        lines = opened.lines + (opened.lineEnd == nil ? 0 : 1)
        unescape()
        return .finished(.record)
    }

    private mutating func addField(from first: Int, to last: Int, escapes: Int = 0) {
        if last - first - escapes > rules.fieldBytesMax { note(.fieldTooLong) }
        if fieldCount < rules.columnsMax {
            fields.append(ByteRange(start: UInt32(first), length: UInt32(last - first)))
        }
        fieldCount += 1
    }

    // MARK: Faults and escapes

    /// Keeps the first fault: the structure of a record comes before the text of its fields.
    private mutating func note(_ kind: CSVFault.Kind) {
        if fault == nil { fault = CSVFault(kind, field: fieldCount) }
    }

    private mutating func findTextFaults(to contentEnd: Int) {
        guard fault == nil else { return }
        for index in start..<contentEnd where base[index] == 0 {
            fault = CSVFault(.nul(position: index), field: field(at: index))
            return
        }
        if let index = UTF8Validation.firstInvalid(base, from: start, to: contentEnd) {
            fault = CSVFault(
                .invalidUTF8(position: index, byte: base[index]), field: field(at: index))
        }
    }

    /// The field that a byte of the record belongs to.
    private func field(at index: Int) -> Int? {
        fields.lastIndex { Int($0.start) <= index }
    }

    private mutating func unescape() {
        let escape = rules.escapesByBackslash ? Byte.backslash : Byte.quote
        for field in escapedFields {
            CSVEscapes.remove(from: base, field: &fields[field], escape: escape)
        }
        isRewritten = !escapedFields.isEmpty
    }
}
