import Provisioning
import Testing

private func to(
    _ action: String, _ user: String, _ cells: [String: String] = [:]
) -> [String: String] { ActionCase.record(action, user, cells) }

/// Every action: success, each need missing, each refusal, the wrong state, the second time.
@Suite struct ActionTableTests {
    private static let phone = ["device": "phone", "device_name": "Ada's phone"]
    private static let push = ["second_factor": "push"]
    private static let why = ["reason": "ticket 42"]
    private static let day = ["password_expires": "2049-06-01"]

    static let describing: [ActionCase] = [
        .init(
            "add", ["action": "add", "username": "eve", "email": "eve@example.com"], "created"),
        .init(
            "add without e-mail", ["action": "add", "username": "eve"],
            "rejected:field.email.missing"),
        .init(
            "add without username", ["action": "add", "email": "eve@example.com"],
            "rejected:field.username.missing"),
        .init(
            "add of one who is there",
            ["action": "add", "username": "bob", "email": "bob@example.com"], "unchanged"),
        .init(
            "add of one who looks otherwise",
            ["action": "add", "username": "bob", "email": "bob@example.com", "department": "X"],
            "rejected:match.user.exists"),
        .init("update", to("update", "ada", ["department": "Sales"]), "updated"),
        .init(
            "update of nobody", to("update", "eve", ["department": "Sales"]),
            "rejected:match.user.not-found"),
        .init(
            "update to a taken key", to("update", "ada", ["email": "bob@example.com"]),
            "rejected:match.user.ambiguous"),
        .init(
            "update, second time", to("update", "ada", ["department": "Sales"]), "unchanged",
            before: [to("update", "ada", ["department": "Sales"])]),
        .init(
            "upsert", ["action": "upsert", "username": "eve", "email": "eve@example.com"],
            "created"),
        .init("skip", to("skip", "ada"), "skipped"),
        .init(
            "unknown app", to("update", "ada", ["apps": "+wiki"]), "rejected:policy.app.unknown"),
        .init(
            "expiry in a description", to("update", "ada", day), "updated",
            detail: "password_expires: (none) → 2049-06-01"),
        .init(
            "expiry of an invited user",
            to("update", "bob", ["department": "X", "password_expires": "2049-06-01"]),
            "updated:field.value.dropped"),
        .init(
            "disabling by description", to("update", "ada", ["enabled": "false"]), "disabled"),
    ]

    static let settings: [ActionCase] = [
        .init(
            "groups", to("add-to-groups", "ada", ["groups": "x"]), "applied:policy.group.created"),
        .init("no groups", to("add-to-groups", "ada"), "rejected:field.groups.missing"),
        .init("groups again", to("add-to-groups", "ada", ["groups": "staff"]), "unchanged"),
        .init(
            "leaving", to("remove-from-groups", "ada", ["groups": "staff"]), "applied",
            detail: "-staff"),
        .init(
            "leaving what one is not in", to("remove-from-groups", "bob", ["groups": "staff"]),
            "unchanged"),
        .init(
            "leaving an unknown group", to("remove-from-groups", "ada", ["groups": "x"]),
            "rejected:policy.group.unknown"),
        .init(
            "leaving without groups", to("remove-from-groups", "ada"),
            "rejected:field.groups.missing"),
        .init(
            "method", to("set-second-factor", "ada", ["second_factor": "otp-sms"]), "applied"),
        .init(
            "method without a phone",
            to("set-second-factor", "bob", ["second_factor": "otp-sms"]),
            "rejected:policy.second-factor.no-phone"),
        .init(
            "unknown method", to("set-second-factor", "ada", ["second_factor": "pigeon"]),
            "rejected:field.second-factor.unknown"),
        .init("no method", to("set-second-factor", "ada"), "rejected:field.second-factor.missing"),
        .init(
            "method again", to("set-second-factor", "ada", ["second_factor": "otp-sms"]),
            "unchanged", before: [to("set-second-factor", "ada", ["second_factor": "otp-sms"])]),
        .init("limit", to("set-device-limit", "ada", ["device_limit": "5"]), "applied"),
        .init("no limit", to("set-device-limit", "ada"), "rejected:field.device-limit.missing"),
        .init(
            "limit of 0", to("set-device-limit", "ada", ["device_limit": "0"]),
            "rejected:policy.device-limit.below-minimum"),
        .init(
            "limit of 101", to("set-device-limit", "ada", ["device_limit": "101"]),
            "rejected:policy.device-limit.above-maximum"),
        .init(
            "limit again", to("set-device-limit", "ada", ["device_limit": "default"]), "unchanged"),
        .init("disable", to("disable", "ada"), "disabled"),
        .init("disable again", to("disable", "dora"), "unchanged"),
        .init("enable", to("enable", "dora"), "enabled"),
        .init("enable again", to("enable", "ada"), "unchanged"),
        .init(
            "delete",
            ["action": "delete", "username": "ada", "email": "ada@example.com"], "deleted"),
        .init(
            "delete without e-mail", ["action": "delete", "username": "ada"],
            "rejected:field.email.missing"),
        .init(
            "delete without username", ["action": "delete", "email": "ada@example.com"],
            "rejected:field.username.missing"),
        .init(
            "delete with another's e-mail",
            ["action": "delete", "username": "ada", "email": "bob@example.com"],
            "rejected:match.email.differs"),
        .init(
            "delete of a protected user",
            ["action": "delete", "username": "root", "email": "root@example.com"],
            "rejected:policy.user.protected"),
        .init(
            "delete again",
            ["action": "delete", "username": "ada", "email": "ada@example.com"],
            "rejected:match.user.not-found",
            before: [["action": "delete", "username": "ada", "email": "ada@example.com"]]),
    ]

