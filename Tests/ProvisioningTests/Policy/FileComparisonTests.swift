import Provisioning
import Testing

/// What is said of a file that does not look like the last one.
@Suite struct FileComparisonTests {
    static func file(_ records: UInt64 = 1_000) -> FileHealth {
        var health = FileHealth()
        health.format = "CSV"
        health.encoding = "UTF-8"
        health.delimiter = "comma"
        health.header = ["User Name", "email", "phone"]
        health.sampled = records
        health.columns = [
            ColumnHealth(name: "username", filled: records, distinct: records),
            ColumnHealth(name: "email", filled: records, distinct: records),
            ColumnHealth(name: "phone", filled: records * 9 / 10, distinct: records / 2),
        ]
        return health
    }

    private func kinds(
        _ now: FileHealth, records: UInt64 = 1_000, was: UInt64 = 1_000
    ) -> [HealthKind] {
        differences(now, records: records, was: was).map(\.kind)
    }

    private func differences(
        _ now: FileHealth, records: UInt64 = 1_000, was: UInt64 = 1_000
    ) -> [HealthDifference] {
        FileComparison(
            records: records, health: now,
            before: AcceptedFile(
                acceptedAt: Instant(milliseconds: 1_795_651_200_000), records: was,
                health: Self.file(was))
        ).differences
    }

    @Test func theSameLookIsNoDifference() {
        #expect(kinds(Self.file()) == [])
        var reordered = Self.file()
        reordered.header = ["phone", "user_name", "email"]
        #expect(kinds(reordered) == [])
    }

    @Test func anotherDialectIsSaidWithWhatItWas() {
        var now = Self.file()
        now.encoding = "windows-1252"
        now.delimiter = "semicolon"
        #expect(
            differences(now).map(\.finding) == [
                "encoding: windows-1252; UTF-8 in the last accepted file (2026-11-26)",
                "delimiter: semicolon; comma in the last accepted file (2026-11-26)",
            ])
        now.format = "XML"
        now.header = []
        #expect(kinds(now) == [.format, .encoding])
    }

    @Test func columnsThatAreGoneAndNewAreNamed() {
        var now = Self.file()
        now.header = ["User Name", "email", "Fax"]
        #expect(
            differences(now).map(\.finding) == [
                "header: \"phone\" gone, \"Fax\" new; 3 columns, 3 in the last accepted file "
                    + "(2026-11-26)"
            ])
    }

    @Test(
        arguments: [
            (1_500, 1_000, false), (1_501, 1_000, true), (500, 1_000, false), (499, 1_000, true),
            (99, 10, false), (100, 10, true),
        ] as [(UInt64, UInt64, Bool)])
    func theNumberOfRecordsMayChangeByHalf(now: UInt64, was: UInt64, differs: Bool) {
        var health = Self.file(was)
        health.sampled = 10
        #expect(kinds(health, records: now, was: was) == (differs ? [.records] : []))
    }

    @Test(arguments: [(600, false), (599, true), (0, true)] as [(UInt64, Bool)])
    func aColumnIsEmptyBeyondThirtyPoints(filled: UInt64, differs: Bool) {
        var now = Self.file()
        now.columns[2] = ColumnHealth(name: "phone", filled: filled, distinct: filled / 2)
        #expect(kinds(now) == (differs ? [.empty] : []))
    }

    @Test(arguments: [(51, false), (50, true), (1, true)] as [(UInt64, Bool)])
    func valuesCollapseToATenth(distinct: UInt64, differs: Bool) {
        var now = Self.file()
        now.columns[2] = ColumnHealth(name: "phone", filled: 900, distinct: distinct)
        #expect(kinds(now) == (differs ? [.distinct] : []))
    }

    @Test(
        arguments: [(100, 100, true), (99, 100, false), (100, 99, false), (99, 99, false)]
            as [(UInt64, UInt64, Bool)])
    func fewRecordsSayNothingOfColumns(sampled: UInt64, before: UInt64, says: Bool) {
        var now = Self.file(sampled)
        now.columns[2] = ColumnHealth(name: "phone", filled: 0, distinct: 0)
        #expect(kinds(now, records: sampled, was: before) == (says ? [.empty] : []))
    }
}
