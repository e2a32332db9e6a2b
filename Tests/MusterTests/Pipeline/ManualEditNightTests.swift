import Provisioning
import Testing

/// Manual edits over several nights, feeds, profiles, and records of one file.
@Suite struct ManualEditNightTests {
    private static let header = "username,email,department\n"
    private static let feed = header + "ada,ada@example.com,Sales\nbob,bob@example.com,Ops\n"

    @Test func keptRowIsKnownTheNextNight() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        try scenario.load(Self.feed)
        try scenario.act(on: "ada", ["action": "update", "department": "Board"])
        #expect(
            try scenario.load(Self.feed).words
                == ["unchanged:policy.manual-edit.kept", "unchanged"])
        // The row is passed over now: nobody looks at the user, so nobody warns.
        #expect(try scenario.load(Self.feed).words == ["unchanged", "unchanged"])
        let other = Self.header + "ada,ada@example.com,Support\nbob,bob@example.com,Ops\n"
        #expect(
            try scenario.load(other).words == ["unchanged:policy.manual-edit.kept", "unchanged"])
        #expect(try scenario.edits() == ["department"])
    }

    @Test func turningToOverwriteDecidesAllRowsAgain() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        try scenario.load(Self.feed)
        try scenario.act(on: "ada", ["action": "update", "department": "Board"])
        try scenario.load(Self.feed)
        try scenario.load(Self.feed)
        try scenario.configure(manualEdits: "overwrite")
        #expect(try scenario.load(Self.feed).words == ["updated", "unchanged"])
        #expect(try scenario.users()[0][.department] == "Sales")
        #expect(try scenario.edits() == [])
        try scenario.configure(manualEdits: "keep")
        #expect(try scenario.load(Self.feed).words == ["unchanged", "unchanged"])
    }

    @Test func editsAreNotedWhateverTheProfileSays() throws {
        let scenario = try Scenario()
        try scenario.load(Self.feed)
        try scenario.act(on: "ada", ["action": "update", "department": "Board"])
        try scenario.configure(manualEdits: "keep")
        #expect(try scenario.load(Self.feed).words[0] == "unchanged:policy.manual-edit.kept")
    }

    @Test func editAfterEditIsKept() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        try scenario.load(Self.feed)
        for value in ["Board", "Sales", "Board"] {
            try scenario.act(on: "ada", ["action": "update", "department": value])
        }
        #expect(try scenario.load(Self.feed).words[0] == "unchanged:policy.manual-edit.kept")
        // By hand as the feed says it: both agree again.
        try scenario.act(on: "ada", ["action": "update", "department": "Sales"])
        #expect(try scenario.load(Self.feed).words == ["unchanged", "unchanged"])
        #expect(try scenario.edits() == [])
    }

    @Test func eachFeedFollowsItsOwnProfile() throws {
        let scenario = try Scenario()
        try scenario.configure(
            "feeds:\n  hr: {manual_edits: keep}\n  crm: {manual_edits: overwrite}\n")
        func load(_ feed: String, _ department: String) throws -> [String] {
            try scenario.load(Self.header + "ada,ada@example.com,\(department)\n") {
                $0.feed = feed
            }.words
        }
        _ = try load("hr", "Sales")
        _ = try load("crm", "Sales")
        try scenario.act(on: "ada", ["action": "update", "department": "Board"])
        #expect(try load("hr", "Sales") == ["unchanged:policy.manual-edit.kept"])
        #expect(try load("hr", "Sales") == ["unchanged"])
        // A feed that agrees has set the value, and what the other one knew of its row is stale.
        #expect(try load("crm", "Board") == ["unchanged"])
        #expect(try scenario.edits() == [])
        #expect(try load("hr", "Sales") == ["updated"])
        try scenario.act(on: "ada", ["action": "update", "department": "Board"])
        #expect(try load("crm", "Sales") == ["updated"])
        #expect(try scenario.edits() == [])
    }

    @Test(arguments: [
        ("enable", "", "enabled", "enabled"),
        ("set-device-limit", "7", "device_limit", "applied"),
        ("set-second-factor", "email-link", "second_factor", "applied"),
        ("add-to-groups", "vpn", "group:vpn", "applied"),
    ])
    func actionsOfAFeedAreOrders(
        _ action: String, _ value: String, _ field: String, _ outcome: String
    ) throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        try scenario.load(
            "username,email,device_limit,second_factor,groups\nada,ada@example.com,4,none,vpn\n")
        try scenario.act(on: "ada", ["action": "disable"])
        try scenario.act(on: "ada", ["action": "set-device-limit", "device_limit": "5"])
        try scenario.act(on: "ada", ["action": "set-second-factor", "second_factor": "otp-email"])
        try scenario.act(on: "ada", ["action": "remove-from-groups", "groups": "vpn"])
        let all = ["device_limit", "enabled", "group:vpn", "second_factor"]
        #expect(try scenario.edits() == all)
        let columns = ["device_limit", "second_factor", "groups"]
        let column = field.hasPrefix("group:") ? "groups" : field
        let header = "action,user," + columns.joined(separator: ",")
        let cells = columns.map { $0 == column ? value : "" }.joined(separator: ",")
        let order = "\(header)\n\(action),ada,\(cells)\n"
        #expect(try scenario.load(order).words == [outcome])
        #expect(try scenario.edits() == all.filter { $0 != field })
    }

    @Test func orderThatFindsAllAsItAsksEndsTheEditForWhatFollows() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        let header = "action,username,email,enabled\n"
        let row = "upsert,ada,ada@example.com,false\n"
        try scenario.load(header + "upsert,ada,ada@example.com,false\n")
        try scenario.act(on: "ada", ["action": "enable"])
        #expect(try scenario.load(header + row).words == ["unchanged:policy.manual-edit.kept"])
        #expect(try scenario.load(header + row).words == ["unchanged"])
        // The row is known, but not for a user whom an earlier record has given back to the feed.
        let file = header + "enable,ada,,\n" + row
        let rehearsed = try scenario.load(file) { $0.isDryRun = true }
        #expect(rehearsed.words == ["unchanged", "disabled"])
        #expect(try scenario.edits() == ["enabled"])
        let imported = try scenario.load(file)
        #expect(imported.results == rehearsed.results)
        #expect(try scenario.edits() == [])
        #expect(try scenario.users()[0].isEnabled == false)
    }

    @Test func orderOfAnEarlierNightGivesTheRowBackToTheFeed() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        let header = "action,username,email,enabled\n"
        let row = header + "upsert,ada,ada@example.com,false\n"
        try scenario.load(row)
        try scenario.act(on: "ada", ["action": "enable"])
        try scenario.load(row)
        #expect(try scenario.load(header + "enable,ada,,\n").words == ["unchanged"])
        #expect(try scenario.load(row).words == ["disabled"])
    }

    @Test func sameFileTwiceChangesNoNotes() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        try scenario.load("username,email\nada,ada@example.com\n")
        let file = "action,user,device_limit\nset-device-limit,ada,2\nset-device-limit,ada,5\n"
        try scenario.load(file)
        try scenario.act(on: "ada", ["action": "set-device-limit", "device_limit": "4"])
        try scenario.act(on: "ada", ["action": "set-device-limit", "device_limit": "5"])
        #expect(
            try scenario.load(file).words
                == Array(repeating: "unchanged:run.record.already-applied", count: 2))
        #expect(try scenario.edits() == ["device_limit"])
    }

    @Test func keptAddressAndStateHaveNoSideEffects() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        let header = "external_id,username,email,enabled\n"
        let feed = header + "E1,ada,ada@example.com,true\n"
        try scenario.load(feed) { $0.mail = true }
        try scenario.act(on: "ada", ["action": "update", "email": "a@b.example"])
        try scenario.act(on: "ada", ["action": "disable"])
        let imported = try scenario.load(feed) { $0.mail = true }
        #expect(imported.words == ["unchanged:policy.manual-edit.kept"])
        #expect(imported.results[0].codes.count == 2)
        #expect(imported.ending.report.summary.mailsQueued == 0)
        #expect(try scenario.users()[0].isEnabled == false)
    }

    @Test(arguments: [ManualEditRule.keep, .overwrite])
    func leaverWhomACommandEnabledStaysSoOrNot(_ rule: ManualEditRule) throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: rule.rawValue, ", mode: full")
        let header = "username,email,department\n"
        let bob = "bob,bob@example.com,Ops\n"
        let both = header + "ada,ada@example.com,Sales\n" + bob
        func isEnabled() throws -> Bool { try scenario.users()[0].isEnabled }
        try scenario.load(both)
        try scenario.load(header + bob)
        #expect(try !isEnabled())
        try scenario.act(on: "ada", ["action": "enable"])
        let next = try scenario.load(header + bob + "cy,cy@example.com,Ops\n")
        #expect(try isEnabled() == (rule == .keep))
        #expect(try scenario.edits() == (rule == .keep ? ["enabled"] : []))
        let kept = next.results.contains { $0.codes == ["policy.manual-edit.kept"] }
        #expect(kept == (rule == .keep))
        // Whoever comes back and leaves again has left.
        try scenario.load(both)
        #expect(try isEnabled())
        try scenario.load(header + bob)
        #expect(try !isEnabled())
        #expect(try scenario.edits() == [])
    }

    @Test func derivedValuesThatAlwaysApplyAreKeptToo() throws {
        let scenario = try Scenario()
        let derived = """
            , derive: {email: {value: \"{username}@corp.example\", derive: always}}
            """
        try scenario.configure(manualEdits: "keep", derived)
        try scenario.load("external_id,username\nE1,ada\n")
        try scenario.act(on: "ada", ["action": "update", "email": "a@b.example"])
        let again = try scenario.load("external_id,username\nE1,ada\n")
        #expect(again.words == ["unchanged:policy.manual-edit.kept"])
        #expect(try scenario.users()[0].email == "a@b.example")
    }

    @Test func expiryThatWentWithItsPasswordIsNoEditOfTheNextOne() throws {
        let scenario = try Scenario()
        try scenario.load("username,email,password\nada,ada@example.com,correct horse 9\n")
        try scenario.act(
            on: "ada", ["action": "set-password-expiry", "password_expires": "9998-01-01"])
        #expect(try scenario.edits() == ["password_expires"])
        try scenario.act(on: "ada", ["action": "remove-identity"])
        #expect(try scenario.edits() == [])
    }
}
