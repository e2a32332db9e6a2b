import Foundation
import Provisioning
import Testing

/// Acting as a user by a grant.
@Suite struct ImpersonationTests {
    static let configuration = "impersonation: on\n"

    static func check(_ place: SignInPlace, _ more: String...) -> ProcessEnding {
        place.workplace.start(["login", "check", "ada", "--impersonation-file", "grant"] + more)
            .end()
    }

    @Test func theDashboardOfTheUserIsShown() throws {
        let place = try SignInPlace(configuration: Self.configuration)
        place.muster("apps", "create", "wiki")
        place.muster("apps", "grant", "wiki", "--group", "staff")
        try place.grant()
        let ending = Self.check(place)
        #expect(ending.status == 0)
        for part in [
            "allowed ada: grace acts as this user", "Reason  a ticket", "Groups  staff",
            "App  wiki (group staff), never accessed",
        ] { #expect(ending.output.contains(part), "\(ending.output)") }
        #expect(Self.check(place).status == 0)
        #expect(try place.numbers("SELECT uses FROM grants") == [2])
        #expect(try place.events == ["impersonation.used", "impersonation.used"])
        let json = try LoginReasonTests.object(Self.check(place, "--format", "json"))
        let grant = try #require(json["grant"] as? [String: Any])
        #expect(grant["actor"] as? String == "grace" && grant["uses"] as? Int == 3)
    }

    @Test func aGrantIsEnded() throws {
        let place = try SignInPlace(configuration: Self.configuration)
        try place.grant()
        #expect(
            Self.check(place, "--end-impersonation").output == "ended the grant of grace for ada\n")
        let ending = Self.check(place)
        #expect(ending.output == "denied ada: impersonation-invalid\n" && ending.status == 1)
        #expect(try place.events == ["impersonation.ended"])
    }

    @Test func theEndOfAnExpiredGrantIsLoggedByTheNextCheck() throws {
        let place = try SignInPlace(configuration: Self.configuration)
        try place.grant(minutesLeft: 0)
        #expect(place.check().status == 0)
        #expect(try place.events == ["impersonation.ended"])
        #expect(Self.check(place).output == "denied ada: impersonation-invalid\n")
        #expect(try place.events == ["impersonation.ended"])
    }

    /// What happens after the grant was made, and the reason.
    static let refused: [(commands: [[String]], configuration: String, reason: String)] = [
        ([["user", "disable", "ada"]], configuration, "disabled"),
        ([["user", "update", "ada", "--end-date", "2001-01-01"]], configuration, "ended"),
        ([], "impersonation: off\n", "impersonation-invalid"),
        (
            [], configuration + "policy:\n  protected:\n    users: [ada]\n",
            "impersonation-invalid"
        ),
    ]

    @Test(arguments: refused.indices) func whoMustNotBeImpersonatedIsNot(index: Int) throws {
        let (commands, configuration, reason) = Self.refused[index]
        let place = try SignInPlace(configuration: Self.configuration)
        try place.grant()
        for command in commands { #expect(place.workplace.start(command).end().status == 0) }
        try place.workplace.write(configuration, to: "muster.yaml")
        let ending = Self.check(place)
        #expect(ending.output == "denied ada: \(reason)\n" && ending.status == 1)
    }

    @Test func aGrantIsForOneUserAndOneToken() throws {
        let place = try SignInPlace(configuration: Self.configuration)
        try place.grant()
        place.muster("user", "add", "eve", "eve@example.com", "--quiet")
        #expect(
            place.muster("login", "check", "eve", "--impersonation-file", "grant").output
                == "denied eve: impersonation-invalid\n")
        #expect(
            place.muster("login", "check", "ada", "--impersonation-file", "password").output
                == "denied ada: impersonation-invalid\n")
        #expect(try place.numbers("SELECT uses FROM grants") == [0])
        place.muster("apps", "create", "wiki")
        #expect(Self.check(place, "--app", "wiki").output == "denied ada: app-not-assigned\n")
    }
}