    static let credentials: [ActionCase] = [
        .init(
            "enrol", to("enrol-second-factor", "ada", push), "applied", detail: "enrolled: push"),
        .init(
            "enrol TOTP", to("enrol-second-factor", "ada", ["second_factor": "totp"]), "applied"),
        .init(
            "enrol nothing", to("enrol-second-factor", "ada"),
            "rejected:field.second-factor.missing"),
        .init(
            "enrol what needs none",
            to("enrol-second-factor", "ada", ["second_factor": "otp-email"]),
            "rejected:policy.second-factor.no-enrolment"),
        .init(
            "enrol without a gateway", to("enrol-second-factor", "ada", push),
            "rejected:policy.second-factor.no-gateway",
            settings: "policy: {gateways: {push: off}}\n"),
        .init(
            "enrol again", to("enrol-second-factor", "ada", push),
            "unchanged:policy.second-factor.enrolled",
            before: [to("enrol-second-factor", "ada", push)]),
        .init(
            "reset MFA", to("reset-mfa", "ada", why), "applied",
            detail: "enrolments removed: push", before: [to("enrol-second-factor", "ada", push)]),
        .init(
            "reset MFA without a reason", to("reset-mfa", "ada"), "rejected:field.reason.missing"),
        .init("reset MFA of nothing", to("reset-mfa", "ada", why), "unchanged"),
        .init(
            "reset MFA takes backup codes", to("reset-mfa", "ada", why), "applied",
            detail: "backup codes", before: [to("generate-backup-code", "ada")]),
        .init(
            "remove identity", to("remove-identity", "ada"), "applied", detail: "begins anew"),
        .init("remove identity of an invited user", to("remove-identity", "bob"), "unchanged"),
        .init(
            "remove identity again", to("remove-identity", "ada"), "unchanged",
            before: [to("remove-identity", "ada")]),
        .init(
            "reset password", to("reset-password", "ada"), "applied",
            detail: "mail: password-reset"),
        .init("reset an invited user's password", to("reset-password", "bob"), "applied"),
        .init(
            "reset a disabled user's password", to("reset-password", "dora"),
            "rejected:policy.user.disabled"),
        .init(
            "reset password again", to("reset-password", "ada"), "applied",
            before: [to("reset-password", "ada")]),
        .init(
            "expiry", to("set-password-expiry", "ada", day), "applied",
            detail: "mail: password-expiring due 2049-06-01T00:00:00Z"),
        .init(
            "no expiry", to("set-password-expiry", "ada"),
            "rejected:field.password-expires.missing"),
        .init(
            "expiry of an invited user's password", to("set-password-expiry", "bob", day),
            "rejected:policy.user.not-onboarded"),
        .init(
            "expiry again", to("set-password-expiry", "ada", day), "unchanged",
            before: [to("set-password-expiry", "ada", day)]),
        .init(
            "expiry taken back",
            to("set-password-expiry", "ada", ["password_expires": "(clear)"]), "applied",
            detail: "2049-06-01 → (none)", before: [to("set-password-expiry", "ada", day)]),
        .init(
            "backup codes", to("generate-backup-code", "ada", ["count": "3"]), "applied",
            detail: "backup codes: 3 new"),
        .init(
            "backup codes off", to("generate-backup-code", "ada"),
            "rejected:policy.backup-codes.off", settings: ActionCase.off),
        .init(
            "eleven backup codes", to("generate-backup-code", "ada", ["count": "11"]),
            "rejected:field.count.malformed"),
        .init(
            "backup codes again", to("generate-backup-code", "ada"), "applied",
            before: [to("generate-backup-code", "ada")]),
        .init(
            "resend", to("resend-onboarding", "bob"), "applied", detail: "mail: onboarding"),
        .init(
            "resend to one who is done", to("resend-onboarding", "ada"),
            "rejected:policy.user.onboarded"),
        .init(
            "resend to a disabled user", to("resend-onboarding", "bob"),
            "rejected:policy.user.disabled", before: [to("disable", "bob")]),
        .init(
            "resend again, nothing sent yet", to("resend-onboarding", "bob"), "applied",
            before: [to("resend-onboarding", "bob")]),
    ]

