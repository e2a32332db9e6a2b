import Provisioning

/// A header's value, made of words that have neither spaces nor control characters in them.
///
/// Whatever a value is made from, a line end in it cannot begin another header: the words are put
/// together here, and the only line ends are the folds between them (RFC 5322, section 2.2.3).
struct HeaderText: Equatable, Sendable {
    /// Characters of a line, its end not counted: RFC 5322 advises 78, RFC 2047 allows 76.
    private static let lineBytesMax = 76
    /// Bytes of a word that stands as it is; longer ones are encoded, so that they can be cut.
    private static let wordBytesMax = 64

    private let words: [String]

    /// Free text, such as a subject.
    init(_ text: String) {
        let words = Self.cleanWords(text)
        self.words =
            words.allSatisfy(Self.standsAsItIs)
            ? words : EncodedWords.words(words.joined(separator: " "))
    }

    /// An address, with the name that is shown beside it.
    init(name: String?, address: EnvelopeAddress) {
        let names = Self.cleanWords(name ?? "")
        guard !names.isEmpty else {
            words = [address.text]
            return
        }
        let shown = "<\(address.text)>"
        guard names.allSatisfy(Self.standsAsItIs) else {
            words = EncodedWords.words(names.joined(separator: " ")) + [shown]
            return
        }
        var quoted = names.map { name in
            name.reduce(into: "") { $0 += $1 == "\"" || $1 == "\\" ? "\\\($1)" : "\($1)" }
        }
        quoted[0] = "\"" + quoted[0]
        quoted[quoted.count - 1] += "\""
        words = quoted + [shown]
    }

    /// A Message-ID; characters that cannot stand in one become hyphens.
    init(id: String) {
        words = ["<\(Self.token(id, countMax: 240))>"]
    }

    /// A word such as a language tag, with nothing but letters, digits, `.`, `_`, `+`, `@` and hyphens.
    init(token: String) { words = [Self.token(token, countMax: 240)] }

    /// An instant, in UTC (RFC 5322, section 3.3).
    init(_ instant: Instant) {
        let text = Array(instant.utcText)
        let days = Int((Double(instant.milliseconds) / 86_400_000).rounded(.down))
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let month = Int(String(text[5..<7])) ?? 1
        words = [
            weekdays[(days % 7 + 7) % 7] + ",", String(text[8..<10]), months[month - 1],
            String(text[..<4]), String(text[11..<19]), "+0000",
        ]
    }

    /// `Name: value` without its end, folded where it is long.
    func line(_ name: StaticString) -> String {
        var line = "\(name):"
        var length = line.utf8.count
        for (index, word) in words.enumerated() {
            // The first word stays beside the name: a line of nothing but spaces confuses readers.
            if index > 0, length + 1 + word.utf8.count > Self.lineBytesMax {
                line += "\r\n"
                length = 0
            }
            line += " \(word)"
            length += 1 + word.utf8.count
        }
        return line
    }

    // MARK: Words

    /// The words between spaces, line ends and other control characters.
    private static func cleanWords(_ text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate:
                if !word.isEmpty { words.append(String(word)) }
                word = String.UnicodeScalarView()
            default:
                if scalar == " " {
                    if !word.isEmpty { words.append(String(word)) }
                    word = String.UnicodeScalarView()
                } else {
                    word.append(scalar)
                }
            }
        }
        if !word.isEmpty { words.append(String(word)) }
        return words
    }

    /// Whether readers take a word for what it is: ASCII, short, and no encoded word.
    private static func standsAsItIs(_ word: String) -> Bool {
        word.utf8.count <= wordBytesMax && word.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            && !word.utf8.elementsEqual("=?".utf8) && !contains(word, "=?")
    }

    private static func contains(_ word: String, _ part: String) -> Bool {
        let bytes = Array(word.utf8)
        let wanted = Array(part.utf8)
        guard bytes.count >= wanted.count else { return false }
        return (0...bytes.count - wanted.count).contains {
            bytes[$0..<$0 + wanted.count].elementsEqual(wanted)
        }
    }

    private static func token(_ text: String, countMax: Int) -> String {
        let bytes = text.utf8.prefix(countMax).map { byte -> UInt8 in
            let stands =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || [0x2B, 0x2D, 0x2E, 0x40, 0x5F].contains(byte)
            return stands ? byte : 0x2D
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
