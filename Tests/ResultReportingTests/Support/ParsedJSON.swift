/// A JSON value as read by `ParsedJSON.parse`.
indirect enum ParsedJSON: Equatable {
    case object([(key: String, value: ParsedJSON)])
    case array([ParsedJSON])
    case text(String)
    case number(String)
    case truth(Bool)
    case null

    static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.object(let left), .object(let right)):
            left.elementsEqual(right) { $0.key == $1.key && $0.value == $1.value }
        case (.array(let left), .array(let right)): left == right
        case (.text(let left), .text(let right)): Array(left.utf8) == Array(right.utf8)
        case (.number(let left), .number(let right)): left == right
        case (.truth(let left), .truth(let right)): left == right
        case (.null, .null): true
        default: false
        }
    }

    /// The member called `key`; null if there is none.
    subscript(key: String) -> ParsedJSON {
        guard case .object(let members) = self else { return .null }
        return members.first { $0.key == key }?.value ?? .null
    }

    /// Keys in order.
    var keys: [String] {
        guard case .object(let members) = self else { return [] }
        return members.map(\.key)
    }

    /// Reads a text as RFC 8259 has it, and nothing more lenient.
    static func parse(_ bytes: some Collection<UInt8>) throws -> ParsedJSON {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FixtureError.notJSON
        }
        var reader = JSONReader(scalars: Array(text.unicodeScalars))
        let value = try reader.value()
        reader.skipSpace()
        guard reader.isAtEnd else { throw FixtureError.notJSON }
        return value
    }

    /// Reads JSON Lines.
    static func lines(_ bytes: [UInt8]) throws -> [ParsedJSON] {
        guard bytes.isEmpty || bytes.last == 0x0A else { throw FixtureError.notJSON }
        return try bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
            .map { try parse($0) }
    }
}

private struct JSONReader {
    let scalars: [Unicode.Scalar]
    var index = 0

    init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    var isAtEnd: Bool { index == scalars.count }

    mutating func skipSpace() {
        while let scalar = peek(), " \n\r\t".unicodeScalars.contains(scalar) { index += 1 }
    }

    func peek() -> Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    mutating func take() throws -> Unicode.Scalar {
        guard let scalar = peek() else { throw FixtureError.notJSON }
        index += 1
        return scalar
    }

    mutating func expect(_ text: String) throws {
        for scalar in text.unicodeScalars where try take() != scalar { throw FixtureError.notJSON }
    }

    mutating func value() throws -> ParsedJSON {
        skipSpace()
        switch peek() {
        case "{": return try object()
        case "[": return try array()
        case "\"": return .text(try string())
        case "t":
            try expect("true")
            return .truth(true)
        case "f":
            try expect("false")
            return .truth(false)
        case "n":
            try expect("null")
            return .null
        default: return .number(try number())
        }
    }

    mutating func object() throws -> ParsedJSON {
        var members: [(key: String, value: ParsedJSON)] = []
        try expect("{")
        skipSpace()
        if peek() == "}" {
            index += 1
            return .object([])
        }
        while true {
            skipSpace()
            let key = try string()
            skipSpace()
            try expect(":")
            members.append((key, try value()))
            skipSpace()
            let mark = try take()
            if mark == "}" { return .object(members) }
            guard mark == "," else { throw FixtureError.notJSON }
        }
    }

    mutating func array() throws -> ParsedJSON {
        var elements: [ParsedJSON] = []
        try expect("[")
        skipSpace()
        if peek() == "]" {
            index += 1
            return .array([])
        }
        while true {
            elements.append(try value())
            skipSpace()
            let mark = try take()
            if mark == "]" { return .array(elements) }
            guard mark == "," else { throw FixtureError.notJSON }
        }
    }

    mutating func number() throws -> String {
        var text = ""
        if peek() == "-" { text.unicodeScalars.append(try take()) }
        let start = index
        while let scalar = peek(), ("0"..."9").contains(scalar) {
            text.unicodeScalars.append(scalar)
            index += 1
        }
        guard index > start, index == start + 1 || scalars[start] != "0" else {
            throw FixtureError.notJSON
        }
        return text
    }

    mutating func string() throws -> String {
        try expect("\"")
        var units: [UInt16] = []
        while true {
            let scalar = try take()
            switch scalar {
            case "\"": return String(decoding: units, as: UTF16.self)
            case "\\": units.append(try escape())
            default:
                guard scalar.value >= 0x20 else { throw FixtureError.notJSON }
                units += Array(String(Character(scalar)).utf16)
            }
        }
    }

    mutating func escape() throws -> UInt16 {
        switch try take() {
        case "\"": return 0x22
        case "\\": return 0x5C
        case "/": return 0x2F
        case "b": return 8
        case "f": return 12
        case "n": return 10
        case "r": return 13
        case "t": return 9
        case "u":
            var digits = ""
            for _ in 0..<4 { digits.unicodeScalars.append(try take()) }
            guard let unit = UInt16(digits, radix: 16) else { throw FixtureError.notJSON }
            return unit
        default: throw FixtureError.notJSON
        }
    }
}
