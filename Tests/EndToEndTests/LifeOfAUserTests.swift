import Foundation
import Muster
import Testing

/// One user from the invitation to the deletion, as administrators and the identity provider see it.
@Suite struct LifeOfAUserTests {
    static let invited = "policy:\n  protected:\n    users: [ada]\n"
    static let guarded = invited + "mfa:\n  required: on\nbackup_codes: on\nimpersonation: on\n"

    @Test func everyStepOfALifeShowsInTheNextSignIn() throws {
        let life = try UserLife()
        try life.configure(Self.invited)
        try invitation(life)
        try secondFactors(life)
        devices(life)
        try expiry(life)
        try impersonation(life)
        try end(life)
    }

    private func invitation(_ life: UserLife) throws {
        #expect(
            life.act("add", "eve@example.com", "--mail", "--groups", "staff")
                .hasPrefix("created eve"))
        #expect(try life.place.numbers("SELECT kind FROM mail_queue WHERE user_id = 2") == [1])
        try life.workplace.write("the first long password\n", to: "new-password")
        try life.workplace.write("the second long password\n", to: "newer-password")
        life.check("denied eve: not-onboarded")
        try life.place.mail(to: "eve")
        let first = life.complete("new-password")
        #expect(first.output == "applied eve: password set, onboarding complete\n")
        #expect(first.status == 0)
        let second = life.complete("newer-password")
        #expect(second.status == 1 && second.error.contains("[policy.link.invalid]"))
        life.check("denied eve: password-wrong", password: "newer-password")
        life.check("allowed eve")
    }

    private func secondFactors(_ life: UserLife) throws {
        try life.configure(Self.guarded)
        life.check("denied eve: second-factor-required (otp-email)")
        #expect(
            life.act("set-second-factor", "totp") == "applied eve: second_factor: default → totp\n")
        life.check("denied eve: second-factor-required (otp-email)")
        let enrolled = life.act("enrol-second-factor", "totp")
        let uri = try #require(enrolled.firstMatch(of: /otpauth:\/\/totp\/\S*secret=([A-Z2-7]+)/))
        #expect(enrolled.ranges(of: uri.1).count == 1)
        life.check("denied eve: second-factor-required (totp)")
        try life.writeCode(secret: String(uri.1))
        life.check("allowed eve", "--code-file", "code")
        life.check("denied eve: second-factor-wrong", "--code-file", "code")
        let codes = life.act("generate-backup-code")
            .matches(of: /[A-Z2-7]{4}(-[A-Z2-7]{4}){3}/).map { String($0.0) }
        #expect(codes.count == 1)
        try life.workplace.write(codes.first ?? "", to: "backup")
        life.check("allowed eve", "--code-file", "backup")
        life.check("denied eve: second-factor-wrong", "--code-file", "backup")
        life.check(
            "denied eve: second-factor-wrong", "--second-factor-passed", "otp-email")
        #expect(
            life.act("set-second-factor", "otp-email")
                == "applied eve: second_factor: totp → otp-email\n")
    }

    private func devices(_ life: UserLife) {
        let passed = ["--second-factor-passed", "otp-email", "--start-session"]
        func signIn(_ device: String) -> ProcessEnding {
            life.workplace.start(
                ["login", "check", "eve", "--password-file", "new-password", "--device", device]
                    + passed
            ).end()
        }
        #expect(life.act("set-device-limit", "2") == "applied eve: device_limit: default → 2\n")
        #expect(signIn("laptop").output.hasPrefix("allowed eve: session s-"))
        #expect(signIn("phone").output.hasPrefix("allowed eve: session s-"))
        #expect(signIn("tablet").output == "denied eve: device-limit-reached\n")
        let refused = life.muster("user", "register-device", "eve", "tablet")
        #expect(refused.status == 1 && refused.error.contains("[policy.device-limit.reached]"))
        let shown = life.act("view-sessions")
        #expect(shown.hasPrefix("viewed eve: s-") && shown.contains(" on laptop, "))
        #expect(shown.matches(of: /s-[0-9a-f]{16}\son/).count == 2)
        #expect(
            life.act("disable", "--reason", "left")
                == "disabled eve: enabled: false; sessions ended: 2\n")
        #expect(life.act("view-sessions") == "viewed eve: 2 of 2 devices: laptop, phone\n")
        life.check("denied eve: disabled")
        #expect(life.act("enable").hasPrefix("enabled eve"))
        #expect(
            life.act("reset-mfa", "--reason", "new phone")
                == "applied eve: enrolments removed: totp\n")
        life.check("denied eve: second-factor-required (otp-email)")
    }

    private func expiry(_ life: UserLife) throws {
        #expect(
            life.act("set-password-expiry", "2001-01-01")
                .hasPrefix("applied eve: password_expires: (none) → 2001-01-01"))
        life.check("denied eve: password-expired")
        #expect(life.act("reset-password") == "applied eve: mail: password-reset\n")
        try life.place.mail(to: "eve")
        #expect(life.complete("newer-password").output == "applied eve: password set anew\n")
        life.check("denied eve: password-wrong")
        life.check(
            "allowed eve", "--second-factor-passed", "otp-email", password: "newer-password")
    }

    private func impersonation(_ life: UserLife) throws {
        life.muster("apps", "create", "wiki")
        life.muster("apps", "grant", "wiki", "--group", "staff")
        let granted = life.act("impersonate", "--reason", "ticket 7")
        let token = try #require(granted.firstMatch(of: /[A-Za-z0-9_-]{43}/))
        try life.workplace.write(String(token.0), to: "grant")
        let shown = life.impersonate()
        for part in [
            "allowed eve: grace acts as this user", "Reason  ticket 7", "Groups  staff",
            "App  wiki (group staff)",
        ] { #expect(shown.output.contains(part), "\(shown.output)") }
        #expect(try life.place.numbers("SELECT uses FROM grants WHERE user_id = 2") == [1])
        #expect(
            life.impersonate("--end-impersonation").output == "ended the grant of grace for eve\n")
        #expect(life.impersonate().output == "denied eve: impersonation-invalid\n")
        for words in [
            ["impersonate", "ada", "--reason", "x"], ["delete", "ada", "ada@example.com"],
        ] {
            let ending = life.workplace.start(["user"] + words).end()
            #expect(ending.output == "rejected ada\n" && ending.status == 1)
            #expect(ending.error.contains("[policy.user.protected]"))
        }
    }

    private func end(_ life: UserLife) throws {
        #expect(life.act("remove-identity").contains("password: removed"))
        life.check("denied eve: not-onboarded", password: "newer-password")
        #expect(life.act("delete", "eve@example.com").hasPrefix("deleted "))
        life.check("denied eve: unknown-user", password: "newer-password")
        let shown = life.muster("audit", "show", "--user", "eve", "--format", "json")
        let lines =
            try JSONSerialization.jsonObject(with: Data(shown.output.utf8)) as? [[String: Any]]
        let told = (lines ?? []).reversed().map { "\($0["action"] ?? "")" }
        #expect(told == Self.story)
        #expect(!shown.output.contains("eve"), "the entries of the deleted name nobody")
        let verified = life.muster("audit", "verify")
        #expect(verified.status == 0, "\(verified.output)")
    }

    /// What the log tells of Eve, the oldest first.
    static let story = [
        "add", "onboarding.completed", "set-second-factor", "enrol-second-factor",
        "generate-backup-code", "backup-code.used", "set-second-factor", "set-device-limit",
        "device.registered",
        "session.started", "device.registered", "session.started", "view-sessions", "disable",
        "view-sessions", "enable", "reset-mfa", "set-password-expiry", "reset-password",
        "password-reset.completed", "impersonate", "impersonation.used", "impersonation.ended",
        "remove-identity", "delete",
    ]
}
