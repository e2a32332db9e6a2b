import Credentials
import Muster
import Testing

/// A place where Eve is invited and Ada is there already, and what is said and asked of Eve.
struct UserLife {
    let place: SignInPlace
    var workplace: Workplace { place.workplace }

    init() throws { place = try SignInPlace() }

    func configure(_ text: String) throws { try workplace.write(text, to: "muster.yaml") }

    /// Runs `muster` with these words.
    @discardableResult
    func muster(_ words: String...) -> ProcessEnding { workplace.start(words).end() }

    /// Does something to Eve that is accepted; gives what was printed.
    @discardableResult
    func act(
        _ action: String, _ more: String..., location: SourceLocation = #_sourceLocation
    ) -> String {
        let ending = workplace.start(
            ["user", action, "eve"] + more + ["--actor", "grace"]
        ).end()
        #expect(ending.status == 0, "\(action): \(ending.error)", sourceLocation: location)
        return ending.output
    }

    /// Expects what a check of Eve's sign-in prints.
    func check(
        _ said: String, _ options: String..., password: String = "new-password",
        location: SourceLocation = #_sourceLocation
    ) {
        let ending = workplace.start(
            ["login", "check", "eve", "--password-file", password] + options
        ).end()
        #expect(ending.output == said + "\n", "\(ending.error)", sourceLocation: location)
        #expect(
            ending.status == (said.hasPrefix("allowed") ? 0 : 1), sourceLocation: location)
    }

    /// Checks Eve's sign-in by the token in the file `grant`.
    func impersonate(_ more: String...) -> ProcessEnding {
        workplace.start(["login", "check", "eve", "--impersonation-file", "grant"] + more).end()
    }

    /// Redeems the token in the file `token` with the password in a file.
    func complete(_ password: String) -> ProcessEnding {
        muster(
            "onboarding", "complete", "--token-file", "token", "--password-file", password)
    }

    /// Writes the TOTP code of this moment for a secret to the file `code`.
    func writeCode(secret: String) throws {
        let key = try #require(Base32.bytes(Array(secret.utf8)))
        let step = SystemClock().now().milliseconds / 1_000 / TOTP.stepSeconds
        let code = TOTP.code(key: key, counter: UInt64(step), digits: TOTP.digits)
        try workplace.write(code + "\n", to: "code")
    }
}
