import Muster
import Provisioning
import Testing

/// Groups and applications that a command gave or took, under each mode and rule.
@Suite struct ManualMembershipTests {
    /// What the feed says after it had given `a` and `b`, and a command has taken `b` and given `c`.
    struct Case: Sendable, CustomStringConvertible {
        let rule: ManualEditRule
        let mode: GroupsMode
        let cell: String
        /// What the user has then, and of what it is still noted that it was changed by hand.
        let has: String
        let noted: String
        let outcome: String

        init(
            _ rule: ManualEditRule, _ mode: GroupsMode, _ cell: String, has: String,
            noted: String, _ outcome: String
        ) {
            self.rule = rule
            self.mode = mode
            self.cell = cell
            self.has = has
            self.noted = noted
            self.outcome = outcome
        }

        var description: String { "\(rule) \(mode) \(cell)" }
    }

    static let kept = "unchanged:policy.manual-edit.kept"
    static let cases = [
        Case(.keep, .replace, "a;b", has: "ac", noted: "bc", kept),
        Case(.keep, .replace, "a", has: "ac", noted: "c", kept),
        Case(.keep, .replace, "a;c", has: "ac", noted: "", "unchanged"),
        Case(.keep, .replace, "d", has: "cd", noted: "c", "updated:policy.manual-edit.kept"),
        Case(.keep, .replace, "(clear)", has: "c", noted: "c", "updated:policy.manual-edit.kept"),
        Case(.keep, .replace, "-c", has: "ac", noted: "bc", kept),
        Case(.keep, .add, "a;b", has: "ac", noted: "bc", kept),
        Case(.keep, .add, "+b;-c", has: "ac", noted: "bc", kept),
        Case(.keep, .add, "c", has: "ac", noted: "b", "unchanged"),
        Case(.keep, .add, "-b;a", has: "ac", noted: "c", "unchanged"),
        Case(.keep, .add, "", has: "ac", noted: "bc", "unchanged"),
        Case(.overwrite, .replace, "a;b", has: "ab", noted: "", "updated"),
        Case(.overwrite, .replace, "(clear)", has: "", noted: "", "updated"),
        Case(.overwrite, .add, "a;b", has: "abc", noted: "c", "updated"),
        Case(.overwrite, .add, "-c", has: "a", noted: "b", "updated"),
        Case(.overwrite, .add, "a;c", has: "ac", noted: "b", "unchanged"),
    ]

    @Test(arguments: cases, ["groups", "apps"])
    func membershipsByHand(_ test: Case, _ column: String) throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "\(test.rule)", ", groups: {mode: \(test.mode)}")
        if column == "apps" {
            for name in ["A", "B", "C", "D"] {
                try AppCommands(scenario.place, actor: "tester")
                    .create(name, requiresSecondFactor: false)
            }
        } else {
            try scenario.load("username,email,groups\nbob,bob@example.com,A;B;C;D\n")
        }
        let user: UInt32 = column == "apps" ? 1 : 2
        let header = "username,email,\(column)\n"
        try scenario.load(header + "ada,ada@example.com,a;b\n")
        try scenario.act(on: "ada", ["action": "update", column: "-b;+c"])
        let prefix = column == "apps" ? "app" : "group"
        #expect(try scenario.edits(of: user) == ["\(prefix):b", "\(prefix):c"])
        let imported = try scenario.load(header + "ada,ada@example.com,\(test.cell)\n")
        #expect(imported.words == [test.outcome])
        let ada = try scenario.users()[0]
        let has = (column == "apps" ? ada.apps : ada.groups).map(\.text).joined()
        #expect(has == test.has.uppercased())
        #expect(
            try scenario.edits(of: user) == test.noted.map { "\(prefix):\($0)" })
    }

    @Test func eachGroupThatStaysIsNamed() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep", ", groups: {mode: replace}")
        let feed = "username,email,groups\nada,ada@example.com,staff;vpn\n"
        try scenario.load(feed)
        _ = try scenario.act([
            "action": "remove-from-groups", "user": "ada", "groups": "vpn",
        ])
        _ = try scenario.act(["action": "add-to-groups", "user": "ada", "groups": "board"])
        let line = try scenario.load(feed).results[0]
        #expect(line.messages.contains("group \"vpn\" was left by hand"))
        #expect(line.messages.contains("group \"board\" was joined by hand"))
    }

    @Test func whoWasTakenOutStaysSoWhenTheGroupIsMadeAgain() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        let header = "username,email,groups\n"
        let feed = header + "ada,ada@example.com,vpn\nbob,bob@example.com,\n"
        try scenario.load(feed)
        try scenario.act(on: "ada", ["action": "remove-from-groups", "groups": "vpn"])
        try scenario.act(on: "bob", ["action": "add-to-groups", "groups": "vpn"])
        let groups = GroupCommands(scenario.place, actor: "tester")
        _ = try groups.delete("vpn", force: true)
        #expect(try scenario.edits(of: 1) == ["group:vpn"])
        #expect(try scenario.edits(of: 2) == [])
        try scenario.load(header + "ada,ada@example.com,VPN\nbob,bob@example.com,VPN\n")
        #expect(try scenario.users().map(\.groups) == [[], ["VPN"]])
    }
}
