/// What guards say: what was counted, and a pattern in it that a person should know of.
enum GuardText {
    /// Records below which nothing is called a pattern.
    private static let patternRecordsMin: UInt64 = 5
    /// Per cent from which on something is one.
    private static let patternPercent = 90.0

    /// What was counted, as a clause.
    static func finding(_ name: GuardName, _ figures: GuardFigures) -> String {
        let records = figures.records == 1 ? "1 record" : "\(figures.records) records"
        switch name {
        case .removals: return "\(users(figures.removed)) would be disabled or deleted"
        case .rejects:
            return "\(figures.rejected) of \(records) "
                + "(\(share(figures.rejected, of: figures.records))) would be rejected"
        case .creates: return "\(users(figures.created)) would be created"
        case .updates: return "\(users(figures.updated)) would be updated"
        case .identity:
            let (column, count) = figures.identity.largest
            return "\(column.name) would change for \(count) of the \(figures.existing) existing "
                + "users in the file (\(share(count, of: figures.existing)))"
        case .drift:
            let before = figures.fullRecordsBefore ?? 0
            return "the file has \(records), \(figures.drift) "
                + "\(figures.records < before ? "fewer" : "more") than the last accepted full one"
        case .health:
            let kinds = HealthKind.allCases.filter(figures.differences.contains)
            return "the file differs from the last accepted one in what the profile watches ("
                + kinds.map(\.rawValue).joined(separator: ", ") + ")"
        }
    }

    /// A pattern in what was counted; nil: there is none.
    static func remark(_ name: GuardName, _ figures: GuardFigures) -> String? {
        switch name {
        case .removals:
            guard let before = figures.fullRecordsBefore, figures.records < before,
                figures.removed > 0
            else { return nil }
            return "the file has \(figures.records) records, and the last full one had \(before): "
                + "was it cut off?"
        case .rejects: return faults(figures)
        case .identity: return identity(figures)
        case .creates:
            guard !figures.wasEmpty, figures.created == figures.records,
                figures.records >= patternRecordsMin
            else { return nil }
            return "every record would create a user: is it the right directory?"
        case .drift, .updates, .health: return nil
        }
    }

    private static func faults(_ figures: GuardFigures) -> String? {
        guard figures.records >= patternRecordsMin else { return nil }
        let frequent = figures.faults
            .filter { Double($0.value) * 100 >= Double(figures.records) * patternPercent }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard let (column, count) = frequent.first else { return nil }
        let extent =
            count >= figures.records
            ? "in every record" : "in \(share(count, of: figures.records)) of the records"
        return "\(column) fails \(extent): is the column shifted?"
    }

    private static func identity(_ figures: GuardFigures) -> String? {
        let (column, count) = figures.identity.largest
        guard count >= patternRecordsMin,
            Double(count) * 100 >= Double(figures.existing) * patternPercent
        else { return nil }
        let users =
            count >= figures.existing
            ? "every user in the file" : "\(share(count, of: figures.existing)) of the users"
        if column == .email,
            Double(figures.identity.domains) * 100 >= Double(count) * patternPercent
        {
            return "email changes for \(users), and only after the @: has the domain changed?"
        }
        return "\(column.name) changes for \(users): is the column shifted?"
    }

    private static func users(_ count: UInt64) -> String {
        count == 1 ? "1 user" : "\(count) users"
    }

    private static func share(_ count: UInt64, of whole: UInt64) -> String {
        whole == 0 ? "0 %" : "\(RunGuards.figure(Double(count) * 100 / Double(whole))) %"
    }
}
