import Provisioning
import Testing

@Suite("Naughty strings")
struct NaughtyStringTests {
    @Test func everyColumnAnswersWithAValueOrAFault() {
        guard let text = Corpus.text("naughty-strings/blns.json", cases: 515) else { return }
        let strings = Self.strings(in: text)
        #expect(strings.count == 515)
        let cells = CellChecker()
        for string in strings where !string.isEmpty {
            for column in UserColumn.allCases {
                guard case .value(let value) = cells.check(column, string) else { continue }
                #expect(cells.check(column, value) == .value(value), "\(column.name): \(string)")
            }
            if case .value(let name) = cells.check(.username, string) {
                #expect(cells.usernameKey(name) != .fault(.fieldUsernameMalformed))
            }
        }
    }

    @Test func namesAreRefusedForHiddenCharactersOnly() {
        guard let text = Corpus.text("naughty-strings/blns.json", cases: 515) else { return }
        let cells = CellChecker()
        for string in Self.strings(in: text) where !string.isEmpty {
            let hidden = string.unicodeScalars.contains { scalar in
                scalar.properties.generalCategory == .control
                    || scalar.properties.isNoncharacterCodePoint
                    || scalar.properties.isBidiControl
                    || scalar.value == 0x2028 || scalar.value == 0x2029
            }
            let isLong = string.utf8.count > 1_024
            let found = cells.check(.displayName, string)
            if isLong {
                #expect(found == .fault(.fieldTextTooLong))
            } else if hidden {
                #expect(found == .fault(.fieldTextForbiddenCharacter))
            } else {
                #expect(found == .value(string))
            }
        }
    }

    /// The strings of a JSON array that has one on each line.
    ///
    /// By bytes: a quote before a combining mark is one `Character` with it.
    private static func strings(in text: String) -> [String] {
        Array(text.utf8).split(separator: 0x0A).compactMap { line in
            guard let open = line.firstIndex(of: 0x22), let close = line.lastIndex(of: 0x22),
                open < close
            else { return nil }
            return unescaped(line[(open + 1)..<close])
        }
    }

    private static func unescaped(_ text: ArraySlice<UInt8>) -> String {
        var units: [UInt16] = []
        var rest = Array(String(decoding: text, as: UTF8.self).utf16)[...]
        while let unit = rest.popFirst() {
            guard unit == 0x5C, let next = rest.popFirst() else {
                units.append(unit)
                continue
            }
            switch next {
            case 0x62: units.append(0x08)
            case 0x66: units.append(0x0C)
            case 0x6E: units.append(0x0A)
            case 0x72: units.append(0x0D)
            case 0x74: units.append(0x09)
            case 0x75:
                let digits = String(decoding: rest.prefix(4), as: UTF16.self)
                units.append(UInt16(digits, radix: 16) ?? 0xFFFD)
                rest = rest.dropFirst(4)
            default: units.append(next)
            }
        }
        return String(decoding: units, as: UTF16.self)
    }
}
