import FeedFormats
import Foundation
import Provisioning
import Testing

/// Whatever is written as JSON is read as it was meant.
@Suite struct JSONPropertyTests {
    /// Makes objects together with what should be read of them.
    private struct Writer {
        var random: SeededRandom
        var expected: [String: String] = [:]
        /// Whether line ends may stand between the signs.
        let isLoose: Bool

        mutating func pick<Choices: Collection>(_ choices: Choices) -> Choices.Element {
            choices[
                choices.index(
                    choices.startIndex, offsetBy: Int.random(in: 0..<choices.count, using: &random))
            ]
        }

        mutating func blank() -> String {
            pick(isLoose ? ["", "", "", " ", "\n", "\r\n\t"] : ["", "", "", " ", "\t", "  "])
        }

        mutating func text() -> String {
            let pieces = [
                "a", "é", "佐", "🙂", "\"", "\\", "/", "\n", "\t", "\u{1}", "\u{7F}", " ", "{", "}",
                "[", "]", ",", ":", "\u{2028}", "e\u{301}", "abcdefghijklmnop",
            ]
            return (0..<Int.random(in: 0...12, using: &random)).map { _ in pick(pieces) }.joined()
        }

        /// A text between quotes, with any of the escapes that may be used for each character.
        mutating func quoted(_ text: String) -> String {
            var written = "\""
            for scalar in text.unicodeScalars {
                let isRequired = scalar == "\"" || scalar == "\\" || scalar.value < 0x20
                let short: [Unicode.Scalar: String] = [
                    "\"": "\\\"", "\\": "\\\\", "/": "\\/", "\n": "\\n", "\t": "\\t",
                ]
                if isRequired || Int.random(in: 0..<6, using: &random) == 0 {
                    let units = String(scalar).utf16.map {
                        let digits = String($0, radix: 16)
                        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                    }.joined()
                    written += Bool.random(using: &random) ? short[scalar] ?? units : units
                } else {
                    written.unicodeScalars.append(scalar)
                }
            }
            return written + "\""
        }

        mutating func scalar() -> (written: String, text: String) {
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                let number = pick(["0", "-1", "12.50", "6e23", "-0.1E-7", "1234567890123456789"])
                return (number, number)
            case 1: return ("true", "true")
            case 2: return ("false", "false")
            case 3: return ("null", "(clear)")
            default:
                let text = text()
                return (quoted(text), text)
            }
        }

        mutating func object(prefix: String, depth: Int) -> String {
            var members: [String] = []
            // Keys come in an order of their own, and not all of them in every record.
            for key in ["alpha", "beta", "gamma", "délta", "e psilon", "z"].shuffled(using: &random)
                .prefix(Int.random(in: 0...6, using: &random))
            {
                let path = prefix.isEmpty ? key : "\(prefix).\(key)"
                let value: String
                if depth < 4, Int.random(in: 0..<4, using: &random) == 0 {
                    value = object(prefix: path, depth: depth + 1)
                } else {
                    let scalar = scalar()
                    value = scalar.written
                    expected[path] = scalar.text
                }
                members.append(
                    blank() + quoted(key) + blank() + ":" + blank() + value + blank())
            }
            if depth == 0, Bool.random(using: &random) {
                var items: [String] = []
                var texts: [String] = []
                for _ in 0..<Int.random(in: 0...4, using: &random) {
                    let text = text()
                    texts.append(text)
                    items.append(blank() + quoted(text) + blank())
                }
                members.append("\"groups\":[" + items.joined(separator: ",") + "]")
                if !texts.isEmpty { expected["groups"] = texts.joined(separator: ";") }
            }
            return "{" + members.joined(separator: ",") + "}"
        }
    }

    @Test(arguments: [false, true])
    func randomObjectsAreReadAsTheyWereMeant(isArray: Bool) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("JSONPropertyTests.randomObjectsAreReadAsTheyWereMeant seed \(seed)")
        var writer = Writer(random: SeededRandom(seed: seed), isLoose: isArray)
        var objects: [String] = []
        var expected: [[String: String]] = []
        for _ in 0..<400 {
            writer.expected = [:]
            objects.append(writer.object(prefix: "", depth: 0))
            expected.append(writer.expected)
        }
        let text =
            isArray
            ? "[" + objects.joined(separator: ",") + "]" : objects.joined(separator: "\n") + "\n"
        var limits = Limits()
        limits.chunkBytes = 1 << 12
        var names = Limits()
        names.columnsMax = 1 << 20
        let source = try JSONLinesSource(text, limits: limits, columnLimits: names)
        let records = try source.seenRecords()
        try #require(records.count == expected.count)
        for (record, wanted) in zip(records, expected) {
            #expect(record.fault == nil, "\(record)")
            let bytes = wanted.mapValues { ByteString($0) }
            #expect(record.values == bytes, "seed \(seed), record \(record.number)")
            #expect(try source.seenAgain(record) == record)
        }
    }

    @Test func naughtyStringsSurviveByteForByte() throws {
        guard let folder = Corpus.folder("naughty-strings", cases: 515) else { return }
        let file = try Data(contentsOf: folder.appendingPathComponent("blns.json"))
        let strings = try #require(try JSONSerialization.jsonObject(with: file) as? [String])
        #expect(strings.count > 400)
        var lines: [UInt8] = []
        for string in strings {
            let object = try JSONSerialization.data(withJSONObject: ["display_name": string])
            lines += Array(object) + [0x0A]
        }
        let records = try JSONLinesSource(lines).seenRecords()
        try #require(records.count == strings.count)
        for (record, string) in zip(records, strings) {
            #expect(record.fault == nil, "\(record)")
            #expect(record.values == ["display_name": ByteString(string)])
        }
    }

    @Test func naughtyStringsAsTheyAreWrittenAreRead() throws {
        guard let folder = Corpus.folder("naughty-strings", cases: 515) else { return }
        let file = try Data(contentsOf: folder.appendingPathComponent("blns.json"))
        let strings = try #require(try JSONSerialization.jsonObject(with: file) as? [String])
        let written = file.split(separator: 0x0A).map { Array($0) }
            .filter { $0.contains(0x22) }
            .map { line in
                var line = line[...]
                line = line.drop { $0 == 0x20 || $0 == 0x09 }
                while let last = line.last, last != 0x22 { line = line.dropLast() }
                return Array(line)
            }
        try #require(written.count == strings.count)
        let objects = written.map { Array("{\"display_name\":".utf8) + $0 + Array("}".utf8) }
        let array = Array("[".utf8) + Array(objects.joined(separator: Array(",\r\n".utf8))) + [0x5D]
        let records = try JSONLinesSource(array).seenRecords()
        try #require(records.count == strings.count)
        for (record, string) in zip(records, strings) {
            let raw = written[Int(record.number) - 1]
            // A decoder drops a byte order mark where it may; the reader must not.
            let meant =
                raw.contains(0x5C) ? ByteString(string) : ByteString(raw.dropFirst().dropLast())
            #expect(record.values == ["display_name": meant])
            #expect(record.written["display_name"] == ByteString(raw))
        }
    }
}
