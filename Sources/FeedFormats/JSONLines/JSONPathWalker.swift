import Provisioning

/// Goes through the object that holds the array of records: up to the array, and behind it.
///
/// All that is not on the way is checked for its grammar and passed over, byte by byte, in any
/// pieces; what is kept is a bit per bracket that is open, a key, and a few names for messages.
struct JSONPathWalker {
    enum Found: Equatable {
        /// The array's bracket stands before this place.
        case array(Int)
        /// The object's last brace stands before this place.
        case end(Int)
        /// It goes on behind the buffer.
        case more
        /// What stands at this place ends the run.
        case fault(Int, Fault)
    }

    enum Fault: Equatable {
        /// Another byte than what may stand there.
        case unexpected(String)
        case depthTooDeep
        case keyRepeated([String])
        /// The object at the first keys of the path lacks the next one; it has these.
        case keyMissing([String], has: [String])
        /// Something else stands at a place of the path than an object or, at its end, an array.
        case noArray([String])
        case noObject([String])
    }

    private enum State {
        case opening, keyOrEnd, key, colon, value, valueOrEnd, separator
        case text, escape, word
    }

    private static let keyBytesMax = 1_024
    private static let namesMax = 8

    private let path: [String]
    private let keys: [ByteString]
    private let depthMax: Int
    private var state = State.opening
    /// Kinds of the brackets that are open; true: a brace.
    private var open: [Bool] = []
    /// Outermost open brackets that are objects on the path.
    private var onPath = 0
    /// Whether the key of the path at its level was there.
    private var isTaken: [Bool]
    /// Whether the value to come is on the path.
    private var follows = false
    private var isKey = false
    /// The key, or the number or word, in hand.
    private var written: ContiguousArray<UInt8> = []
    /// Keys of the innermost object on the path.
    private var names: [String] = []

    init(path: [String], limits: Limits) {
        self.path = path
        keys = path.map { ByteString($0) }
        depthMax = max(path.count + 1, JSONRecordScanner.depthBound)
        isTaken = Array(repeating: false, count: path.count)
    }

