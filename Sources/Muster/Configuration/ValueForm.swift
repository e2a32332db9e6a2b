import Provisioning

/// How one value is written, and what it means.
struct ValueForm<Value> {
    /// What the configuration may say, to end the sentence "it takes ...".
    let allowed: String
    /// Words to propose for a misspelled one.
    var words: [String] = []
    /// Words whose meaning this version does not carry out.
    var unavailable: [String] = []
    /// The value; nil if the text is not one.
    let parse: (String) -> Value?

    /// Reads a node of this form; nil, with a fault reported, if it is something else.
    func read(_ node: ConfigurationNode, _ path: String, _ reading: ConfigurationReading) -> Value?
    {
        guard let text = node.text else {
            reading.reportValue(of: path, at: node, "is \(node.kind); it takes \(allowed)")
            return nil
        }
        if let value = parse(text) { return value }
        let quoted = "\"\(MessageText.quoted(text))\""
        let proposal = SpellingProposal.clause(for: text, among: words)
        reading.reportValue(
            of: path, at: node,
            unavailable.contains(text.lowercased())
                ? "\(quoted) is not available in this version; it takes \(allowed)"
                : "\(quoted) is not allowed"
                    + (proposal.isEmpty
                        ? "; it takes \(allowed)" : "\(proposal) It takes \(allowed)"))
        return nil
    }
}

extension ValueForm where Value == Bool {
    /// A switch.
    static var toggle: ValueForm {
        ValueForm(allowed: "on or off") {
            switch $0 {
            case "on", "true", "yes": true
            case "off", "false", "no": false
            default: nil
            }
        }
    }
}

extension ValueForm where Value: FixedWidthInteger {
    /// A whole number in plain digits.
    static func number(_ range: ClosedRange<Value>) -> ValueForm {
        ValueForm(allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)") {
            digits($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A number of bytes, in plain digits or with a unit of 1,024, 1,024² or 1,024³ bytes.
    static func byteCount(_ range: ClosedRange<Value>) -> ValueForm {
        let allowed =
            "a number of bytes from \(range.lowerBound) to \(range.upperBound), such as 65536 "
            + "or 64 KiB (KiB, MiB, GiB)"
        return ValueForm(allowed: allowed) { text in
            var number = text
            var unit: Value = 1
            for (suffix, shift) in [("KiB", 10), ("MiB", 20), ("GiB", 30)]
            where text.hasSuffix(suffix) {
                number = String(text.dropLast(3))
                if number.hasSuffix(" ") { number.removeLast() }
                unit = 1 << shift
            }
            guard let count = digits(number) else { return nil }
            let (bytes, overflow) = count.multipliedReportingOverflow(by: unit)
            return !overflow && range.contains(bytes) ? bytes : nil
        }
    }

    /// `Value(_:)` alone would take signs.
    private static func digits(_ text: String) -> Value? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Value(text) : nil
    }
}

extension ValueForm where Value == String {
    /// Text of at least one character, without control characters.
    static func text(_ allowed: String, where accepts: @escaping (String) -> Bool = { _ in true })
        -> ValueForm
    {
        ValueForm(allowed: allowed) {
            let isClean = !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
            return isClean && accepts($0) ? $0 : nil
        }
    }
}

extension ValueForm {
    /// One of some words.
    static func word(
        _ choices: [(word: String, value: Value)], unavailable: [String] = []
    ) -> ValueForm {
        let words = choices.map(\.word)
        return ValueForm(
            allowed: words.count == 1 ? words[0] : list(words), words: words,
            unavailable: unavailable
        ) { text in choices.first { $0.word == text }?.value }
    }

    /// The same form for a value that is made from this one's.
    func map<Result>(_ transform: @escaping (Value) -> Result?) -> ValueForm<Result> {
        ValueForm<Result>(allowed: allowed, words: words, unavailable: unavailable) {
            parse($0).flatMap(transform)
        }
    }

    private static func list(_ words: [String]) -> String {
        words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1]
    }
}

extension ValueForm where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of an enumeration's raw values.
    static var word: ValueForm { .word(Value.allCases.map { ($0.rawValue, $0) }) }
}
