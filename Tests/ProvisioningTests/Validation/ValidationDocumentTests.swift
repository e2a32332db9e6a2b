import Provisioning
import Testing

@Suite("docs/validation.md")
struct ValidationDocumentTests {
    private let cells = CellChecker()

    @Test func otherWordsForSecondFactorsAreThoseOfTheCode() {
        let rows = rows(under: "| Method |")
        #expect(rows.count > 10)
        for row in rows {
            guard let method = row.first?.first else { continue }
            for word in row.flatMap({ $0 }) {
                #expect(cells.check(.secondFactor, word) == .value(method), "\(word)")
            }
        }
    }

    @Test func datesAreReadAsTheTableSays() {
        let rows = rows(under: "| Declared |")
        #expect(rows.count == 7)
        for row in rows where row.count == 2 {
            var profile = FeedProfile()
            profile.dateFormats["start_date"] = row[0].first
            for cell in row[1] {
                let found = CellChecker(profile: profile).check(.startDate, cell)
                let isOracle = cell.hasPrefix("11-FEB")
                #expect(found == .value(isOracle ? "2020-02-11" : "2024-05-01"), "\(cell)")
            }
        }
    }

    @Test func everyColumnIsInTheOverview() {
        let named = Set(rows(under: "| Column |").compactMap(\.first).flatMap { $0 })
        for column in UserColumn.allCases { #expect(named.contains(column.name), "\(column.name)") }
    }

    /// The words in code spans of each cell, for the rows of the table with this header.
    private func rows(under header: String) -> [[[String]]] {
        let lines = (Corpus.packageText("docs/validation.md") ?? "")
            .split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0.hasPrefix(header) }) else { return [] }
        return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { line in
            line.split(separator: "|").filter { $0.contains { $0 != " " } }.map { cell in
                let parts = cell.split(separator: "`", omittingEmptySubsequences: false)
                return parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
            }
        }
    }
}
