import Foundation
import Muster
import Provisioning
import SQLiteDirectory
import Testing

/// Who has not set a password, and setting it by a mailed link.
@Suite struct OnboardingCommandTests {
    static let password = "a long enough password"

    /// A place where Eve is invited by mail.
    static func place(configuration: String = "") throws -> SignInPlace {
        let place = try SignInPlace(configuration: configuration)
        place.muster("user", "add", "eve", "eve@example.com", "--mail", "--quiet")
        try place.workplace.write(password, to: "new-password")
        return place
    }

    static func complete(_ place: SignInPlace, _ more: String...) -> ProcessEnding {
        place.workplace.start(
            ["onboarding", "complete", "--token-file", "token", "--password-file", "new-password"]
                + more
        ).end()
    }

    @Test func theInvitedSetTheirPasswordOnce() throws {
        let place = try Self.place()
        try place.mail(to: "eve")
        #expect(
            place.muster("login", "check", "eve", "--password-file", "new-password").output
                == "denied eve: not-onboarded\n")
        let first = Self.complete(place)
        #expect(first.output == "applied eve: password set, onboarding complete\n")
        #expect(first.status == 0 && first.error.isEmpty)
        #expect(
            place.muster("login", "check", "eve", "--password-file", "new-password").status == 0)
        let second = Self.complete(place)
        #expect(second.status == 1 && second.error.contains("[policy.link.invalid]"))
        #expect(try place.events == ["onboarding.completed"])
    }

    @Test func aResetEndsSessions() throws {
        let place = try Self.place()
        place.check("--start-session")
        place.muster("user", "reset-password", "ada")
        try place.mail(to: "ada")
        #expect(Self.complete(place).output == "applied ada: password set anew\n")
        #expect(try place.numbers("SELECT count(*) FROM sessions") == [0])
        #expect(place.check().output == "denied ada: password-wrong\n")
        #expect(
            place.muster("login", "check", "ada", "--password-file", "new-password").status == 0)
    }

    @Test func aLinkEnds() throws {
        let place = try Self.place()
        try place.mail(to: "eve", hoursAgo: 71)
        let token = try place.workplace.read("token")
        try place.mail(to: "eve")
        #expect(try place.workplace.read("token") == token)
        #expect(Self.complete(place).status == 0)
        let other = try Self.place()
        try other.mail(to: "eve", hoursAgo: 72)
        let ending = Self.complete(other, "--format", "json")
        #expect(ending.status == 1 && ending.error.contains("[policy.link.expired]"))
        let object = try LoginReasonTests.object(ending)
        #expect(object["outcome"] as? String == "rejected")
        #expect(object["username"] as? String == "eve")
    }

    @Test func theDisabledAndTheResentComeTooLate() throws {
        let place = try Self.place()
        try place.mail(to: "eve")
        place.muster("user", "disable", "eve")
        #expect(Self.complete(place).error.contains("[policy.link.invalid]"))
        let other = try Self.place()
        try other.mail(to: "eve", hoursAgo: 1)
        #expect(other.muster("user", "resend-onboarding", "eve").status == 0)
        #expect(Self.complete(other).error.contains("[policy.link.invalid]"))
        try other.mail(to: "eve")
        #expect(Self.complete(other).status == 0)
    }

    @Test func aBadPasswordLeavesTheLinkGood() throws {
        let place = try Self.place(
            configuration: "policy:\n  password_words: [acme]\n")
        place.muster("user", "add", "edith", "e@example.com", "--mail", "--quiet")
        try place.mail(to: "edith")
        try place.workplace.write("Edith-acme", to: "new-password")
        let refused = Self.complete(place)
        #expect(refused.output == "rejected edith\n" && refused.status == 1)
        #expect(refused.error.contains("[field.password.forbidden-word]"))
        #expect(refused.error.contains("[field.password.contains-user]"))
        #expect(!refused.error.contains("Edith-acme"))
        try place.workplace.write("shorter", to: "new-password")
        #expect(Self.complete(place).error.contains("[field.password.too-short]"))
        try place.workplace.write(Self.password, to: "new-password")
        #expect(Self.complete(place).status == 0)
    }

    @Test func aPasswordThatIsTheOnlyFactorIsLonger() throws {
        let place = try Self.place()
        place.muster("user", "set-second-factor", "eve", "none")
        try place.mail(to: "eve")
        try place.workplace.write("fourteen bytes", to: "new-password")
        #expect(Self.complete(place).error.contains("[field.password.too-short]"))
        try place.workplace.write("fifteen bytes !", to: "new-password")
        #expect(Self.complete(place).status == 0)
    }

    @Test func ofTwoWithOneLinkOneSetsThePassword() throws {
        let place = try Self.place()
        try place.mail(to: "eve")
        let words = [
            "onboarding", "complete", "--token-file", "token", "--password-file", "new-password",
        ]
        let processes = [place.workplace.start(words), place.workplace.start(words)]
        let endings = processes.map { $0.end() }
        #expect(endings.map(\.status).sorted() == [0, 1])
        #expect(endings.contains { $0.error.contains("[policy.link.invalid]") })
        #expect(try place.events == ["onboarding.completed"])
    }

    @Test func theListSaysWhoWaitsAndForWhat() throws {
        let place = try Self.place()
        for (name, days) in [("bob", 2), ("cyd", 8), ("dan", 40)] {
            place.muster("user", "add", name, "\(name)@example.com", "--no-mail", "--quiet")
            try place.execute(
                "UPDATE users SET onboarding_since = ? WHERE username_key = ?",
                [SystemClock().now().milliseconds - Int64(days) * 86_400_000, name])
        }
        let all = place.muster("onboarding", "list")
        let fields = all.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        #expect(fields.map { $0[0] } == ["dan", "cyd", "bob", "eve"])
        #expect(
            fields.map { $0[3] }
                == ["over-30-days", "7-30-days", "1-3-days", "under-1-day"])
        #expect(fields[0][4] == "never" && fields[3][4].hasPrefix("queued "))
        try place.mail(to: "eve")
        let never = place.muster("onboarding", "list", "--never-mailed", "--format", "json")
        #expect(!never.output.contains("eve") && never.output.contains("dan"))
        let young = place.muster("onboarding", "list", "--band", "under-1-day").lines
        #expect(young.count == 1 && young[0].contains("\tsent "))
        #expect(place.muster("onboarding", "list", "--band", "old").status == 64)
    }

    @Test func secretsAreAskedForOnATerminalOnly() throws {
        let place = try SignInPlace()
        let asked = place.muster("onboarding", "complete", "--token-file", "password")
        #expect(asked.status == 64 && asked.error.contains("no terminal"))
    }
}
