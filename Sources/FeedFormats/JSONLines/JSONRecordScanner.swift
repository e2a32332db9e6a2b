import Provisioning

/// Takes one JSON object apart, strictly by RFC 8259, and notes its values on a tape.
///
/// The scanner looks at the grammar alone: it knows no columns, makes no values and allocates
/// nothing once the tape has its size. It reads bytes up to the NULs that stand behind the window,
/// eight at a time within quotes, and its answer depends on the bytes up to the place where it
/// stops: a fault at the end of the window means that the record needs more of them.
struct JSONRecordScanner: ~Copyable {
    /// Where scanning has stopped: behind the closing brace, or at the fault.
    private(set) var position = 0
    private(set) var fault: JSONFault?
    private(set) var tape = JSONTape()

    /// Whether line ends end a record, rather than being blanks in it.
    let isByLine: Bool
    let fieldBytesMax: Int
    let depthMax: Int
    /// Depths that the parts of the reader can go to, whatever the limit says.
    static let depthBound = 512

    private var base: UnsafePointer<UInt8>
    private var end = 0
    /// Bits of all the text scanned: the top ones tell whether it is more than ASCII.
    private var bits: UInt64 = 0
    /// Tokens of the objects and arrays that are open.
    private let open: UnsafeMutablePointer<Int>
    private var depth = 0
    /// Whether the innermost one is an object.
    private var isObject = true

    init(isByLine: Bool, limits: Limits) {
        self.isByLine = isByLine
        fieldBytesMax = limits.fieldBytesMax
        depthMax = max(1, min(limits.depthMax, Self.depthBound))
        open = .allocate(capacity: depthMax)
        base = UnsafeRawPointer(open).assumingMemoryBound(to: UInt8.self)
    }

    deinit { open.deallocate() }

    /// Scans the object whose brace is at `start`; the window ends at `end`.
    mutating func scan(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) {
        self.base = base
        self.end = end
        position = start
        fault = nil
        bits = 0
        depth = 0
        tape.removeAll()
        enter(JSONToken(kind: .object, start: UInt32(truncatingIfNeeded: start)))
        scanMembers()
        if fault != nil { leaveAll() }
    }

    /// Notes a fault that was found in the text by others.
    mutating func note(_ kind: JSONFault.Kind, at position: Int) {
        fault = JSONFault(kind, at: position)
        self.position = position
    }

    /// Notes a fault of a record of which no value may be used.
    mutating func refuseAll(_ kind: JSONFault.Kind, at position: Int) {
        tape.removeAll()
        bits = 0
        note(kind, at: position)
    }

    // MARK: Objects and arrays

    private mutating func scanMembers() {
        var isFresh = true
        while true {
            position = afterBlanks(position)
            let closer = isObject ? JSONByte.closeBrace : JSONByte.closeBracket
            if !isFresh || base[position] != closer {
                var token = JSONToken(kind: .null, start: 0)
                if isObject, !scanKey(into: &token, isFresh: isFresh) { return }
                token.start = UInt32(truncatingIfNeeded: position)
                guard scanValue(into: &token, mayEnd: isFresh && !isObject) else { return }
                isFresh = token.isContainer
                if isFresh {
                    guard depth < depthMax else { return note(.depthTooDeep, at: position) }
                    enter(token)
                    continue
                }
                token.end = UInt32(truncatingIfNeeded: position)
                token.next = Int32(truncatingIfNeeded: tape.count + 1)
                tape.append(token)
            }
            guard leaveClosed() else { return }
            isFresh = false
        }
    }

    /// Takes the comma after a value, and the ends of all containers before it; says whether a
    /// value has to follow.
    private mutating func leaveClosed() -> Bool {
        while true {
            position = afterBlanks(position)
            let byte = base[position]
            if byte == JSONByte.comma {
                position += 1
                return true
            }
            guard byte == (isObject ? JSONByte.closeBrace : JSONByte.closeBracket) else {
                fail(isObject ? .memberSeparator : .elementSeparator)
                return false
            }
            position += 1
            leave()
            if depth == 0 { return false }
        }
    }

