import Foundation
import Testing

/// A nightly feed and an administrator who corrects it by hand, with the binary and a configuration.
@Suite struct ManualEditEndToEndTests {
    static let header = "external_id,username,email,department,groups,enabled\n"

    static func place(_ rule: String) throws -> Workplace {
        let place = try Workplace()
        try place.write(
            "feeds:\n  hr: {manual_edits: \(rule), groups: {mode: replace}}\n", to: "muster.yaml")
        try place.write(
            header + "1,ada,ada@example.com,Sales,staff;vpn,true\n"
                + "2,bob,bob@example.com,Ops,staff,true\n", to: "hr.csv")
        let first = place.muster("import", "hr.csv", "--feed", "hr", "--quiet")
        #expect(first.status == 0, "\(first.error)")
        for words in [
            ["update", "ada", "--department", "Board"], ["remove-from-groups", "ada", "vpn"],
            ["add-to-groups", "ada", "pilots"], ["disable", "bob"],
        ] {
            #expect(place.start(["user"] + words).end().status == 0)
        }
        return place
    }

    static func night(_ place: Workplace) throws -> [ResultLine] {
        let ending = place.muster(
            "import", "hr.csv", "--feed", "hr", "--quiet", "--results", "-")
        #expect(ending.status == 0, "\(ending.error)")
        return try ResultLine.all(in: ending.output)
    }

    @Test func findShowsWhatWasChangedByHand() throws {
        let place = try Self.place("keep")
        #expect(
            place.muster("users", "find", "ada").output
                == "ada\tada@example.com\t\tnot-onboarded\tpilots;staff\t"
                + "department;group:pilots;group:vpn\n")
        let json = place.muster("users", "find", "bob", "--format", "json").output
        let users = try #require(
            try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        #expect(users.first?["manual_edits"] as? [String] == ["enabled"])
    }

    @Test func keepLeavesThemNightAfterNight() throws {
        let place = try Self.place("keep")
        let before = try place.contents()
        let warned = try Self.night(place)
        #expect(warned.map(\.outcome) == ["unchanged", "unchanged"])
        #expect(warned[0].codes == Array(repeating: "policy.manual-edit.kept", count: 3))
        #expect(warned[1].codes == ["policy.manual-edit.kept"])
        let known = try Self.night(place)
        #expect(known.allSatisfy { $0.outcome == "unchanged" && $0.codes.isEmpty })
        #expect(try place.contents() == before)
    }

    @Test func overwriteBringsTheFeedBack() throws {
        let place = try Self.place("overwrite")
        #expect(try Self.night(place).map(\.outcome) == ["updated", "enabled"])
        #expect(
            place.muster("users", "find", "ada").output
                == "ada\tada@example.com\t\tnot-onboarded\tstaff;vpn\t\n")
        #expect(try Self.night(place).map(\.outcome) == ["unchanged", "unchanged"])
    }

    @Test func theFeedTakesOverOnceItAgrees() throws {
        let place = try Self.place("keep")
        try place.write(
            Self.header + "1,ada,ada@example.com,Board,staff;pilots,true\n", to: "hr.csv")
        #expect(try Self.night(place).map(\.codes) == [[]])
        #expect(place.muster("users", "find", "ada").output.hasSuffix("staff\t\n"))
        try place.write(Self.header + "1,ada,ada@example.com,Legal,staff,true\n", to: "hr.csv")
        #expect(try Self.night(place).map(\.outcome) == ["updated"])
        #expect(place.muster("audit", "verify").status == 0)
    }

    @Test func dryRunSaysWhatTheRealRunDoes() throws {
        for rule in ["keep", "overwrite"] {
            let place = try Self.place(rule)
            let rehearsed = place.muster(
                "import", "hr.csv", "--feed", "hr", "--quiet", "--dry-run", "--results", "-")
            let real = place.muster(
                "import", "hr.csv", "--feed", "hr", "--quiet", "--results", "-")
            #expect(rehearsed.output == real.output)
        }
    }
}
