import Testing

/// The same records in the bytes that different programs write.
@Suite struct FeedVariantTests {
    static let rows = [
        ["username", "email", "first_name", "groups"],
        ["ada", "ada@example.com", "Ada \"A.\" Lovelace", "staff"],
        ["bob", "not-mail", "Bob, the builder", ""],
        ["zoë", "zoe@example.com", "a;b|c,d", "sales"],
        ["ADA", "ada2@example.com", "", ""],
    ]

    static func text(
        delimiter: String = ",", end: String = "\n", quotesAll: Bool = false,
        hasLastEnd: Bool = true, hasMark: Bool = false, prologue: String = ""
    ) -> String {
        let lines = rows.map { row in
            row.map { cell in
                let isPlain = !quotesAll && !cell.contains { "\",;|\t".contains($0) }
                return isPlain ? cell : "\"" + cell.replacing("\"", with: "\"\"") + "\""
            }.joined(separator: delimiter)
        }
        return (hasMark ? "\u{FEFF}" : "") + prologue + lines.joined(separator: end)
            + (hasLastEnd ? end : "")
    }

    static let variants: [String] =
        [",", ";", "\t", "|"].flatMap { delimiter in
            ["\n", "\r\n", "\r"].map { text(delimiter: delimiter, end: $0) }
        } + [
            text(hasMark: true), text(end: "\r\n", hasMark: true), text(quotesAll: true),
            text(hasLastEnd: false), text(end: "\r", hasLastEnd: false), text() + "\u{1A}",
            text(delimiter: ";", prologue: "sep=;\n"), text(end: "\n\n"), text() + "\n\n",
            text(delimiter: ";", end: "\r\n", quotesAll: true, hasMark: true),
        ]

    @Test func everyVariantGivesTheSameResults() throws {
        let expected = try Self.results(of: Self.text())
        #expect(expected.map(\.outcome) == ["created", "rejected", "created", "rejected"])
        for variant in Self.variants {
            let results = try Self.results(of: variant)
            #expect(results == expected, "\(variant.debugDescription)")
        }
    }

    /// Results without their lines, which blank lines and a `sep=` line move.
    static func results(of text: String) throws -> [ResultLine] {
        let place = try Workplace()
        let ending = place.muster("import", "-", "--dry-run", "--results", "-", input: text)
        return try ResultLine.all(in: ending.output).map { result in
            var result = result
            result.line = 0
            return result
        }
    }

    @Test(arguments: ["tab", "\\t", "\t"]) func tabsAreDeclaredInWords(word: String) throws {
        let place = try Workplace()
        let ending = place.muster(
            "import", "-", "--delimiter", word, "--quiet",
            input: "username\temail\nada\tada@example.com\n")
        #expect(ending.status == 0)
        #expect(place.muster("users", "list").lines.count == 1)
    }

    @Test func headersAreMappedByOption() throws {
        let place = try Workplace()
        let ending = place.muster(
            "import", "-", "--map", "Wer=username", "--map", "Wohin=email", "--quiet",
            input: "Wer,Wohin\nada,ada@example.com\n")
        #expect(ending.status == 0, "\(ending.error)")
        #expect(place.muster("users", "find", "ada").lines.count == 1)
        #expect(
            place.muster("import", "-", "--map", "Wer=wen", input: "Wer,email\n").status == 64)
    }
}
