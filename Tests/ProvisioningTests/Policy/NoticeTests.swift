import Provisioning
import Testing

private func on(_ context: inout DecisionContext) { context.policy.notices = true }
private func invited(_ user: inout UserState) {
    user.isOnboarded = false
    user.hasPassword = false
}

/// Notices of what was changed about a user's access: which changes owe them, and what turns them on.
@Suite struct NoticeTests {
    private static func to(
        _ action: String, _ cells: [String: String] = [:]
    ) -> [String: String] {
        var record = cells
        record["action"] = action
        record["username"] = "ada"
        return record
    }

    private static let disable = to("disable")

    static let changes: [MailCase] = [
        .init(
            "method set", to("set-second-factor", ["second_factor": "otp-sms"]),
            owes: ["second-factor-changed"], under: on),
        .init(
            "method described", to("update", ["second_factor": "otp-sms"]),
            owes: ["second-factor-changed"], under: on),
        .init(
            "method cleared", to("upsert", ["second_factor": "(clear)"]),
            owes: ["second-factor-changed"], under: on, of: { $0.secondFactor = .otpSMS }),
        .init(
            "method as it was", to("update", ["second_factor": "otp-sms"]), owes: [], under: on,
            of: { $0.secondFactor = .otpSMS }),
        .init(
            "MFA reset", to("reset-mfa", ["reason": "lost"]), owes: ["second-factor-changed"],
            under: on),
        .init(
            "MFA reset of nothing", to("reset-mfa", ["reason": "lost"]), owes: [], under: on,
            of: { $0.enrolments = [] }),
        .init(
            "enrolled", to("enrol-second-factor", ["second_factor": "webauthn"]),
            owes: ["second-factor-changed"], under: on),
        .init(
            "enrolled already", to("enrol-second-factor", ["second_factor": "push"]), owes: [],
            under: on),
        .init("identity removed", to("remove-identity"), owes: ["password-changed"], under: on),
        .init(
            "identity removed, and invited anew", to("remove-identity"), owes: ["onboarding"],
            under: {
                on(&$0)
                $0.policy.mail = true
            }),
        .init(
            "identity of a disabled user removed", to("remove-identity"),
            owes: ["password-changed"],
            under: {
                on(&$0)
                $0.policy.mail = true
            }, of: { $0.isEnabled = false }),
        .init(
            "address", to("update", ["email": "ada@new.example"]),
            owes: ["email-changed to Ada@Example.com"], under: on),
        .init(
            "case of the address", to("update", ["email": "ADA@example.com"]), owes: [], under: on),
        .init("disabled", disable, owes: ["account-disabled"], under: on),
        .init(
            "disabled by description", to("update", ["enabled": "no"]),
            owes: ["account-disabled"], under: on),
        .init("disabled before", disable, owes: [], under: on, of: { $0.isEnabled = false }),
        .init("enabled", to("enable"), owes: [], under: on, of: { $0.isEnabled = false }),
        .init("department", to("update", ["department": "Sales"]), owes: [], under: on),
        .init(
            "groups", to("add-to-groups", ["groups": "staff"]), owes: [], under: on),
        .init(
            "password reset by mail", to("reset-password"), owes: ["password-reset"], under: on),
        .init(
            "all at once",
            to(
                "update",
                ["second_factor": "otp-sms", "email": "ada@new.example", "enabled": "no"]),
            owes: [
                "second-factor-changed", "email-changed to Ada@Example.com", "account-disabled",
            ], under: on),
        .init("seen", to("view-sessions"), owes: [], under: on),
        .init(
            "deleted", to("delete", ["email": "ada@example.com"]), owes: [], under: on),
    ]

    /// Who has set no password has nothing that a notice would guard.
    static let invitations: [MailCase] = [
        .init("disabled", disable, owes: [], under: on, of: invited),
        .init(
            "method", to("set-second-factor", ["second_factor": "otp-sms"]), owes: [], under: on,
            of: invited),
        .init("MFA reset", to("reset-mfa", ["reason": "lost"]), owes: [], under: on, of: invited),
        .init(
            "address", to("update", ["email": "ada@new.example"]), owes: [], under: on,
            of: invited),
        .init(
            "address, after a link had gone to the old one",
            to("update", ["email": "ada@new.example"]), owes: ["onboarding"], under: on,
            of: {
                invited(&$0)
                $0.access.hasLinks = true
            }),
        .init(
            "address, after a link, without mail",
            to("update", ["email": "ada@new.example"]), owes: [],
            under: { $0.mailOption = false },
            of: {
                invited(&$0)
                $0.access.hasLinks = true
            }),
        .init(
            "address, after a link, in a record without mail",
            to("update", ["email": "ada@new.example", "send_mail": "no"]), owes: [],
            of: {
                invited(&$0)
                $0.access.hasLinks = true
            }),
    ]

    /// `--no-mail`, then the record, then `--mail`, then the profile, then the configuration.
    static let switches: [MailCase] = [
        .init("nothing says", disable, owes: []),
        .init("configuration", disable, owes: ["account-disabled"], under: on),
        .init("profile", disable, owes: ["account-disabled"], under: { $0.profile.notices = true }),
        .init(
            "profile against configuration", disable, owes: [],
            under: {
                on(&$0)
                $0.profile.notices = false
            }),
        .init(
            "--mail against profile", disable, owes: ["account-disabled"],
            under: {
                $0.profile.notices = false
                $0.mailOption = true
            }),
        .init(
            "record against --mail", to("disable", ["send_mail": "no"]), owes: [],
            under: { $0.mailOption = true }),
        .init(
            "record alone", to("disable", ["send_mail": "yes"]), owes: ["account-disabled"]),
        .init(
            "--no-mail against record", to("disable", ["send_mail": "yes"]), owes: [],
            under: {
                on(&$0)
                $0.mailOption = false
            }),
        .init(
            "onboarding mail is another switch", disable, owes: [],
            under: {
                $0.policy.mail = true
                $0.profile.mail = true
            }),
    ]

    @Test(arguments: changes + invitations + switches)
    func owes(_ line: MailCase) throws {
        let (outcome, changes) = try line.decide()
        #expect(outcome != .rejected)
        #expect((changes?.access.mails ?? []).map(MailCase.text) == line.owed)
    }

    @Test func refusedRecordOwesNothing() throws {
        let line = MailCase(
            "unknown group", Self.to("update", ["second_factor": "otp-sms", "apps": "+wiki"]),
            owes: [], under: on)
        let (outcome, changes) = try line.decide()
        #expect(outcome == .rejected)
        #expect(changes == nil)
    }

    @Test func newUserIsToldOfNothing() throws {
        let line = MailCase(
            "new", ["username": "eve", "email": "eve@example.com", "enabled": "no"], owes: [],
            under: on)
        #expect(try line.decideNew() == [])
    }
}
