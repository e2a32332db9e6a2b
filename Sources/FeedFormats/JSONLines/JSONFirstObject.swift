import Provisioning

/// Looks at the first object of a feed of lines: whether it is a record, or the whole document.
///
/// A file written over several lines, and one object with all records in it, would be read as
/// lines that are all wrong, or of which some happen to be right. Memory is bounded by twice the
/// limit for a record.
struct JSONFirstObject: ~Copyable {
    private enum Verdict {
        case lines
        /// One object; nil: all of it stands on one line, otherwise where its first line ends.
        case wrapped(lineEnd: Int?)
        /// More bytes are needed to tell.
        case unknown
    }

    private static let lookBytes = 64 << 10
    private let name: String
    private let layout: JSONLayout
    private let columns: FoundColumns
    private let bytesMax: Int
    /// Scans within a line, and over any number of lines.
    private var line: JSONRecordScanner
    private var whole: JSONRecordReader

    /// `columns` are filled, and of no use for reading afterwards.
    init(
        name: String, layout: JSONLayout, limits: Limits, profile: FeedProfile,
        columns: FoundColumns
    ) {
        self.name = name
        self.layout = layout
        self.columns = columns
        bytesMax = 2 * limits.recordBytesMax + Self.lookBytes
        line = JSONRecordScanner(isByLine: true, limits: limits)
        var text = layout.text
        text.isByLine = false
        whole = JSONRecordReader(columns: columns, profile: profile, text: text)
    }

    /// Reads as much as it takes; the window has to be restarted afterwards.
    ///
    /// - Throws: a halt with status 65 if the file is no JSON Lines.
    mutating func check(_ window: FeedWindow) throws(RunHalt) {
        var size = Self.lookBytes
        let chunk = FeedChunk(capacity: size)
        try window.restart(at: layout.firstSign)
        try window.begin(chunk, size: size)
        while true {
            switch judge(chunk, isFinal: window.isEnded, isLast: size >= bytesMax) {
            case .lines: return
            case .wrapped(let lineEnd): throw halt(chunk, lineEnd: lineEnd)
            case .unknown:
                size = min(size * 2, bytesMax)
                try window.slide(chunk, to: 0, size: size)
            }
        }
    }

    /// Whether the file holds rejects, which are lines although the feed's records stand in an array
    /// within an object: the first object stands on one line, and has the codes of a reject itself.
    ///
    /// Reads as much as it takes; the window has to be restarted afterwards.
    mutating func isReject(_ window: FeedWindow) throws(RunHalt) -> Bool {
        var size = Self.lookBytes
        let chunk = FeedChunk(capacity: size)
        try window.restart(at: layout.firstSign)
        try window.begin(chunk, size: size)
        while true {
            let base = UnsafePointer(chunk.base)
            guard chunk.count > 0, base[0] == JSONByte.openBrace else { return false }
            // What stood in the feed there may hold an escape that is refused (`\u0000`).
            let raw = Array("{\"\(RejectColumns.raw)\":".utf8)
            let bytes = UnsafeBufferPointer(start: base, count: chunk.count)
            if bytes.starts(with: raw) { return true }
            line.scan(base, from: 0, to: chunk.count)
            if line.fault == nil { return hasCodes(base) }
            // A record that is not UTF-8 stands there as it was, whatever else is wrong with it.
            let lineEnd = bytes.firstIndex(where: Byte.endsLine)
            if lineEnd != nil || window.isEnded {
                return Self.endsLikeReject(bytes[..<(lineEnd ?? bytes.endIndex)])
            }
            guard size < bytesMax else { return false }
            size = min(size * 2, bytesMax)
            try window.slide(chunk, to: 0, size: size)
        }
    }

    /// Whether a line ends with the members that a reject has behind its own, which are texts.
    private static func endsLikeReject(_ line: UnsafeBufferPointer<UInt8>.SubSequence) -> Bool {
        let member = Array("\"\(RejectColumns.codes)\":\"".utf8)
        return line.suffix(2).elementsEqual("\"}".utf8)
            && line.indices.contains {
                line[$0] == Byte.quote && line[$0...].starts(with: member)
            }
    }

    /// Whether the object that was scanned has the codes of a reject as a member.
    private borrowing func hasCodes(_ base: UnsafePointer<UInt8>) -> Bool {
        let tokens = line.tape.tokens
        var index = 1
        while index < Int(tokens[0].next) {
            let token = tokens[index]
            let key = UnsafeBufferPointer(
                start: base + Int(token.keyStart), count: Int(token.keyLength))
            if key.elementsEqual(RejectColumns.codes.utf8) { return true }
            index = Int(token.next)
        }
        return false
    }