    /// Goes over `base[start..<end]`.
    mutating func advance(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Found {
        var index = start
        while index < end {
            if let found = pass(base[index], at: index) { return found }
            index += 1
        }
        return .more
    }

    /// Goes on behind the array, which was passed over by others.
    mutating func resume() { state = .separator }

    // MARK: Bytes

    private mutating func pass(_ byte: UInt8, at place: Int) -> Found? {
        switch state {
        case .text: return passText(byte, at: place)
        case .escape:
            if byte < JSONByte.space { return wrong("an escape", place) }
            if isKey { keep(byte) }
            state = .text
            return nil
        case .word:
            if Self.isWordByte(byte) {
                keep(byte)
                return nil
            }
            guard isWord() else { return wrong("a comma, } or ] behind a value", place) }
            state = .separator
        default: break
        }
        return JSONByte.isBlank(byte) ? nil : passSign(byte, at: place)
    }

    private mutating func passText(_ byte: UInt8, at place: Int) -> Found? {
        if byte == Byte.quote {
            guard isKey else {
                state = .separator
                return nil
            }
            state = .colon
            return endKey(at: place)
        }
        if byte < JSONByte.space { return wrong("a text that ends with a quote", place) }
        if isKey { keep(byte) }
        if byte == Byte.backslash { state = .escape }
        return nil
    }

    private mutating func passSign(_ byte: UInt8, at place: Int) -> Found? {
        switch (state, byte) {
        case (.opening, JSONByte.openBrace):
            onPath = 1
            return enter(byte, at: place)
        case (.opening, _): return wrong("{", place)
        case (.keyOrEnd, JSONByte.closeBrace), (.valueOrEnd, JSONByte.closeBracket):
            return leave(at: place)
        case (.keyOrEnd, Byte.quote), (.key, Byte.quote):
            written.removeAll(keepingCapacity: true)
            isKey = true
            state = .text
        case (.keyOrEnd, _): return wrong("a key in double quotes or }", place)
        case (.key, _): return wrong("a key in double quotes", place)
        case (.colon, JSONByte.colon): state = .value
        case (.colon, _): return wrong("a colon", place)
        case (.separator, JSONByte.comma): state = open.last == true ? .key : .value
        case (.separator, JSONByte.closeBrace) where open.last == true: return leave(at: place)
        case (.separator, JSONByte.closeBracket) where open.last == false: return leave(at: place)
        case (.separator, _):
            return wrong(open.last == true ? "a comma or }" : "a comma or ]", place)
        default: return beginValue(byte, at: place)
        }
        return nil
    }

    private mutating func beginValue(_ byte: UInt8, at place: Int) -> Found? {
        if follows {
            follows = false
            let isLast = onPath == path.count
            guard byte == (isLast ? JSONByte.openBracket : JSONByte.openBrace) else {
                let led = Array(path[..<onPath])
                return .fault(place, isLast ? .noArray(led) : .noObject(led))
            }
            if isLast { return .array(place + 1) }
            onPath += 1
            names.removeAll()
        }
        switch byte {
        case JSONByte.openBrace, JSONByte.openBracket: return enter(byte, at: place)
        case Byte.quote:
            isKey = false
            state = .text
        case _ where Self.isWordByte(byte):
            written.removeAll(keepingCapacity: true)
            keep(byte)
            state = .word
        default: return wrong(state == .valueOrEnd ? "a value or ]" : "a value", place)
        }
        return nil
    }

    // MARK: Brackets and keys

    private mutating func enter(_ byte: UInt8, at place: Int) -> Found? {
        guard open.count < depthMax else { return .fault(place, .depthTooDeep) }
        open.append(byte == JSONByte.openBrace)
        state = byte == JSONByte.openBrace ? .keyOrEnd : .valueOrEnd
        return nil
    }

    private mutating func leave(at place: Int) -> Found? {
        if open.count == onPath {
            guard isTaken[onPath - 1] else {
                return .fault(place, .keyMissing(Array(path[..<onPath]), has: names))
            }
            onPath -= 1
        }
        open.removeLast()
        state = .separator
        return open.isEmpty ? .end(place + 1) : nil
    }

    /// Looks whether the key of an object on the path is that of the path.
    private mutating func endKey(at place: Int) -> Found? {
        guard open.count == onPath, written.count <= Self.keyBytesMax else { return nil }
        guard let key = Self.text(written) else { return wrong("a key with valid escapes", place) }
        guard key == keys[onPath - 1] else {
            if names.count < Self.namesMax { names.append(key.text) }
            return nil
        }
        if isTaken[onPath - 1] { return .fault(place, .keyRepeated(Array(path[..<onPath]))) }
        isTaken[onPath - 1] = true
        follows = true
        return nil
    }

    /// The text of a key; nil where its escapes are none.
    private static func text(_ written: ContiguousArray<UInt8>) -> ByteString? {
        guard written.contains(Byte.backslash) else { return ByteString(written) }
        var scanner = JSONRecordScanner(isByLine: false, limits: Limits())
        let object =
            Array("{\"".utf8) + written + Array("\":0}".utf8) + [UInt8](repeating: 0, count: 16)
        return object.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return nil }
            scanner.scan(base, from: 0, to: object.count - 16)
            guard scanner.fault == nil else { return nil }
            return written.withUnsafeBytes { JSONEscapes.text($0) }
        }
    }

    // MARK: Words

    /// Keeps a byte of a key, or of a word; one too many tells that it is too long.
    private mutating func keep(_ byte: UInt8) {
        if written.count <= Self.keyBytesMax { written.append(byte) }
    }

    private func isWord() -> Bool {
        guard let first = written.first else { return false }
        if first == JSONByte.minus || JSONByte.isDigit(first) {
            return written.allSatisfy {
                JSONByte.isDigit($0) || $0 | 0x20 == UInt8(ascii: "e") || $0 == JSONByte.period
                    || $0 == JSONByte.minus || $0 == 0x2B
            }
        }
        return ["true", "false", "null"].contains { $0.utf8.elementsEqual(written) }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        JSONByte.isDigit(byte) || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
            || byte == JSONByte.minus || byte == 0x2B || byte == JSONByte.period
    }

    private func wrong(_ expected: String, _ place: Int) -> Found {
        .fault(place, .unexpected(expected))
    }
}
