import Provisioning
import Testing

/// Values that a command changed, when the feed repeats the old one, says another, clears it or agrees.
@Suite struct ManualEditTests {
    /// A user whom the feed has set, and whom a command has changed since.
    private func edited(_ edit: ManualEditCase, _ rule: ManualEditRule) throws -> Scenario {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: rule.rawValue)
        if edit.field == "password_expires" {
            try scenario.load(
                "external_id,username,email,password\nE1,ada,ada@example.com,correct horse 9\n")
        }
        let first = try scenario.load(edit.feed(edit.old)).words
        #expect(first.allSatisfy { $0.hasPrefix("created") || $0.hasPrefix("updated") })
        #expect(try scenario.edits() == [])
        let ending = try scenario.act(on: "ext:E1", edit.command)
        #expect(ending.status == .allAccepted, "\(ending.result)")
        #expect(try scenario.edits() == [edit.field])
        return scenario
    }

    @Test(arguments: ManualEditCase.all)
    func keptWhateverElseTheFeedSays(_ edit: ManualEditCase) throws {
        let scenario = try edited(edit, .keep)
        let byHand = try edit.value(in: scenario)
        for says in [edit.old, edit.new] + (edit.canBeCleared ? ["(clear)"] : []) {
            let imported = try scenario.load(edit.feed(says))
            #expect(imported.words == ["unchanged:policy.manual-edit.kept"], "\(says)")
            #expect(imported.results[0].messages.contains("by hand"))
            #expect(try edit.value(in: scenario) == byHand)
            #expect(try scenario.edits() == [edit.field])
        }
    }

    @Test(arguments: ManualEditCase.all)
    func overwrittenByWhatTheFeedSays(_ edit: ManualEditCase) throws {
        for says in [edit.old, edit.new] + (edit.canBeCleared ? ["(clear)"] : []) {
            let scenario = try edited(edit, .overwrite)
            let byHand = try edit.value(in: scenario)
            let imported = try scenario.load(edit.feed(says))
            #expect(["updated", "enabled"].contains(imported.results[0].outcome), "\(says)")
            #expect(!imported.results[0].codes.contains("policy.manual-edit.kept"))
            let value = try edit.value(in: scenario)
            #expect(value != byHand && (value == nil) == (says == "(clear)"))
            #expect(try scenario.edits() == [])
        }
    }

    @Test(arguments: ManualEditCase.all, [ManualEditRule.keep, .overwrite])
    func endedOnceTheFeedAgrees(_ edit: ManualEditCase, _ rule: ManualEditRule) throws {
        let scenario = try edited(edit, rule)
        let byHand = try edit.value(in: scenario)
        let agreed = try scenario.load(edit.feed(edit.same))
        #expect(agreed.results[0].outcome == "unchanged")
        #expect(!agreed.results[0].codes.contains("policy.manual-edit.kept"))
        #expect(try edit.value(in: scenario) == byHand)
        #expect(try scenario.edits() == [])
        // From then on the value is the feed's again.
        let changed = try scenario.load(edit.feed(edit.old))
        #expect(["updated", "enabled"].contains(changed.results[0].outcome))
        #expect(try edit.value(in: scenario) != byHand)
    }

    @Test(arguments: ManualEditCase.all, [ManualEditRule.keep, .overwrite])
    func untouchedByARowThatDoesNotSpeakOfIt(_ edit: ManualEditCase, _ rule: ManualEditRule)
        throws
    {
        guard !["username", "email"].contains(edit.column) else { return }
        let scenario = try edited(edit, rule)
        let byHand = try edit.value(in: scenario)
        #expect(try scenario.load(edit.feed("")).words == ["unchanged"])
        #expect(try edit.value(in: scenario) == byHand)
        #expect(try scenario.edits() == [edit.field])
    }

    @Test func theRestOfTheRecordIsApplied() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        let header = "username,email,department,job_title\n"
        try scenario.load(header + "ada,ada@example.com,Sales,Clerk\n")
        try scenario.act(on: "ada", ["action": "update", "department": "Board"])
        let imported = try scenario.load(header + "ada,ada@example.com,Ops,Chief\n")
        #expect(imported.words == ["updated:policy.manual-edit.kept"])
        #expect(imported.results[0].detail == "job_title: Clerk → Chief")
        #expect(imported.results[0].messages.hasPrefix("department: \"Ops\" is left out"))
    }

    @Test func addOfAUserWhoDiffersByHandAloneIsUnchanged() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        let feed = "action,username,email,department\nadd,ada,ada@example.com,Sales\n"
        try scenario.load(feed)
        try scenario.act(on: "ada", ["action": "update", "department": "Board"])
        #expect(try scenario.load(feed).words == ["unchanged:policy.manual-edit.kept"])
        try scenario.configure(manualEdits: "overwrite")
        #expect(try scenario.load(feed + "\n").words == ["rejected:match.user.exists"])
        #expect(try scenario.edits() == ["department"])
    }

    @Test func externalIDThatACommandClearedIsKept() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        let feed = "external_id,username,email\nE1,ada,ada@example.com\n"
        try scenario.load(feed)
        try scenario.act(on: "ada", ["action": "update", "external_id": "(clear)"])
        #expect(try scenario.load(feed).words == ["unchanged:policy.manual-edit.kept"])
        try scenario.configure(manualEdits: "overwrite")
        #expect(try scenario.load(feed).words == ["updated"])
        #expect(try scenario.edits() == [])
    }

    @Test func renamedUserIsFoundByExternalIDAndNotByAnOldUsernameAlone() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        let named = "external_id,username,email\nE1,ada,ada@example.com\n"
        try scenario.load(named)
        try scenario.act(on: "ada", ["action": "update", "username": "lovelace"])
        #expect(try scenario.load(named).words == ["unchanged:policy.manual-edit.kept"])
        // The address alone is not enough: it may be somebody else's by now.
        #expect(
            try scenario.load("username,email\nada,ada@example.com\n").words
                == ["rejected:match.username.differs"])
        #expect(try scenario.users().map(\.username) == ["lovelace"])
    }

    @Test func commandThatChangesNothingOrCreatesIsNoEdit() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        _ = try scenario.act([
            "action": "add", "username": "ada", "email": "ada@example.com", "department": "Board",
            "groups": "vpn",
        ])
        try scenario.act(on: "ada", ["action": "update", "department": "Board"])
        #expect(try scenario.edits() == [])
        let feed = "username,email,department\nada,ada@example.com,Sales\n"
        #expect(try scenario.load(feed).words == ["updated"])
    }
}
