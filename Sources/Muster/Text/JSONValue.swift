import Provisioning

/// A JSON text (RFC 8259) as a value: for what the program itself has written, such as the request of
/// a run or a plan file.
enum JSONValue: Equatable {
    case null
    case truth(Bool)
    /// As its characters, since no figure of ours may lose a digit.
    case number(String)
    case text(String)
    case array([JSONValue])
    case object([(key: String, value: JSONValue)])

    /// Reads a text; nil if it is no JSON, or nested more than 16 levels deep.
    init?(_ bytes: some Sequence<UInt8>) {
        var parser = JSONParser(ContiguousArray(bytes))
        guard let value = parser.whole() else { return nil }
        self = value
    }

    /// A member of an object; `.null` where there is none.
    subscript(key: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members.first { $0.key == key }?.value ?? .null
    }

    var string: String? {
        if case .text(let text) = self { return text }
        return nil
    }

    var bool: Bool? {
        if case .truth(let truth) = self { return truth }
        return nil
    }

    /// A whole number that is not negative.
    var unsigned: UInt64? {
        if case .number(let digits) = self { return UInt64(digits) }
        return nil
    }

    var elements: [JSONValue] {
        if case .array(let elements) = self { return elements }
        return []
    }

    var members: [(key: String, value: JSONValue)] {
        if case .object(let members) = self { return members }
        return []
    }

    static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.truth(let one), .truth(let other)): one == other
        case (.number(let one), .number(let other)), (.text(let one), .text(let other)):
            one == other
        case (.array(let one), .array(let other)): one == other
        case (.object(let one), .object(let other)): one.elementsEqual(other) { $0 == $1 }
        default: false
        }
    }
}

/// Reads one JSON text.
private struct JSONParser {
    private let bytes: ContiguousArray<UInt8>
    private var position = 0
    private var depth = 0
    private static let depthMax = 16

    init(_ bytes: ContiguousArray<UInt8>) { self.bytes = bytes }

    mutating func whole() -> JSONValue? {
        guard let value = value() else { return nil }
        skipBlanks()
        return position == bytes.count ? value : nil
    }

    private mutating func value() -> JSONValue? {
        skipBlanks()
        guard position < bytes.count, depth < Self.depthMax else { return nil }
        depth += 1
        defer { depth -= 1 }
        switch bytes[position] {
        case UInt8(ascii: "{"): return object()
        case UInt8(ascii: "["): return array()
        case UInt8(ascii: "\""): return text().map(JSONValue.text)
        case UInt8(ascii: "t"): return word("true", .truth(true))
        case UInt8(ascii: "f"): return word("false", .truth(false))
        case UInt8(ascii: "n"): return word("null", .null)
        default: return number()
        }
    }

    private mutating func object() -> JSONValue? {
        position += 1
        var members: [(key: String, value: JSONValue)] = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipBlanks()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\""),
                let key = text(), take(UInt8(ascii: ":")), let value = value()
            else { return nil }
            members.append((key, value))
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}")) ? .object(members) : nil
    }

    private mutating func array() -> JSONValue? {
        position += 1
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            guard let value = value() else { return nil }
            elements.append(value)
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? .array(elements) : nil
    }

    private mutating func number() -> JSONValue? {
        let start = position
        while position < bytes.count, "+-.eE0123456789".utf8.contains(bytes[position]) {
            position += 1
        }
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        return Double(digits) == nil ? nil : .number(digits)
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) -> JSONValue? {
        let length = word.utf8CodeUnitCount
        let isThere = word.withUTF8Buffer { expected in
            position + length <= bytes.count
                && bytes[position..<position + length].elementsEqual(expected)
        }
        guard isThere else { return nil }
        position += length
        return value
    }

    private mutating func text() -> String? {
        position += 1
        var units: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: units, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                units.append(contentsOf: Array(String(scalar).utf8))
            case 0..<0x20: return nil
            default: units.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return Unicode.Scalar(byte)
        case UInt8(ascii: "u"): return unicode()
        default: return nil
        }
    }

    private mutating func unicode() -> Unicode.Scalar? {
        guard let first = hexadecimal() else { return nil }
        guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) }
        guard take(UInt8(ascii: "\\"), afterBlanks: false),
            take(UInt8(ascii: "u"), afterBlanks: false), let second = hexadecimal(),
            (0xDC00...0xDFFF).contains(second)
        else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func hexadecimal() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        let digits = bytes[position..<position + 4]
        position += 4
        let areHexadecimal = digits.allSatisfy { "0123456789abcdefABCDEF".utf8.contains($0) }
        return areHexadecimal ? UInt32(String(decoding: digits, as: UTF8.self), radix: 16) : nil
    }

    private mutating func take(_ byte: UInt8, afterBlanks: Bool = true) -> Bool {
        if afterBlanks { skipBlanks() }
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while position < bytes.count, " \t\r\n".utf8.contains(bytes[position]) { position += 1 }
    }
}