    /// Opens an object or an array, whose bracket is at `position`.
    @inline(__always)
    private mutating func enter(_ token: JSONToken) {
        open[depth] = tape.append(token)
        isObject = token.kind == .object
        depth += 1
        position += 1
    }

    @inline(__always)
    private mutating func leave() {
        depth -= 1
        let token = tape.tokens + open[depth]
        token.pointee.end = UInt32(truncatingIfNeeded: position)
        token.pointee.next = Int32(truncatingIfNeeded: tape.count)
        isObject = depth > 0 && tape.tokens[open[depth - 1]].kind == .object
    }

    private mutating func leaveAll() {
        while depth > 0 { leave() }
    }

    // MARK: Keys and values

    @inline(__always)
    private mutating func scanKey(into token: inout JSONToken, isFresh: Bool) -> Bool {
        guard base[position] == Byte.quote else { return fail(isFresh ? .keyOrEnd : .key) }
        let first = position + 1
        guard scanText(&token.keyHasEscapes, isKey: true) else { return false }
        token.keyStart = UInt32(truncatingIfNeeded: first)
        token.keyLength = UInt32(truncatingIfNeeded: position - 1 - first)
        position = afterBlanks(position)
        guard base[position] == JSONByte.colon else { return fail(.colon) }
        position = afterBlanks(position + 1)
        return true
    }

    @inline(__always)
    private mutating func scanValue(into token: inout JSONToken, mayEnd: Bool) -> Bool {
        switch base[position] {
        case Byte.quote:
            token.kind = .string
            return scanText(&token.hasEscapes, isKey: false)
        case JSONByte.openBrace: token.kind = .object
        case JSONByte.openBracket: token.kind = .array
        case UInt8(ascii: "t"):
            token.kind = .yes
            return scanLiteral("true")
        case UInt8(ascii: "f"):
            token.kind = .no
            return scanLiteral("false")
        case UInt8(ascii: "n"):
            token.kind = .null
            return scanLiteral("null")
        case JSONByte.minus, 0x30...0x39:
            token.kind = .number
            return scanNumber()
        default: return fail(mayEnd ? .valueOrEnd : .value)
        }
        return true
    }

    /// Goes behind the closing quote of the text that begins at `position`.
    @inline(__always)
    private mutating func scanText(_ hasEscapes: inout Bool, isKey: Bool) -> Bool {
        let first = position + 1
        var place = first
        while true {
            let word = ByteWord.load(base + place)
            bits |= word
            let ends = JSONByte.textEnds(word)
            if ends == 0 {
                place += 8
                continue
            }
            place += ByteWord.first(ends)
            if base[place] == Byte.quote { break }
            position = place
            guard base[place] == Byte.backslash else { return failInText() }
            hasEscapes = true
            guard scanEscape() else { return false }
            place = position
        }
        position = place + 1
        return place - first <= fieldBytesMax || checkLength(first, place, hasEscapes, isKey)
    }

    @inline(never)
    private mutating func checkLength(
        _ first: Int, _ last: Int, _ hasEscapes: Bool, _ isKey: Bool
    ) -> Bool {
        let text = UnsafeRawBufferPointer(start: base + first, count: last - first)
        if hasEscapes, JSONEscapes.unescapedCount(text) <= fieldBytesMax { return true }
        note(isKey ? .keyTooLong : .fieldTooLong, at: first - 1)
        return false
    }

    // MARK: Escapes, numbers, literals

    /// Goes behind the escape at `position` (RFC 8259, 7).
    private mutating func scanEscape() -> Bool {
        let escape = position
        position += 1
        switch base[position] {
        case Byte.quote, Byte.backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
            return true
        case UInt8(ascii: "u"):
            position += 1
            guard let unit = scanUnit() else { return false }
            if unit == 0 { return refuse(.escapedNUL, at: escape) }
            if unit & 0xF800 != 0xD800 { return true }
            return unit < 0xDC00 ? scanLowSurrogate(of: escape) : refuse(.loneSurrogate, at: escape)
        default:
            return isAtEnd() ? fail(.value) : refuse(.unknownEscape, at: escape)
        }
    }

