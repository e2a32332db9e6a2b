/// One way in which a file differs from the last accepted one of its feed.
package struct HealthDifference: Equatable, Sendable {
    package var kind: HealthKind
    /// What it is and what it was, as a sentence without its full stop.
    package var finding: String

    package init(_ kind: HealthKind, _ finding: String) {
        self.kind = kind
        self.finding = finding
    }

    /// The warning about it.
    package var notice: RecordIssue { RecordIssue(.feedFileDiffers, finding: finding) }
}

/// Compares a file with the last accepted one of its feed.
package struct FileComparison {
    let records: UInt64
    let health: FileHealth
    let before: AcceptedFile

    /// Records from which on figures are compared.
    private static let recordsMin: UInt64 = 100
    /// Points by which the share of empty cells may grow.
    private static let emptyPointsMax = 30.0
    /// Distinct values that a column must have had before their collapse is noticed.
    private static let distinctMin: UInt64 = 10

    package init(records: UInt64, health: FileHealth, before: AcceptedFile) {
        self.records = records
        self.health = health
        self.before = before
    }

    /// Everything that differs, in the order of `HealthKind`.
    package var differences: [HealthDifference] {
        var found: [HealthDifference] = []
        let was = before.health
        let hasSameFormat = was?.format == health.format
        if let was {
            compare(.format, health.format, was.format, into: &found)
            compare(.encoding, health.encoding, was.encoding, into: &found)
            if hasSameFormat {
                compare(.delimiter, health.delimiter, was.delimiter, into: &found)
                compareHeaders(was, into: &found)
            }
        }
        compareRecords(into: &found)
        if let was { compareColumns(was, into: &found) }
        return found
    }

    private func compare(
        _ kind: HealthKind, _ now: String, _ was: String, into found: inout [HealthDifference]
    ) {
        guard now != was, !now.isEmpty, !was.isEmpty else { return }
        found.append(HealthDifference(kind, "\(kind.rawValue): \(now); \(was) in \(lastFile)"))
    }

    /// Columns in another order are no difference. Where each record names its own values, few of
    /// them say little about a file.
    private func compareHeaders(_ was: FileHealth, into found: inout [HealthDifference]) {
        let namesItself = !health.format.hasPrefix("CSV")
        if namesItself, min(records, before.records) < Self.recordsMin { return }
        let gone = Self.names(of: was.header, without: health.header)
        let new = Self.names(of: health.header, without: was.header)
        guard !gone.isEmpty || !new.isEmpty else { return }
        var parts: [String] = []
        if !gone.isEmpty { parts.append("\(Self.shown(gone)) gone") }
        if !new.isEmpty { parts.append("\(Self.shown(new)) new") }
        found.append(
            HealthDifference(
                .header,
                "header: \(parts.joined(separator: ", ")); \(health.header.count) columns, "
                    + "\(was.header.count) in \(lastFile)"))
    }

    private func compareRecords(into found: inout [HealthDifference]) {
        let most = max(records, before.records)
        let apart = most - min(records, before.records)
        guard most >= Self.recordsMin, apart * 2 > before.records else { return }
        found.append(
            HealthDifference(
                .records, "records: \(records); \(before.records) in \(lastFile)"))
    }

    private func compareColumns(_ was: FileHealth, into found: inout [HealthDifference]) {
        guard health.sampled >= Self.recordsMin, was.sampled >= Self.recordsMin else { return }
        let columnsBefore = Dictionary(
            was.columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var collapsed: [HealthDifference] = []
        for column in health.columns {
            guard let earlier = columnsBefore[column.name] else { continue }
            let empty = Self.emptyPercent(column, health)
            let emptyBefore = Self.emptyPercent(earlier, was)
            if empty - emptyBefore > Self.emptyPointsMax {
                found.append(
                    HealthDifference(
                        .empty,
                        "\(column.name) is empty in \(Self.figure(empty)) % of the records; in "
                            + "\(Self.figure(emptyBefore)) % in \(lastFile)"))
            } else if Self.hasCollapsed(column, from: earlier) {
                collapsed.append(
                    HealthDifference(
                        .distinct,
                        "\(column.name) has \(Self.values(column)); \(Self.values(earlier)) in "
                            + lastFile))
            }
        }
        found += collapsed
    }

    /// Whether a column that told people apart hardly does so any more. Of fewer cells fewer values
    /// are expected.
    private static func hasCollapsed(_ now: ColumnHealth, from was: ColumnHealth) -> Bool {
        guard now.filled >= recordsMin, was.filled >= recordsMin, was.distinct >= distinctMin
        else { return false }
        let scale = min(1, Double(now.filled) / Double(was.filled))
        return Double(now.distinct) * 10 <= Double(was.distinct) * scale
            || (now.distinct == 1 && was.distinct > 1)
    }

    private var lastFile: String {
        "the last accepted file (\(before.acceptedAt.utcText.prefix(10)))"
    }

    private static func emptyPercent(_ column: ColumnHealth, _ file: FileHealth) -> Double {
        100 - Double(min(column.filled, file.sampled)) * 100 / Double(max(file.sampled, 1))
    }

    private static func values(_ column: ColumnHealth) -> String {
        let cells = "\(column.filled) cells"
        return column.distinct == 1
            ? "the same value in \(cells)" : "about \(column.distinct) values in \(cells)"
    }

    private static func names(of header: [String], without other: [String]) -> [String] {
        let known = Set(other.map { HeaderName($0).folded })
        return header.filter { !known.contains(HeaderName($0).folded) }
    }

    private static func shown(_ names: [String]) -> String {
        let few = names.prefix(5).map { "\"\(MessageText.quoted($0))\"" }
        let rest = names.count - few.count
        return few.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    private static func figure(_ percent: Double) -> String { "\(Int(percent.rounded()))" }
}
