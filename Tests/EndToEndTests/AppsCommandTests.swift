import Foundation
import Testing

/// Applications through the command.
@Suite struct AppsCommandTests {
    @Test func anApplicationIsMadeAssignedAndDeleted() throws {
        let place = try SignInPlace()
        #expect(
            place.muster("apps", "create", "wiki", "--mfa", "on").output
                == "created application wiki\n")
        let granted = place.muster("apps", "grant", "wiki", "--group", "staff", "--user", "ada")
        #expect(granted.status == 0)
        #expect(granted.lines.first == "granted wiki: group staff")
        #expect(granted.lines.last?.hasPrefix("updated ada") == true)
        #expect(place.muster("apps", "list").output == "wiki\ton\tstaff\t1\n")
        #expect(place.muster("user", "view-apps", "ada").output.contains("wiki"))
        let again = place.muster("apps", "grant", "wiki", "--user", "ada")
        #expect(again.output == "unchanged ada\n" && again.status == 0)
        place.muster("apps", "revoke", "WIKI", "--group", "staff", "--user", "ada")
        #expect(place.muster("apps", "list").output == "wiki\ton\t\t0\n")
        #expect(place.muster("apps", "delete", "wiki").output == "deleted application wiki\n")
        #expect(place.muster("apps", "list").output.isEmpty)
    }

    @Test func changesStandInTheHistory() throws {
        let place = try SignInPlace()
        place.muster("apps", "create", "wiki", "--actor", "grace")
        place.muster("apps", "grant", "wiki", "--group", "staff", "--actor", "grace")
        let lines = place.muster("runs", "list").lines.map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        #expect(lines.prefix(2).allSatisfy { $0[2] == "apps" && $0[7] == "grace" })
        #expect(lines.prefix(2).allSatisfy { $0[4] == "finished" })
    }

    static let refused: [([String], Int32, String)] = [
        (["create", "wiki"], 1, "directory.app.exists"),
        (["create", "a;b"], 1, "field.apps.malformed"),
        (["create", "+a"], 1, "field.apps.malformed"),
        (["create", "x", "--mfa", "maybe"], 64, ""),
        (["show", "none"], 1, "directory.app.not-found"),
        (["delete", "none"], 1, "directory.app.not-found"),
        (["grant", "none", "--user", "ada"], 1, "directory.app.not-found"),
        (["grant", "wiki", "--group", "none"], 1, "directory.group.not-found"),
        (["grant", "wiki", "--user", "nobody"], 1, "match.user.not-found"),
        (["grant", "wiki"], 64, ""),
    ]

    @Test func whatCannotBeIsRefusedWithItsCode() throws {
        let place = try SignInPlace()
        place.muster("apps", "create", "wiki")
        for (words, status, code) in Self.refused {
            let ending = place.workplace.start(["apps"] + words).end()
            #expect(ending.status == status, "\(words): \(ending.error)")
            #expect(code.isEmpty || ending.error.contains(code), "\(words): \(ending.error)")
        }
        #expect(place.muster("apps", "list").output == "wiki\toff\t\t0\n")
    }

    @Test func programsGetObjects() throws {
        let place = try SignInPlace()
        place.muster("apps", "create", "wiki", "--quiet")
        place.muster("apps", "grant", "wiki", "--group", "staff", "--quiet")
        let shown = try LoginReasonTests.object(
            place.muster("apps", "show", "wiki", "--format", "json"))
        #expect(shown["groups"] as? [String] == ["staff"] && shown["mfa"] as? Bool == false)
        let deleted = try LoginReasonTests.object(
            place.muster("apps", "delete", "wiki", "--format", "json"))
        #expect(deleted["outcome"] as? String == "deleted")
    }
}
