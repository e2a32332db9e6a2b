import Provisioning
import Testing

/// What each guard lets pass: it trips above its limit, not at it.
@Suite struct RunGuardsTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: GuardName
        /// nil: the default.
        var limit: GuardLimit?
        var allowed: UInt64?
        /// What a share is of.
        var whole: UInt64
        /// The largest count that passes; nil: any.
        var passes: UInt64?

        init(
            _ name: GuardName, _ limit: GuardLimit?, allow: UInt64? = nil, of whole: UInt64 = 0,
            passes: UInt64?
        ) {
            self.name = name
            self.limit = limit
            allowed = allow
            self.whole = whole
            self.passes = passes
        }

        var testDescription: String {
            "\(name) \(limit.map { "\($0)" } ?? "default") allow \(allowed ?? 0) of \(whole)"
        }
    }

    static let cases: [Case] = [
        // Removals: 5 % of the active users, at least 5, at most 500.
        Case(.removals, nil, of: 0, passes: 5), Case(.removals, nil, of: 10, passes: 5),
        Case(.removals, nil, of: 119, passes: 5), Case(.removals, nil, of: 120, passes: 6),
        Case(.removals, nil, of: 9_999, passes: 499), Case(.removals, nil, of: 10_000, passes: 500),
        Case(.removals, nil, of: 1_000_000, passes: 500),
        Case(.removals, .records(0), of: 100, passes: 0),
        Case(.removals, .records(731), of: 100, passes: 731),
        Case(.removals, .percent(2), of: 100, passes: 5),
        Case(.removals, .percent(2), of: 100_000, passes: 2_000),
        Case(.removals, .percent(0), of: 100_000, passes: 5),
        Case(.removals, .unlimited, of: 100, passes: nil),
        Case(.removals, nil, allow: 731, of: 100, passes: 731),
        Case(.removals, nil, allow: 731, of: 1_000_000, passes: 731),
        Case(.removals, nil, allow: 3, of: 10_000, passes: 500),
        Case(.removals, .unlimited, allow: 3, of: 100, passes: nil),
        // Rejects: 10 % of the records, from 100 on; an explicit share is exact.
        Case(.rejects, nil, of: 500, passes: 99), Case(.rejects, nil, of: 999, passes: 99),
        Case(.rejects, nil, of: 1_000, passes: 100), Case(.rejects, nil, of: 20_000, passes: 2_000),
        Case(.rejects, .records(2), of: 20, passes: 2),
        Case(.rejects, .percent(10), of: 10, passes: 1),
        Case(.rejects, .unlimited, of: 10, passes: nil),
        Case(.rejects, .records(2), allow: 9, of: 20, passes: 9),
        // Identity: half of the existing users in the file, from 100 changes on.
        Case(.identity, nil, of: 20, passes: 99), Case(.identity, nil, of: 199, passes: 99),
        Case(.identity, nil, of: 200, passes: 100), Case(.identity, nil, of: 2_000, passes: 1_000),
        Case(.identity, .records(7), of: 2_000, passes: 7),
        Case(.identity, .percent(10), of: 20, passes: 5),
        Case(.identity, .percent(10), of: 2_000, passes: 200),
        Case(.identity, .unlimited, of: 2_000, passes: nil),
        Case(.identity, nil, allow: 1_800, of: 2_000, passes: 1_800),
        // Drift: half of the last full file, where one of the two has 100 records.
        Case(.drift, nil, of: 1_000, passes: 500), Case(.drift, nil, of: 100, passes: 50),
        Case(.drift, nil, of: 20, passes: 79), Case(.drift, .records(3), of: 1_000, passes: 3),
        Case(.drift, .percent(10), of: 1_000, passes: 100),
        Case(.drift, .percent(10), of: 10, passes: 5),
        Case(.drift, .unlimited, of: 1_000, passes: nil),
        Case(.drift, nil, allow: 600, of: 1_000, passes: 600),
        // Creates and updates: off unless somebody asks.
        Case(.creates, nil, of: 1_000, passes: nil),
        Case(.creates, .records(4), of: 1_000, passes: 4),
        Case(.creates, .percent(10), of: 1_000, passes: 100),
        Case(.creates, .percent(10), of: 10, passes: 5),
        Case(.creates, .records(4), allow: 40, of: 1_000, passes: 40),
        Case(.updates, nil, of: 1_000, passes: nil),
        Case(.updates, .records(4), of: 1_000, passes: 4),
        Case(.updates, .percent(10), of: 1_000, passes: 100),
        Case(.updates, .percent(10), of: 10, passes: 5),
        Case(.updates, .records(4), allow: 40, of: 1_000, passes: 40),
        // Health: what is counted is what the profile names.
        Case(.health, nil, passes: 0), Case(.health, nil, allow: 2, passes: 2),
    ]

    @Test(arguments: cases) func tripsAboveItsLimitAndNotAtIt(_ each: Case) throws {
        guard let passes = each.passes else {
            #expect(try !hasTripped(each, count: 900_000_000))
            return
        }
        #expect(try !hasTripped(each, count: passes))
        #expect(try hasTripped(each, count: passes + 1))
    }

    private func hasTripped(_ each: Case, count: UInt64) throws -> Bool {
        var guards = RunGuards(limits: [:])
        guards.limits[each.name] = each.limit
        guards.allowances[each.name] = each.allowed
        let checks = try guards.check(figures(each, count: count)) { each.whole }
        let tripped = checks.filter(\.hasTripped)
        #expect(tripped.allSatisfy { $0.name == each.name })
        #expect(checks.map(\.name) == GuardName.inOrder)
        return !tripped.isEmpty
    }

    private func figures(_ each: Case, count: UInt64) -> GuardFigures {
        var figures = GuardFigures()
        switch each.name {
        case .removals: figures.removed = count
        case .rejects:
            figures.rejected = count
            figures.records = each.whole
        case .identity:
            figures.identity.emails = count
            figures.identity.usernames = count / 2
            figures.existing = each.whole
        case .drift:
            figures.fullRecordsBefore = each.whole
            figures.records = each.whole + count
        case .creates:
            figures.created = count
            figures.records = each.whole
        case .updates:
            figures.updated = count
            figures.records = each.whole
        case .health:
            figures.differences = Array(repeating: .encoding, count: Int(min(count, 9)))
        }
        return figures
    }

    @Test func fewerRecordsDriftAsMoreDo() throws {
        var figures = GuardFigures()
        figures.fullRecordsBefore = 1_000
        figures.records = 500
        #expect(try RunGuards(limits: [:]).check(figures) { 0 }.halt == nil)
        figures.records = 499
        let halt = try RunGuards(limits: [:]).check(figures) { 0 }.halt
        #expect(halt?.code == .runGuardDrift)
        #expect(halt?.message.contains("501 fewer than the last accepted full one") == true)
    }

    @Test func activeUsersAreCountedOnlyWhereTheyMatter() throws {
        var asked = 0
        var figures = GuardFigures()
        for (limit, removed) in [(nil, 0), (.percent(1), 0), (.records(2), 900), (.unlimited, 900)]
            as [(GuardLimit?, UInt64)]
        {
            figures.removed = removed
            var guards = RunGuards(limits: [:])
            guards.limits[.removals] = limit
            _ = try guards.check(figures) {
                asked += 1
                return 0
            }
        }
        #expect(asked == 0)
    }

    @Test func everyGuardThatTripsIsNamedTheWorstFirst() throws {
        var figures = GuardFigures()
        figures.records = 10
        figures.updated = 9
        figures.removed = 9
        figures.rejected = 3
        let guards = RunGuards(limits: [.updates: .records(1), .rejects: .records(1)])
        let checks = try guards.check(figures) { 10 }
        let halt = try #require(checks.halt)
        #expect(halt.code == .runGuardRemovals)
        #expect(halt.status == .stopped)
        #expect(
            halt.message
                == "stopped by the guards \"removals\", \"rejects\" and \"updates\": 9 users would be "
                + "disabled or deleted, and the limit is 5 (by default 5 % of 10 active users, at "
                + "least 5 and at most 500); 3 of 10 records (30 %) would be rejected, and the limit "
                + "is 1; 9 users would be updated, and the limit is 1; nothing was changed")
        #expect(checks.allowances == ["removals=9", "rejects=3", "updates=9"])
    }

    @Test func aPatternIsSaidInWords() throws {
        var figures = GuardFigures()
        figures.records = 200
        figures.rejected = 200
        figures.faults = ["phone": 200, "email": 90]
        #expect(
            try remark(.rejects, figures) == "phone fails in every record: is the column shifted?")
        figures.faults = ["phone": 190]
        #expect(
            try remark(.rejects, figures)
                == "phone fails in 95 % of the records: is the column shifted?")
        figures.faults = ["phone": 179]
        #expect(try remark(.rejects, figures) == nil)
        figures.created = 200
        #expect(
            try remark(.creates, figures)
                == "every record would create a user: is it the right directory?")
        figures.records = 5
        figures.created = 5
        #expect(try remark(.creates, figures) != nil)
        figures.records = 4
        figures.created = 4
        #expect(try remark(.creates, figures) == nil)
        figures.records = 200
        figures.created = 200
        figures.wasEmpty = true
        #expect(try remark(.creates, figures) == nil)
        figures.existing = 200
        figures.identity.emails = 196
        figures.identity.domains = 196
        #expect(
            try remark(.identity, figures)
                == "email changes for 98 % of the users, and only after the @: has the domain changed?"
        )
        figures.identity.domains = 3
        #expect(
            try remark(.identity, figures)
                == "email changes for 98 % of the users: is the column shifted?")
        figures.removed = 40
        figures.fullRecordsBefore = 1_000
        #expect(
            try remark(.removals, figures)
                == "the file has 200 records, and the last full one had 1000: was it cut off?")
    }

    private func remark(_ name: GuardName, _ figures: GuardFigures) throws -> String? {
        try RunGuards(limits: [:]).check(figures) { 0 }.first { $0.name == name }?.remark
    }
}
