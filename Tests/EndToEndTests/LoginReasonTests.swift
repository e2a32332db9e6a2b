import Foundation
import Testing

/// Every reason against signing in, through the command.
@Suite struct LoginReasonTests {
    @Test func whoShowsThePasswordIsAllowed() throws {
        let place = try SignInPlace()
        let ending = place.check()
        #expect(ending.output == "allowed ada\n" && ending.error.isEmpty && ending.status == 0)
        for name in ["ADA", "ada@example.com", "id:1"] {
            #expect(
                place.muster("login", "check", name, "--password-file", "password").output
                    == "allowed ada\n")
        }
    }

    /// Commands that make a reason apply, and what the check then says.
    static let cases: [(commands: [[String]], options: [String], output: String)] = [
        ([["user", "disable", "ada"]], [], "disabled"),
        ([["user", "update", "ada", "--start-date", "2999-01-01"]], [], "not-started"),
        ([["user", "update", "ada", "--end-date", "2001-01-01"]], [], "ended"),
        ([["user", "remove-identity", "ada"]], [], "not-onboarded"),
        ([["user", "set-password-expiry", "ada", "2001-01-01"]], [], "password-expired"),
        (
            [["apps", "create", "vault", "--mfa", "on"]], ["--app", "vault"],
            "second-factor-required (otp-email)"
        ),
        ([], ["--second-factor-passed", "totp"], "second-factor-wrong"),
        ([], ["--code-file", "wrong"], "second-factor-wrong"),
        ([["apps", "create", "wiki"]], ["--app", "wiki"], "app-not-assigned"),
        (
            [
                ["user", "set-device-limit", "ada", "1"],
                ["user", "register-device", "ada", "first"],
            ], ["--device", "second"], "device-limit-reached"
        ),
    ]

    @Test(arguments: cases.indices) func eachReasonIsGiven(index: Int) throws {
        let (commands, options, output) = Self.cases[index]
        let place = try SignInPlace()
        for command in commands {
            let ending = place.workplace.start(command).end()
            #expect(ending.status == 0, "\(command): \(ending.error)")
        }
        let ending = place.start(options).end()
        #expect(ending.output == "denied ada: \(output)\n")
        #expect(ending.error.hasPrefix("muster: ") && !ending.error.contains("ada"))
        #expect(ending.status == 1)
    }

    @Test func passwordsAreAskedForAndChecked() throws {
        let place = try SignInPlace()
        #expect(
            place.muster("login", "check", "ada").output == "denied ada: password-required\n")
        #expect(
            place.muster("login", "check", "ada", "--password-file", "wrong").output
                == "denied ada: password-wrong\n")
        let piped = place.muster(
            "login", "check", "ada", "--password-file", "-", input: SignInPlace.password)
        #expect(piped.status == 0)
        #expect(
            place.muster("login", "check", "nobody", "--password-file", "password").output
                == "denied nobody: unknown-user\n")
    }

    @Test func programsGetOneObject() throws {
        let place = try SignInPlace()
        place.muster("apps", "create", "wiki")
        place.muster("apps", "grant", "wiki", "--group", "staff", "--user", "ada")
        let allowed = try Self.object(
            place.check("--app", "wiki", "--device", "d1", "--start-session", "--format", "json"))
        #expect(allowed["decision"] as? String == "allowed")
        #expect(allowed["reason"] is NSNull && allowed["grant"] is NSNull)
        #expect(allowed["user"] as? Int == 1)
        #expect(allowed["device_registered"] as? Bool == true)
        #expect((allowed["session"] as? String)?.wholeMatch(of: /s-[0-9a-f]{16}/) != nil)
        #expect(allowed["groups"] as? [String] == ["staff"])
        let app = try #require((allowed["apps"] as? [[String: Any]])?.first)
        #expect(app["direct"] as? Bool == true && app["groups"] as? [String] == ["staff"])
        let denied = try Self.object(
            place.muster("login", "check", "ada", "--format", "json"))
        #expect(denied["decision"] as? String == "denied")
        #expect(denied["reason"] as? String == "password-required")
        #expect((denied["groups"] as? [Any])?.isEmpty == true)
    }

    static func object(_ ending: ProcessEnding) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
        return try #require(object as? [String: Any])
    }

    @Test func whatCannotBeIsRejectedAndWhatIsMisspelledIsUsage() throws {
        let place = try SignInPlace()
        let unknown = place.check("--app", "nothing")
        #expect(unknown.status == 1 && unknown.error.contains("[policy.app.unknown]"))
        let method = place.check("--second-factor-passed", "magic")
        #expect(method.status == 1 && method.error.contains("[field.second-factor.unknown]"))
        #expect(place.check("--device", "a\u{7}b").status == 1)
        for options in [
            ["--code-file", "-", "--password-file", "-"], ["--device-name", "x"],
            ["--end-impersonation"], ["--impersonation-file", "wrong"],
            ["--code-file", "wrong", "--second-factor-passed", "otp-sms"],
        ] {
            #expect(place.start(options).end().status == 64, "\(options)")
        }
        #expect(place.check("--code-file", "missing").status == 66)
        place.workplace.remove("muster.sqlite")
        #expect(place.check().status == 66)
    }

    @Test func aCheckThatRecordsNothingWritesNothing() throws {
        let place = try SignInPlace()
        let before =
            try place.numbers("PRAGMA data_version")
            + place.numbers(
                "SELECT count(*) FROM audit")
        let files = place.workplace.names
        place.check()
        place.check("--device", "new", "--app", "none")
        place.muster("login", "check", "nobody")
        #expect(
            try place.numbers("PRAGMA data_version")
                + place.numbers("SELECT count(*) FROM audit") == before)
        #expect(place.workplace.names == files)
        #expect(try place.numbers("SELECT count(*) FROM devices") == [0])
    }
}
