import Foundation

/// What of a printed line is another one each time; docs/CONTRIBUTING.md lists it.
enum VaryingText {
    /// One kind of it.
    struct Rule: @unchecked Sendable {
        /// What stands for it in comparisons.
        var name: String
        var pattern: NSRegularExpression
        /// Whether what a document shows stands for what was printed there in later commands, too.
        var isName = false

        init(_ name: String, _ pattern: String, isName: Bool = false) {
            self.name = name
            self.isName = isName
            guard let pattern = try? NSRegularExpression(pattern: pattern) else {
                preconditionFailure("no pattern: \(name)")
            }
            self.pattern = pattern
        }
    }

    /// In the order in which they are looked for.
    static let rules = [
        Rule("RUN", #"\b20\d{6}-\d{6}-[0-9a-f]{8}\b"#, isName: true),
        Rule("SESSION", #"\bs-[0-9a-f]{16}\b"#, isName: true),
        // Instants and days of the years in which tests run; days of samples are far from them.
        Rule(
            "INSTANT",
            #"\b20(2[5-9]|3\d)-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z|[ T]\d\d:\d\d(:\d\d)?( UTC)?)?\b"#
        ),
        Rule("INSTANT", #"\b\d{1,2}\.? [A-Z][a-zä]+ 20(2[5-9]|3\d)(, \d\d:\d\d( Uhr)? UTC)?"#),
        Rule("SECONDS", #"\b1[789]\d{8}(\.\d+)?\b"#),
        Rule("CODE", #"\b[A-Z2-7]{4}(-[A-Z2-7]{4}){3}\b"#),
        Rule("SECRET", #"(?<=secret=)[A-Z2-7]+"#),
        Rule("DIGEST", #"\b[0-9a-f]{16,64}\b"#),
        Rule("TOKEN", #"(?<![\w-])[\w-]{43}(?![\w-])"#),
        Rule("MESSAGE-ID", #"(?<=<)[\w.-]+(?=@)"#),
        Rule("VERSION", #"(?<![\d.])\d+\.\d+\.\d+(?![\d.])"#),
        Rule("TIME", #"(?<![\w.])\d[\d,]*(\.\d+)? (ms|s|min)\b"#),
        Rule("TIME", #"(?<=duration_seconds\{[^}]{0,99}\} )[\d.]+"#),
        Rule("RATE", #"\b\d[\d,]*(\.\d+)?(?=/s\b| records/s| a second)"#),
        Rule("SIZE", #"\b\d+(\.\d+)? (KiB|MiB|kB|MB|GB|bytes)\b"#),
        Rule("PORT", #"(?<=127\.0\.0\.1:)\d+"#),
        Rule("PROCESS", #"(?<=process )\d+"#),
    ]

    /// A line with words in the place of what varies, and what stood there. Names that are `known`
    /// stay: they are the same each time.
    static func normal(
        _ line: String, known: Set<String> = []
    ) -> (text: String, found: [(rule: Int, text: String)]) {
        var pieces: [(range: Range<String.Index>, rule: Int)] = []
        for (index, rule) in rules.enumerated() {
            let whole = NSRange(line.startIndex..., in: line)
            for match in rule.pattern.matches(in: line, range: whole) {
                guard let range = Range(match.range, in: line),
                    !pieces.contains(where: { $0.range.overlaps(range) })
                else { continue }
                pieces.append((range, index))
            }
        }
        pieces.sort { $0.range.lowerBound < $1.range.lowerBound }
        var text = ""
        var place = line.startIndex
        for piece in pieces {
            let found = String(line[piece.range])
            text += line[place..<piece.range.lowerBound]
            text += known.contains(found) ? found : "‹\(rules[piece.rule].name)›"
            place = piece.range.upperBound
        }
        text += line[place...]
        // Columns of a table are as wide as what varies in them; a rule of dashes is, too.
        text = text.replacing(/\ {2,}/, with: "  ").replacing(/-{4,}/, with: "----")
        while text.hasSuffix(" ") { text.removeLast() }
        return (text, pieces.map { ($0.rule, String(line[$0.range])) })
    }

    /// Whether lines are the same but for what varies; `...` of the document is any lines.
    static func matches(
        _ expected: ArraySlice<String>, _ printed: ArraySlice<String>, known: Set<String> = []
    ) -> Bool {
        guard let first = expected.first else { return printed.isEmpty }
        if first == "..." {
            return (printed.startIndex...printed.endIndex).contains {
                matches(expected.dropFirst(), printed[$0...], known: known)
            }
        }
        guard let line = printed.first,
            normal(first, known: known).text == normal(line, known: known).text
        else { return false }
        return matches(expected.dropFirst(), printed.dropFirst(), known: known)
    }

    /// Lines of the document beside the printed ones that they match, in order.
    static func pairs(_ expected: [String], _ printed: [String]) -> [(String, String)] {
        var pairs: [(String, String)] = []
        let forms = printed.map { normal($0).text }
        var place = 0
        for line in expected where line != "..." {
            let form = normal(line).text
            guard let index = forms[place...].firstIndex(of: form) else { continue }
            pairs.append((line, printed[index]))
            place = index + 1
        }
        return pairs
    }

    /// Printed lines with the names that the document has in their places: commands below use them.
    private static func keepingNames(
        of expected: [String], in printed: [String], known: Set<String>
    ) -> [String] {
        func names(_ lines: [String]) -> [String] {
            lines.flatMap { normal($0).found.filter { rules[$0.rule].isName }.map(\.text) }
        }
        // Lines that are as they were say which name is which; else their order does.
        let same = pairs(expected, printed)
        var both = Array(zip(names(same.map(\.0)), names(same.map(\.1))))
        let all = (names(expected), names(printed))
        if all.0.count == all.1.count { both += zip(all.0, all.1) }
        var fresh: [(String, String)] = []
        for (old, new) in both where !known.contains(old) && !known.contains(new) {
            if !fresh.contains(where: { $0.1 == new }) { fresh.append((old, new)) }
        }
        return printed.map { line in fresh.reduce(line) { $0.replacing($1.1, with: $1.0) } }
    }

    /// What a document is to say now: printed lines, but the document's own where they match, and
    /// what it leaves out.
    static func merged(
        _ expected: [String], _ printed: [String], known: Set<String> = []
    ) -> [String] {
        var printed = keepingNames(of: expected, in: printed, known: known)
        if let first = expected.firstIndex(of: "..."), let last = expected.lastIndex(of: "...") {
            let tail = expected.count - 1 - last
            if first + tail <= printed.count {
                printed = printed.prefix(first) + ["..."] + printed.suffix(tail)
            }
        }
        var place = 0
        let forms = expected.map { normal($0, known: known).text }
        return printed.map { line in
            let form = normal(line, known: known).text
            guard let index = forms[place...].firstIndex(of: form) else { return line }
            place = index + 1
            return inColumns(of: line, expected[index])
        }
    }

    /// The document's line with the blanks of the printed one, whose columns are as wide as their table
    /// is now; unchanged where what varies is of another width.
    private static func inColumns(of printed: String, _ shown: String) -> String {
        let new = normal(printed).found
        let old = normal(shown).found
        guard printed.contains("  "), new.count == old.count,
            zip(new, old).allSatisfy({ $0.text.count == $1.text.count })
        else { return shown }
        return zip(new, old).reduce(printed) { $0.replacing($1.0.text, with: $1.1.text) }
    }
}