    static let access: [ActionCase] = [
        .init(
            "device", to("register-device", "ada", phone), "applied", detail: "devices: +phone"),
        .init("no device", to("register-device", "ada"), "rejected:field.device.missing"),
        .init(
            "device again", to("register-device", "ada", phone), "unchanged",
            before: [to("register-device", "ada", phone)]),
        .init(
            "device renamed",
            to("register-device", "ada", ["device": "phone", "device_name": "new"]), "applied",
            before: [to("register-device", "ada", phone)]),
        .init(
            "device beyond the limit", to("register-device", "ada", ["device": "b"]),
            "rejected:policy.device-limit.reached",
            before: [
                to("set-device-limit", "ada", ["device_limit": "1"]),
                to("register-device", "ada", phone),
            ]),
        .init(
            "device in place of the oldest", to("register-device", "ada", ["device": "b"]),
            "applied", detail: "+b -phone",
            before: [
                to("set-device-limit", "ada", ["device_limit": "1"]),
                to("register-device", "ada", phone),
            ], settings: "policy: {device_limit_over: drop-oldest}\n"),
        .init(
            "limit below the devices", to("set-device-limit", "ada", ["device_limit": "1"]),
            "applied:policy.device-limit.exceeded", before: twoDevices),
        .init(
            "limit that drops the oldest", to("set-device-limit", "ada", ["device_limit": "1"]),
            "applied", detail: "devices: -phone", before: twoDevices,
            settings: "policy: {device_limit_over: drop-oldest}\n"),
        .init(
            "limit that is refused", to("set-device-limit", "ada", ["device_limit": "1"]),
            "rejected:policy.device-limit.below-registered", before: twoDevices,
            settings: "policy: {device_limit_over: refuse}\n"),
        .init(
            "device gone", to("remove-device", "ada", ["device": "phone"]), "applied",
            detail: "devices: -phone", before: [to("register-device", "ada", phone)]),
        .init("no device to remove", to("remove-device", "ada"), "rejected:field.device.missing"),
        .init(
            "device that is not there", to("remove-device", "ada", ["device": "x"]), "unchanged"),
        .init("all sessions of nobody there", to("end-sessions", "ada"), "unchanged"),
        .init(
            "unknown session", to("end-sessions", "ada", ["session": "s-0"]),
            "rejected:match.session.not-found"),
        .init(
            "impersonate", to("impersonate", "ada", why), "applied", detail: "may be acted as"),
        .init(
            "impersonate without a reason", to("impersonate", "ada"),
            "rejected:field.reason.missing"),
        .init(
            "impersonate when off", to("impersonate", "ada", why),
            "rejected:policy.impersonation.off", settings: ActionCase.off),
        .init(
            "impersonate a disabled user", to("impersonate", "dora", why),
            "rejected:policy.user.disabled"),
        .init(
            "impersonate a protected user", to("impersonate", "root", why),
            "rejected:policy.user.protected"),
        .init("groups seen", to("view-groups", "ada"), "viewed", detail: "staff"),
        .init("no groups seen", to("view-groups", "bob"), "viewed", detail: "none"),
        .init("apps seen", to("view-apps", "ada"), "viewed", detail: "none"),
        .init("sessions seen", to("view-sessions", "ada"), "viewed", detail: "none"),
        .init("nobody seen", to("view-apps", "eve"), "rejected:match.user.not-found"),
    ]

    private static var twoDevices: [[String: String]] {
        [to("register-device", "ada", phone), to("register-device", "ada", ["device": "b"])]
    }

    @Test(arguments: describing + settings) func describesAndSets(_ line: ActionCase) throws {
        try check(line)
    }

    @Test(arguments: credentials + access) func changesAccess(_ line: ActionCase) throws {
        try check(line)
    }

    private func check(_ line: ActionCase) throws {
        let (word, detail) = try line.run()
        #expect(word == line.expected, "\(detail)")
        #expect(line.detail.isEmpty || detail.contains(line.detail), "\(detail)")
    }

    @Test func everyActionStandsInTheTable() {
        let lines = Self.describing + Self.settings + Self.credentials + Self.access
        let words = Set(lines.compactMap { $0.record["action"] })
        #expect(words == Set(Action.allCases.map(\.word)))
    }

    @Test func nobodyIsFoundByAnActionOnAStranger() throws {
        let needs = [
            "groups": "staff", "second_factor": "push", "device_limit": "2", "device": "x",
            "reason": "why", "password_expires": "2049-01-01",
        ]
        let keyed: Set<Action> = [.add, .upsert, .update, .skip, .delete]
        for action in Action.allCases where !keyed.contains(action) {
            let line = ActionCase(
                action.word, to(action.word, "stranger", needs), "rejected:match.user.not-found")
            #expect(try line.run().word == line.expected, "\(action.word)")
        }
    }
}