    // MARK: Judging

    private mutating func judge(_ chunk: FeedChunk, isFinal: Bool, isLast: Bool) -> Verdict {
        let base = UnsafePointer(chunk.base)
        let end = chunk.count
        let more = isLast ? Verdict.lines : .unknown
        guard end > 0, base[0] == JSONByte.openBrace else { return .lines }
        line.scan(base, from: 0, to: end)
        let isWhole = line.fault == nil
        if !isWhole, line.fault?.kind != .endsEarly { return .lines }
        var next = line.position
        while next < end, base[next] == JSONByte.space || base[next] == JSONByte.tab { next += 1 }
        let lineEnd = next
        if next < end, !Byte.endsLine(base[next]) { return .lines }
        while next < end, JSONByte.isBlank(base[next]) { next += 1 }
        if isWhole {
            if next < end { return .lines }
            return isFinal ? judgeOnly(chunk) : more
        }
        if lineEnd == end {
            if isFinal { return .lines }
            return isLast ? judgeOnly(chunk) : .unknown
        }
        if next == end { return isFinal ? .lines : more }
        whole.scanner.scan(base, from: 0, to: end)
        if whole.scanner.fault == nil { return .wrapped(lineEnd: lineEnd) }
        return judgeSecond(base, from: next, to: end, isFinal: isFinal, more: more)
            ?? .wrapped(lineEnd: lineEnd)
    }

    /// A first line that was cut off stands before a record that is whole; nil: there is none.
    private mutating func judgeSecond(
        _ base: UnsafePointer<UInt8>, from start: Int, to end: Int, isFinal: Bool, more: Verdict
    ) -> Verdict? {
        guard base[start] == JSONByte.openBrace else { return nil }
        line.scan(base, from: start, to: end)
        var next = line.position
        if line.fault == nil {
            while next < end, base[next] == JSONByte.space || base[next] == JSONByte.tab {
                next += 1
            }
            if next == end { return isFinal ? .lines : more }
            return Byte.endsLine(base[next]) ? .lines : nil
        }
        return next >= end && !isFinal ? more : nil
    }

    /// The only record is the document if it names no user and has a list of objects.
    private mutating func judgeOnly(_ chunk: FeedChunk) -> Verdict {
        let (path, namesUser) = contents(chunk)
        return path == nil || namesUser ? .lines : .wrapped(lineEnd: nil)
    }

    // MARK: What the object has

    /// The keys that lead to its first array of objects, as far as it was read, and whether it has
    /// a value by which users are told apart.
    private mutating func contents(_ chunk: FeedChunk) -> (path: [String]?, namesUser: Bool) {
        let base = UnsafePointer(chunk.base)
        whole.scanner.scan(base, from: 0, to: chunk.count)
        do {
            // As of a faulty record: only names that somebody wants count.
            try whole.mapper.map(whole.scanner.tape, base: base, isFaulty: true)
        } catch {
            // What is wrong with the names is said when they are read.
        }
        return (arrayPath(in: 0, base), columns.hasUserNames)
    }

    private borrowing func arrayPath(in object: Int, _ base: UnsafePointer<UInt8>) -> [String]? {
        let tokens = whole.scanner.tape.tokens
        let last = Int(tokens[object].next)
        var index = object + 1
        while index < last {
            let token = tokens[index]
            let key = UnsafeRawBufferPointer(
                start: base + Int(token.keyStart), count: Int(token.keyLength))
            let first = index + 1
            if token.kind == .array, first < Int(token.next), tokens[first].kind == .object {
                return [JSONEscapes.text(key).text]
            }
            if token.kind == .object, let inner = arrayPath(in: index, base) {
                return [JSONEscapes.text(key).text] + inner
            }
            index = Int(token.next)
        }
        return nil
    }

    // MARK: Words

    private mutating func halt(_ chunk: FeedChunk, lineEnd: Int?) -> RunHalt {
        let (path, namesUser) = contents(chunk)
        let first = layout.lines
        let place = "line \(first.line), column \(first.column(of: layout.firstSign))"
        let finding: String
        if let lineEnd {
            let column = first.column(of: layout.firstSign + UInt64(lineEnd))
            finding =
                "\(name) begins with an object that goes on over several lines: it begins at "
                + "\(place), and its first line ends within it at column \(column); JSON Lines "
                + "has each record on one line"
        } else {
            finding =
                "\(name) is one object, at \(place), that names no user and has a list of "
                + "objects: JSON Lines has each record on a line of its own"
        }
        return RunHalt(
            .malformedFile, .jsonDocumentWrapped, finding,
            advice: JSONRecordPath.advice(namesUser ? nil : path))
    }
}
