import Testing

/// TOTP codes and backup codes at sign-in.
@Suite struct LoginCodeTests {
    static let configuration = "mfa:\n  required: on\n"

    @Test func aBackupCodeServesOnceForAnyMethod() throws {
        let place = try SignInPlace(configuration: Self.configuration)
        try place.giveBackupCodes()
        #expect(place.check().output == "denied ada: second-factor-required (otp-email)\n")
        #expect(place.check("--code-file", "code").output == "allowed ada\n")
        #expect(place.check("--code-file", "code").output == "denied ada: second-factor-wrong\n")
        #expect(try place.events == ["backup-code.used"])
    }

    @Test func aDeniedSignInLeavesTheCode() throws {
        let place = try SignInPlace(configuration: Self.configuration)
        try place.giveBackupCodes()
        place.muster("apps", "create", "wiki")
        #expect(place.check("--code-file", "code", "--app", "wiki").status == 1)
        #expect(
            place.muster(
                "login", "check", "ada", "--password-file", "wrong", "--code-file", "code"
            ).status == 1)
        #expect(place.check("--code-file", "code").status == 0)
    }

    @Test func ofManyWithOneBackupCodeOneGetsIn() throws {
        let place = try SignInPlace(configuration: Self.configuration)
        try place.giveBackupCodes()
        let endings = place.together((1...4).map { _ in ["--code-file", "code"] })
        #expect(endings.map(\.status).sorted() == [0, 1, 1, 1])
        #expect(try place.events == ["backup-code.used"])
    }

    @Test func ofManyWithOneTOTPCodeOneGetsIn() throws {
        let place = try SignInPlace(configuration: Self.configuration)
        place.muster("user", "set-second-factor", "ada", "totp")
        try place.enrolTOTP()
        #expect(place.check().output == "denied ada: second-factor-required (totp)\n")
        let endings = place.together((1...4).map { _ in ["--code-file", "code"] })
        #expect(endings.map(\.status).sorted() == [0, 1, 1, 1])
        #expect(place.check("--code-file", "code").output == "denied ada: second-factor-wrong\n")
    }

    @Test func theIdentityProviderVouchesForWhatItVerified() throws {
        let place = try SignInPlace(configuration: Self.configuration)
        #expect(place.check("--second-factor-passed", "otp-email").output == "allowed ada\n")
        for method in ["totp", "none", "otp-sms", "webauthn"] {
            #expect(
                place.check("--second-factor-passed", method).output
                    == "denied ada: second-factor-wrong\n", "\(method)")
        }
    }

    @Test func anOlderHashIsUpgradedAtTheNextCheck() throws {
        let place = try SignInPlace()
        try place.setOlderHash()
        let before = try place.texts("SELECT password_hash FROM users")
        #expect(place.check("--device", "new").status == 0)
        let after = try place.texts("SELECT password_hash FROM users")
        #expect(before != after && after[0].hasPrefix("$argon2id$"))
        #expect(place.check().status == 0)
        #expect(try place.texts("SELECT password_hash FROM users") == after)
        #expect(try place.events == ["password-hash.upgraded"])
    }
}
