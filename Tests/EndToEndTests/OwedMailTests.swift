import Foundation
import Testing

/// What stands in the mail queue after feeds and commands.
@Suite struct OwedMailTests {
    private static func queue(_ place: SignInPlace) throws -> [String] {
        try MailQueue.owed(of: place.workplace.path("muster.sqlite"))
    }

    /// Imports a feed of these lines.
    @discardableResult
    private static func load(
        _ place: SignInPlace, _ lines: String..., options: [String] = []
    ) throws -> ProcessEnding {
        try place.workplace.write(lines.joined(separator: "\n") + "\n", to: "feed.csv")
        return place.workplace.start(["import", "feed.csv", "--quiet"] + options).end()
    }

    @Test func commandsOweNotices() throws {
        let place = try SignInPlace(configuration: "mail: {notices: on}\n")
        place.muster("user", "set-second-factor", "ada", "none")
        #expect(try Self.queue(place) == ["second-factor-changed ada"])
        place.muster("user", "enrol-second-factor", "ada", "push")
        place.muster("user", "reset-mfa", "ada", "lost")
        #expect(try Self.queue(place) == Array(repeating: "second-factor-changed ada", count: 3))
        place.muster("user", "disable", "ada", "--no-mail")
        #expect(try Self.queue(place).count == 3)
        place.muster("user", "enable", "ada")
        place.muster("user", "update", "ada", "--email", "ada@new.example")
        place.muster("user", "disable", "ada")
        let owed = try Self.queue(place).filter { !$0.hasPrefix("second-factor") }
        #expect(owed == ["account-disabled ada", "email-changed ada to ada@example.com"])
        place.muster("user", "enable", "ada")
        #expect(try Self.queue(place).contains("account-disabled ada") == false)
    }

    @Test func feedOwesEachNoticeOnce() throws {
        let place = try SignInPlace(configuration: "mail: {notices: on}\n")
        let feed = [
            "action,user,username,email,second_factor,enabled,reason",
            "update,ada,,ada@new.example,none,,", "disable,ada,,,,,left",
        ]
        let owed = [
            "account-disabled ada", "email-changed ada to ada@example.com",
            "second-factor-changed ada",
        ]
        for options in [[], [], ["--again"]] {
            let ending = try Self.load(place, feed[0], feed[1], feed[2], options: options)
            #expect(ending.status == 0, "\(ending.error)")
            #expect(try Self.queue(place) == owed)
        }
    }

    static let switches: [(configuration: String, options: [String], cell: String, owes: Bool)] = [
        ("", [], "", false),
        ("mail: {notices: on}", [], "", true),
        ("mail: {onboarding: on}", [], "", false),
        ("feeds: {default: {mail: {notices: on}}}", [], "", true),
        ("mail: {notices: on}\nfeeds: {default: {mail: {notices: off}}}", [], "", false),
        ("feeds: {default: {mail: {notices: off}}}", ["--mail"], "", true),
        ("", ["--mail"], "no", false),
        ("", [], "yes", true),
        ("mail: {notices: on}", ["--no-mail"], "yes", false),
    ]

    @Test(arguments: switches) func noticeIsSwitched(
        _ line: (configuration: String, options: [String], cell: String, owes: Bool)
    ) throws {
        let place = try SignInPlace(configuration: line.configuration + "\n")
        try Self.load(
            place, "action,username,send_mail", "disable,ada,\(line.cell)", options: line.options)
        #expect(try Self.queue(place) == (line.owes ? ["account-disabled ada"] : []))
    }

    @Test func onboardingMailFollowsTheStart() throws {
        let place = try SignInPlace(
            configuration: "mail: {onboarding: on, days_before_start: 7}\n")
        try Self.load(
            place, "username,email,start_date", "eve,eve@example.com,2049-01-11",
            "bob,bob@example.com,2020-01-11", "cyd,cyd@example.com,")
        let others = ["onboarding bob", "onboarding cyd"]
        #expect(try Self.queue(place) == others + ["onboarding eve due 2049-01-04"])
        for _ in 0..<2 {
            try Self.load(place, "username,email,start_date", "eve,eve@example.com,2049-02-01")
            #expect(try Self.queue(place) == others + ["onboarding eve due 2049-01-25"])
        }
        place.muster("user", "disable", "eve")
        #expect(try Self.queue(place) == others)
        place.muster("user", "enable", "eve")
        #expect(try Self.queue(place) == others + ["onboarding eve due 2049-01-25"])
        place.muster("user", "update", "eve", "--start-date", "(clear)")
        #expect(try Self.queue(place) == others + ["onboarding eve"])
        place.muster("user", "update", "eve", "--start-date", "2049-03-01")
        #expect(try Self.queue(place) == others + ["onboarding eve due 2049-02-22"])
        place.muster("user", "resend-onboarding", "eve")
        #expect(try Self.queue(place) == others + ["onboarding eve"])
        place.muster("user", "delete", "eve", "eve@example.com")
        #expect(try Self.queue(place) == others)
    }

    @Test func removedIdentityOwesOneMail() throws {
        let place = try SignInPlace(configuration: "mail: {notices: on}\n")
        let quiet = place.muster("user", "remove-identity", "ada", "--no-mail")
        #expect(quiet.status == 0)
        #expect(try Self.queue(place) == [])
        let told = try SignInPlace(configuration: "mail: {notices: on}\n")
        told.muster("user", "remove-identity", "ada")
        #expect(try Self.queue(told) == ["password-changed ada"])
        let invited = try SignInPlace(configuration: "mail: {notices: on, onboarding: on}\n")
        invited.muster("user", "remove-identity", "ada")
        #expect(try Self.queue(invited) == ["onboarding ada"])
    }

    @Test func passwordThatWasResetByLinkIsTold() throws {
        for (configuration, owed) in [
            ("", []), ("mail: {notices: on}\n", ["password-changed ada"]),
        ] {
            let place = try SignInPlace(configuration: configuration)
            try place.workplace.write(OnboardingCommandTests.password, to: "new-password")
            place.muster("user", "reset-password", "ada")
            try place.mail(to: "ada")
            #expect(OnboardingCommandTests.complete(place).status == 0)
            #expect(try Self.queue(place).filter { !$0.hasPrefix("password-reset") } == owed)
        }
    }

    @Test func firstPasswordIsNoNotice() throws {
        let place = try OnboardingCommandTests.place(configuration: "mail: {notices: on}\n")
        try place.mail(to: "eve")
        #expect(OnboardingCommandTests.complete(place).status == 0)
        #expect(try Self.queue(place).filter { $0.hasPrefix("password-changed") } == [])
    }

    @Test func mailAboutThePasswordsEndIsDueThen() throws {
        let place = try SignInPlace()
        place.muster("user", "set-password-expiry", "ada", "2049-06-01")
        #expect(try Self.queue(place) == ["password-expiring ada due 2049-06-01"])
        place.muster("user", "set-password-expiry", "ada", "2049-07-01", "--no-mail")
        #expect(try Self.queue(place) == ["password-expiring ada due 2049-07-01"])
        // Who is disabled may be enabled again before that day.
        place.muster("user", "disable", "ada")
        place.muster("user", "enable", "ada")
        #expect(try Self.queue(place) == ["password-expiring ada due 2049-07-01"])
        place.muster("user", "set-password-expiry", "ada", "(clear)")
        #expect(try Self.queue(place) == [])
        place.muster("user", "set-password-expiry", "ada", "2049-07-01")
        #expect(try Self.queue(place) == ["password-expiring ada due 2049-07-01"])
        place.muster("user", "remove-identity", "ada")
        #expect(try Self.queue(place) == [])
    }
}
