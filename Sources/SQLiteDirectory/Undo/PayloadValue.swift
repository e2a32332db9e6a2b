import Provisioning

/// A value of a before-image: the JSON that `JSONWriter` writes, and no more than that.
indirect enum PayloadValue: Equatable {
    case null
    case number(Int64)
    case text(ByteString)
    case array([PayloadValue])
    case object([(name: ByteString, value: PayloadValue)])

    /// Reads a whole text; nil: it is not one that this program wrote.
    init?(_ text: UnsafeRawBufferPointer) {
        var reader = PayloadReader(text)
        guard let value = reader.value(), reader.isAtEnd else { return nil }
        self = value
    }

    static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.number(let one), .number(let other)): one == other
        case (.text(let one), .text(let other)): one == other
        case (.array(let one), .array(let other)): one == other
        case (.object(let one), .object(let other)): one.elementsEqual(other) { $0 == $1 }
        default: false
        }
    }

    subscript(name: ByteString) -> PayloadValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The members of an object; none of anything else.
    var members: [(name: ByteString, value: PayloadValue)] {
        if case .object(let members) = self { members } else { [] }
    }

    /// The elements of an array; none of anything else.
    var elements: [PayloadValue] { if case .array(let values) = self { values } else { [] } }

    var number: Int64? { if case .number(let number) = self { number } else { nil } }

    var text: ByteString? { if case .text(let text) = self { text } else { nil } }

    /// The texts of an array.
    var texts: [ByteString] { elements.compactMap(\.text) }

    /// A pair of texts, each of which may be null; nil: it is no pair.
    var change: ValueChange? {
        let pair = elements
        guard pair.count == 2 else { return nil }
        return ValueChange(before: pair[0].text, after: pair[1].text)
    }

    /// A pair of values that `read` makes something of; nil: it is no pair.
    func setting<Value>(
        _ read: (PayloadValue) -> Value?
    ) -> ChangeImage.Setting<Value>? {
        let pair = elements
        guard pair.count == 2 else { return nil }
        return ChangeImage.Setting(before: read(pair[0]), after: read(pair[1]))
    }
}

/// Takes the text of a before-image apart.
private struct PayloadReader {
    private let text: UnsafeRawBufferPointer
    private var position = 0
    private var depth = 0
    /// Before-images have four levels.
    private static let depthMax = 16

    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    var isAtEnd: Bool { position == text.count }

    mutating func value() -> PayloadValue? {
        guard position < text.count, depth < Self.depthMax else { return nil }
        depth += 1
        defer { depth -= 1 }
        switch text[position] {
        case UInt8(ascii: "{"): return object()
        case UInt8(ascii: "["): return array()
        case UInt8(ascii: "\""): return string().map(PayloadValue.text)
        case UInt8(ascii: "n"):
            position += 4
            return position <= text.count ? .null : nil
        default: return number()
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < text.count, text[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func object() -> PayloadValue? {
        position += 1
        var members: [(name: ByteString, value: PayloadValue)] = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            guard let name = string(), take(UInt8(ascii: ":")), let value = value() else {
                return nil
            }
            members.append((name, value))
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}")) ? .object(members) : nil
    }

    private mutating func array() -> PayloadValue? {
        position += 1
        var values: [PayloadValue] = []
        if take(UInt8(ascii: "]")) { return .array(values) }
        repeat {
            guard let value = value() else { return nil }
            values.append(value)
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? .array(values) : nil
    }

    private mutating func number() -> PayloadValue? {
        let start = position
        _ = take(UInt8(ascii: "-"))
        while position < text.count, (0x30...0x39).contains(text[position]) { position += 1 }
        return Int64(String(decoding: text[start..<position], as: UTF8.self)).map { .number($0) }
    }

    private mutating func string() -> ByteString? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        var bytes: ContiguousArray<UInt8> = []
        while position < text.count {
            let byte = text[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return ByteString(bytes) }
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            guard position < text.count else { return nil }
            let escaped = text[position]
            position += 1
            guard escaped == UInt8(ascii: "u") else {
                bytes.append(escaped)
                continue
            }
            guard position + 4 <= text.count,
                let code = UInt8(
                    String(decoding: text[position..<position + 4], as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(code)
            position += 4
        }
        return nil
    }
}