    private mutating func scanLowSurrogate(of escape: Int) -> Bool {
        for byte in [Byte.backslash, UInt8(ascii: "u")] {
            guard base[position] == byte else {
                return isAtEnd() ? fail(.value) : refuse(.loneSurrogate, at: escape)
            }
            position += 1
        }
        guard let unit = scanUnit() else { return false }
        return unit & 0xFC00 == 0xDC00 || refuse(.loneSurrogate, at: escape)
    }

    /// The UTF-16 unit of the four digits at `position`.
    private mutating func scanUnit() -> UInt32? {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = JSONByte.hexadecimalValue(base[position]) else {
                fail(.hexadecimal)
                return nil
            }
            unit = unit << 4 | digit
            position += 1
        }
        return unit
    }

    @inline(__always)
    private mutating func scanDigits() -> Bool {
        let first = position
        while JSONByte.isDigit(base[position]) { position += 1 }
        return position > first
    }

    /// Goes behind the number at `position` (RFC 8259, 6).
    @inline(__always)
    private mutating func scanNumber() -> Bool {
        let first = position
        if base[position] == JSONByte.minus { position += 1 }
        let isZero = base[position] == 0x30
        guard scanDigits() else { return failNumber() }
        if isZero, position - first > (base[first] == JSONByte.minus ? 2 : 1) {
            return refuse(.malformedNumber, at: first)
        }
        if base[position] == JSONByte.period {
            position += 1
            guard scanDigits() else { return failNumber() }
        }
        if base[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if base[position] == JSONByte.minus || base[position] == 0x2B { position += 1 }
            guard scanDigits() else { return failNumber() }
        }
        return position - first <= fieldBytesMax || refuse(.fieldTooLong, at: first)
    }

    private mutating func failNumber() -> Bool {
        isAtEnd() ? fail(.value) : refuse(.malformedNumber, at: position)
    }

    @inline(__always)
    private mutating func scanLiteral(_ literal: StaticString) -> Bool {
        for index in 0..<literal.utf8CodeUnitCount {
            guard base[position] == literal.utf8Start[index] else { return fail(.literal) }
            position += 1
        }
        return true
    }

    // MARK: Blanks and faults

    @inline(__always)
    private func afterBlanks(_ place: Int) -> Int {
        var place = place
        while base[place] <= JSONByte.space {
            let byte = base[place]
            guard byte == JSONByte.space || byte == JSONByte.tab || !isByLine && Byte.endsLine(byte)
            else { break }
            place += 1
        }
        return place
    }

    /// Whether `position` is at the end of what a record may reach to.
    private func isAtEnd() -> Bool {
        position >= end || isByLine && Byte.endsLine(base[position])
    }

    /// Notes that something else stands at `position` than what is expected there.
    @discardableResult
    @inline(never)
    private mutating func fail(_ expected: JSONFault.Expected) -> Bool {
        let found = base[position]
        note(isAtEnd() ? .endsEarly : .unexpected(found: found, expected: expected), at: position)
        return false
    }

    @inline(never)
    private mutating func failInText() -> Bool {
        let found = base[position]
        note(isAtEnd() ? .endsEarly : .control(found), at: position)
        return false
    }

    @inline(never)
    private mutating func refuse(_ kind: JSONFault.Kind, at position: Int) -> Bool {
        note(kind, at: position)
        return false
    }

    /// Looks for bytes that are not UTF-8 from `start` to where scanning has stopped; of two faults
    /// the first one counts. To be asked when the record is there to its end.
    mutating func checkText(from start: Int) {
        guard bits & ByteWord.tops != 0 else { return }
        let stop = min(position, end)
        guard let place = UTF8Validation.firstInvalid(base, from: start, to: stop) else { return }
        note(.invalidUTF8(byte: base[place]), at: place)
    }
}
