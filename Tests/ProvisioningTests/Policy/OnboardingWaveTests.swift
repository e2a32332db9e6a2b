import Provisioning
import Testing

/// Onboarding mail that is due some days before the user starts. Today is 2026-11-26.
@Suite struct OnboardingWaveTests {
    private static func wave(
        _ days: UInt16?
    ) -> @Sendable (inout DecisionContext) -> Void {
        {
            $0.policy.mail = true
            $0.policy.mailDaysBeforeStart = days
        }
    }

    private static func eve(_ cells: [String: String] = [:]) -> [String: String] {
        var record = cells
        record["username"] = "eve"
        record["email"] = "eve@example.com"
        return record
    }

    static let created: [MailCase] = [
        .init("no start", eve(), owes: ["onboarding"], under: wave(7)),
        .init(
            "far ahead", eve(["start_date": "2027-01-11"]),
            owes: ["onboarding due 2027-01-04T00:00:00Z"],
            under: wave(7)),
        .init(
            "the day itself", eve(["start_date": "2027-01-11"]),
            owes: ["onboarding due 2027-01-11T00:00:00Z"], under: wave(0)),
        .init("today", eve(["start_date": "2026-12-03"]), owes: ["onboarding"], under: wave(7)),
        .init(
            "tomorrow", eve(["start_date": "2026-12-04"]),
            owes: ["onboarding due 2026-11-27T00:00:00Z"],
            under: wave(7)),
        .init("past", eve(["start_date": "2020-01-01"]), owes: ["onboarding"], under: wave(7)),
        .init(
            "across the end of February", eve(["start_date": "2028-03-01"]),
            owes: ["onboarding due 2028-02-29T00:00:00Z"], under: wave(1)),
        .init(
            "no waves", eve(["start_date": "2027-01-11"]), owes: ["onboarding"], under: wave(nil)),
        .init(
            "no mail", eve(["start_date": "2027-01-11", "send_mail": "no"]), owes: [],
            under: wave(7)),
        .init(
            "disabled", eve(["start_date": "2027-01-11", "enabled": "no"]), owes: [],
            under: wave(7)),
        .init(
            "with a password",
            eve(["start_date": "2027-01-11", "password": "correct horse staple"]),
            owes: [], under: wave(7)),
    ]

    @Test(arguments: created) func newUserIsInvitedInTime(_ line: MailCase) throws {
        #expect(try line.decideNew() == line.owed)
    }

    private static func to(
        _ action: String, _ cells: [String: String] = [:]
    ) -> [String: String] {
        var record = cells
        record["action"] = action
        record["username"] = "ada"
        return record
    }

    /// Invited, and not there before 2027-01-11.
    private static func starting(_ user: inout UserState) {
        user.isOnboarded = false
        user.hasPassword = false
        user.profile[.startDate] = "2027-01-11"
    }

    static let existing: [MailCase] = [
        .init(
            "enabled", to("enable"), owes: ["onboarding due 2027-01-04T00:00:00Z"], under: wave(7),
            of: {
                starting(&$0)
                $0.isEnabled = false
            }),
        .init(
            "enabled with another start",
            to("update", ["enabled": "yes", "start_date": "2027-02-01"]),
            owes: ["onboarding due 2027-01-25T00:00:00Z"], under: wave(7),
            of: {
                starting(&$0)
                $0.isEnabled = false
            }),
        .init(
            "identity removed before the start", to("remove-identity"),
            owes: ["onboarding due 2027-01-04T00:00:00Z"], under: wave(7),
            of: { $0.profile[.startDate] = "2027-01-11" }),
        .init(
            "identity removed after the start", to("remove-identity"), owes: ["onboarding"],
            under: wave(7), of: { $0.profile[.startDate] = "2020-01-11" }),
        .init(
            "new address", to("update", ["email": "ada@new.example"]),
            owes: ["onboarding due 2027-01-04T00:00:00Z"], under: wave(7),
            of: {
                starting(&$0)
                $0.access.hasLinks = true
            }),
        .init(
            "resent by name", to("resend-onboarding"), owes: ["onboarding"], under: wave(7),
            of: starting),
    ]

    @Test(arguments: existing) func userIsInvitedAgainInTime(_ line: MailCase) throws {
        let mails = try line.decide().changes?.access.mails ?? []
        #expect(mails.map(MailCase.text) == line.owed)
    }

    /// Here the one that is owed says when a mail that waits is due from now on.
    static let moved: [MailCase] = [
        .init(
            "later", to("update", ["start_date": "2027-02-01"]), owes: ["2027-01-25T00:00:00Z"],
            under: wave(7), of: starting),
        .init(
            "past", to("update", ["start_date": "2026-11-01"]), owes: ["2026-11-26T00:00:00Z"],
            under: wave(7), of: starting),
        .init(
            "cleared", to("update", ["start_date": "(clear)"]), owes: ["2026-11-26T00:00:00Z"],
            under: wave(7), of: starting),
        .init(
            "the same", to("update", ["start_date": "2027-01-11"]), owes: [], under: wave(7),
            of: starting),
        .init(
            "another column", to("update", ["department": "Sales"]), owes: [], under: wave(7),
            of: starting),
        .init(
            "no waves", to("update", ["start_date": "2027-02-01"]), owes: [], under: wave(nil),
            of: starting),
        .init(
            "without mail: the one that waits was owed before",
            to("update", ["start_date": "2027-02-01"]), owes: ["2027-01-25T00:00:00Z"],
            under: {
                wave(7)(&$0)
                $0.mailOption = false
            }, of: starting),
        .init(
            "onboarded", to("update", ["start_date": "2027-02-01"]), owes: [], under: wave(7),
            of: { $0.profile[.startDate] = "2027-01-11" }),
        .init(
            "beside a new mail, which has its own time",
            to("update", ["start_date": "2027-02-01", "email": "ada@new.example"]), owes: [],
            under: wave(7),
            of: {
                starting(&$0)
                $0.access.hasLinks = true
            }),
    ]

    @Test(arguments: moved) func mailThatWaitsFollowsTheStart(_ line: MailCase) throws {
        let due = try line.decide().changes?.access.onboardingMailDue
        #expect((due.map { [$0.utcText] } ?? []) == line.owed)
    }
}
