import Provisioning
import Testing

/// Reference pages name every word that the code knows, and no other.
@Suite struct ReferenceDocumentTests {
    /// Words in backquotes in the first cell of the table rows, and in the remark under the table,
    /// of one section.
    static func words(_ document: String, _ heading: String) -> (table: [String], remark: [String])
    {
        let section = Repository.lines(document).drop { $0 != "## \(heading)" }.dropFirst()
            .prefix { !$0.hasPrefix("## ") }
        let rows = section.filter { $0.hasPrefix("|") }
        let cells = rows.map { $0.dropFirst().prefix { $0 != "|" } }
        let word = /`([^`]+)`/
        return (
            cells.flatMap { $0.matches(of: word).map { String($0.output.1) } },
            section.drop { !$0.hasPrefix("|") }.filter { !$0.hasPrefix("|") }
                .flatMap { $0.matches(of: word).map { String($0.output.1) } }
        )
    }

    @Test func everyColumnIsDescribedOrSaidToBeMissing() {
        let (table, remark) = Self.words("docs/feeds.md", "Columns")
        #expect(Set(table + remark) == Set(UserColumn.allCases.map(\.name) + ["attr.NAME"]))
        #expect(Set(table).isDisjoint(with: remark))
    }

    @Test func everyKnownHeaderIsListed() {
        let (table, _) = Self.words("docs/mapping.md", "Names that are known")
        #expect(Set(table) == Set(ColumnAliasTable.all.map(\.target.name)))
        let document = Repository.text("docs/mapping.md")
        for alias in ColumnAliasTable.all.flatMap(\.aliases) {
            let sign = alias.reading == .inverted ? "!" : alias.reading == .exemption ? "?" : ""
            let tail = alias.isNumbered ? "#" : alias.isRepeatable ? "*" : ""
            let notation = "`\(sign)\(alias.spelling)\(tail)`"
            #expect(document.contains(notation), "\(notation)")
        }
    }

    @Test func everyActionIsDescribed() {
        let (table, _) = Self.words("docs/feeds.md", "Actions")
        #expect(table.sorted() == Action.allCases.map(\.word).sorted())
    }

    @Test func everySecondFactorIsDescribed() {
        let (table, _) = Self.words("docs/feeds.md", "Second factors")
        #expect(table.sorted() == SecondFactorMethod.allCases.map(\.word).sorted())
    }

    @Test func everyOutcomeIsDescribed() {
        let (table, _) = Self.words("docs/results-format.md", "Outcomes")
        #expect(table.sorted() == Outcome.allCases.map(\.word).sorted())
    }

    @Test func resultColumnsAreThoseOfTheSamples() {
        let (table, _) = Self.words("docs/results-format.md", "Results")
        #expect(table.joined(separator: ",") == SampleTests.resultColumns)
    }

    @Test func everyExitStatusIsDescribed() {
        let statuses = (0...255 as ClosedRange<Int32>).compactMap(Provisioning.ExitStatus.init)
        for status in statuses {
            #expect(Repository.text("docs/results-format.md").contains("\n| \(status.rawValue) | "))
        }
    }
}
