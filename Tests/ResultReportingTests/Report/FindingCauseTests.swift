import Provisioning
import ResultReporting
import Testing

/// Findings are counted by what caused them.
@Suite struct FindingCauseTests {
    static let columns: [String?] = ["email", "phone", nil]
    static let codes: [IssueCode] = [
        .fieldEmailMalformed, .policyGroupCreated, .duplicateUsernameInFile,
    ]

    @Test func countsAreThoseOfASlowCount() {
        for seed in UInt64(1)...20 {
            var numbers = SeededNumbers(seed: seed)
            var counts: [String: UInt64] = [:]
            var places: [String: [UInt32]] = [:]
            let records = (0..<300).map { index -> FixtureRecord in
                var record = FixtureRecord(["u", "", ""])
                let few = Int.random(in: 0..<4, using: &numbers)
                record.issues = (0..<few).map { _ in
                    // Mostly the same again, as in real feeds.
                    let pick = Int.random(in: 0..<20, using: &numbers)
                    let code = Self.codes[pick < 15 ? 0 : pick % 3]
                    let column = Self.columns[pick < 14 ? 0 : pick % 2 + 1]
                    let key = "\(code) \(column ?? "-")"
                    counts[key, default: 0] += 1
                    places[key, default: []].append(UInt32(index + 1))
                    return RecordIssue(
                        code, column: column, value: "v\(index)", finding: "is wrong")
                }
                return record
            }
            var tally = SummaryTally(file: "f.csv")
            for chunk in ResultFixture().chunks(records, of: 77) { tally.add(chunk) }
            var found: [String: UInt64] = [:]
            for cause in tally.causes {
                let key = "\(cause.code) \(cause.column ?? "-")"
                found[key] = cause.count
                #expect(
                    cause.examples.map(\.record) == Array(places[key, default: []].prefix(5)),
                    "seed \(seed), \(key)")
            }
            #expect(found == counts, "seed \(seed)")
            #expect(
                tally.summary.issues.values.reduce(0, +) == counts.values.reduce(0, +),
                "seed \(seed)")
        }
    }
}
