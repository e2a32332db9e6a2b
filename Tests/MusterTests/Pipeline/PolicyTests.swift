import Provisioning
import Testing

/// Settings, groups, clearing and what the policies say about them.
@Suite struct PolicyTests {
    @Test func emptyCellKeepsAndClearTokenClears() throws {
        let scenario = try Scenario()
        try scenario.load(
            "username,email,phone,department\nada,ada@example.com,+442079460001,Sales\n")
        #expect(
            try scenario.load("username,email,phone,department\nada,ada@example.com,,\n").words
                == ["unchanged"])
        let cleared = try scenario.load(
            "username,email,phone,department\nada,ada@example.com,(clear),Support\n")
        #expect(cleared.words == ["updated"])
        #expect(cleared.results[0].detail.contains("department: Sales → Support"))
        #expect(cleared.results[0].detail.contains("phone: +442079460001 → (none)"))
    }

    @Test func keysCannotBeCleared() throws {
        let scenario = try Scenario()
        let imported = try scenario.load("username,email\nada,(clear)\n")
        #expect(imported.words == ["rejected:field.clear.not-allowed"])
    }

    @Test func defaultDeviceLimitIsNoValueOfItsOwn() throws {
        let scenario = try Scenario()
        try scenario.load("username,email\nada,ada@example.com\n")
        #expect(
            try scenario.act(["action": "set-device-limit", "user": "ada", "device_limit": "3"])
                .result.outcome == .applied)
        let back = try scenario.act(
            ["action": "set-device-limit", "user": "ada", "device_limit": "default"])
        #expect(back.result.detail == "device_limit: 3 → default")
        #expect(
            try scenario.act(
                ["action": "set-device-limit", "user": "ada", "device_limit": "default"]
            ).result.outcome == .unchanged)
    }

    @Test(arguments: [
        ("0", "policy.device-limit.below-minimum"), ("101", "policy.device-limit.above-maximum"),
        ("three", "field.device-limit.malformed"),
    ]) func deviceLimitOutOfRangeIsRefused(_ limit: String, _ code: String) throws {
        let imported = try Scenario().load(
            "username,email,device_limit\nada,ada@example.com,\(limit)\n")
        #expect(imported.words == ["rejected:\(code)"])
    }

    @Test(arguments: [
        ("otp-sms", "", "rejected:policy.second-factor.no-phone"),
        ("otp-sms", "+442079460001", "created"),
        ("phone-call", "+442079460001", "rejected:policy.second-factor.no-gateway"),
        ("totp", "", "created:policy.second-factor.enrolment-pending"),
        ("none", "", "created"), ("telepathy", "", "rejected:field.second-factor.unknown"),
    ]) func secondFactorHasRequirements(
        _ method: String, _ phone: String, _ expected: String
    ) throws {
        let scenario = try Scenario()
        try scenario.configure("policy:\n  gateways: {voice: false}\n")
        let imported = try scenario.load(
            "username,email,phone,second_factor\nada,ada@example.com,\(phone),\(method)\n")
        #expect(imported.words == [expected], "\(imported.results)")
    }

    @Test func unknownGroupIsCreatedOnceOrRefused() throws {
        let feed = "username,email,groups\nada,ada@example.com,ops\nbob,bob@example.com,ops\n"
        let scenario = try Scenario()
        #expect(try scenario.load(feed).words == ["created:policy.group.created", "created"])
        let strict = try Scenario()
        try strict.configure("groups: {unknown: reject}\n")
        #expect(
            try strict.load(feed).words
                == ["rejected:policy.group.unknown", "rejected:policy.group.unknown"])
    }

    @Test func groupsAreAddedRemovedOrReplaced() throws {
        let scenario = try Scenario()
        try scenario.load("username,email,groups\nada,ada@example.com,a;b\n")
        let changed = try scenario.load("username,email,groups\nada,ada@example.com,+c|-a\n")
        #expect(changed.results[0].detail.contains("groups: +c -a"))
        try scenario.configure("feeds:\n  default: {groups: {mode: replace}}\n")
        let replaced = try scenario.load("username,email,groups\nada,ada@example.com,d\n")
        #expect(replaced.results[0].detail.contains("+d -b -c"))
    }

    @Test func newUsersJoinTheDefaultGroups() throws {
        let scenario = try Scenario()
        try scenario.configure("policy: {default_groups: [all-staff]}\n")
        try scenario.load("username,email,groups\nada,ada@example.com,ops\n")
        #expect(try scenario.export()[0].contains("all-staff"))
    }

    @Test func protectedUsersAreOutOfAFilesReach() throws {
        let scenario = try Scenario()
        try scenario.load("username,email\nroot,root@example.com\n")
        try scenario.configure("policy: {protected: {users: [root]}}\n")
        let imported = try scenario.load(
            "action,username,email\ndisable,root,\nupsert,root,root@example.com\n")
        #expect(imported.words == ["rejected:policy.user.protected", "unchanged"])
        #expect(
            try scenario.act(["action": "disable", "user": "root"]).result.outcome == .disabled)
        let deletion = try scenario.act(
            ["action": "delete", "username": "root", "email": "root@example.com"])
        #expect(deletion.result.issues.map(\.code) == [.policyUserProtected])
    }

    @Test func passwordCountsForANewUserAndIsKeptOfOneWhoIsThere() throws {
        let scenario = try Scenario()
        #expect(
            try scenario.load("username,email,password\nada,ada@example.com,correct horse 9\n")
                .words == ["created"])
        #expect(
            try scenario.load(
                "username,email,first_name,password\nada,ada@example.com,Ada,correct horse 9\n"
            ).words == ["updated:policy.password.kept"])
    }
}
