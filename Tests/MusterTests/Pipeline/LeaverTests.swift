import Foundation
import Muster
import Provisioning
import SQLiteDirectory
import Testing

/// Users who are missing from full files, as the directory and the results have it.
@Suite struct LeaverTests {
    static let header = "username,email,external_id,department\n"

    static func row(_ name: String, _ department: String = "Sales") -> String {
        "\(name),\(name)@example.com,E-\(name),\(department)\n"
    }

    static func file(_ names: [String]) -> String {
        header + names.map { row($0) }.joined()
    }

    /// Imports a full file of a feed.
    static func deliver(
        _ text: String, of feed: String = "hr", to scenario: Scenario,
        _ change: (inout ImportOptions) -> Void = { _ in }
    ) throws -> Imported {
        try scenario.load(text) {
            $0.feed = feed
            $0.mode = .full
            change(&$0)
        }
    }

    /// `username outcome[:code]` of the leavers of a run.
    static func leavers(_ imported: Imported) -> [String] {
        imported.results.filter { $0.record == 0 }.map { line in
            "\(line.username) \(line.outcome)" + (line.codes.first.map { ":\($0)" } ?? "")
        }
    }

    static func user(_ name: String, in scenario: Scenario) throws -> UserState {
        let directory = try scenario.place.openForReading()
        let key = ByteString(name)
        let match = try directory.find([KeyQuery(username: key, email: nil, externalID: nil)])
        let id = try #require(match[0].byUsername)
        return try #require(try directory.load([id])[id])
    }

    @Test func whoIsMissingFromTheNextFileIsDisabled() throws {
        let scenario = try Scenario()
        let first = try Self.deliver(Self.file(["ada", "bob", "eve"]), to: scenario)
        #expect(first.words == ["created", "created", "created"])
        let second = try Self.deliver(Self.file(["ada", "eve"]), to: scenario)
        #expect(second.words == ["unchanged", "unchanged", "disabled"])
        #expect(second.results[2].record == 0)
        #expect(second.results[2].username == "bob")
        #expect(second.results[2].detail.hasPrefix("missing from hr; enabled: false"))
        #expect(second.ending.report.summary.records == 2)
        #expect(second.ending.report.leavers == [.disabled: 1])
        let bob = try Self.user("bob", in: scenario)
        #expect(!bob.isEnabled && bob.disabledCause == .leaver)
        let third = try Self.deliver(Self.file(["eve", "ada"]), to: scenario)
        #expect(Self.leavers(third) == [])
    }

    /// Users are looked at 1,024 at a time.
    @Test func whoIsMissingFromALargeFileIsFoundOnce() throws {
        let scenario = try Scenario()
        try scenario.configure("feeds:\n  hr:\n    guards: {removals: none}\n")
        _ = try Self.deliver(Self.file((1...2_100).map { "u\($0)" }), to: scenario)
        let gone = [1, 2, 1_023, 1_024, 1_025, 1_026, 1_027, 2_047, 2_048, 2_049, 2_050, 2_100]
        let left = (1...2_100).filter { !gone.contains($0) }.map { "u\($0)" }
        let second = try Self.deliver(Self.file(left), to: scenario)
        #expect(Self.leavers(second) == gone.map { "u\($0) disabled" })
        #expect(second.ending.report.leavers == [.disabled: 12])
    }

    @Test func theSameFileAgainChangesNothing() throws {
        let scenario = try Scenario()
        try scenario.configure("feeds:\n  hr:\n    leavers: {files: 2}\n")
        _ = try Self.deliver(Self.file(["ada", "bob", "eve"]), to: scenario)
        let text = Self.file(["ada"])
        let wait = ["bob missing", "eve missing"]
        #expect(Self.leavers(try Self.deliver(text, to: scenario)) == wait)
        let before = try scenario.export()
        for _ in 0..<3 {
            let again = try Self.deliver(text, to: scenario)
            #expect(Self.leavers(again) == wait)
            #expect(again.results.last?.detail == "missing from hr: file 1 of 2")
        }
        #expect(try scenario.export() == before)
        // Other bytes are another file.
        let next = try Self.deliver(text + "\n", to: scenario)
        #expect(Self.leavers(next) == ["bob disabled", "eve disabled"])
        #expect(next.results.last?.detail.hasPrefix("missing from hr: file 2 of 2; ") == true)
        let after = try scenario.export()
        #expect(Self.leavers(try Self.deliver(text + "\n", to: scenario)) == [])
        #expect(try scenario.export() == after)
    }

    @Test func onlyFilesInARowCount() throws {
        let scenario = try Scenario()
        try scenario.configure("feeds:\n  hr:\n    leavers: {files: 2}\n")
        let all = Self.file(["ada", "bob"])
        _ = try Self.deliver(all, to: scenario)
        for _ in 0..<3 {
            #expect(
                Self.leavers(try Self.deliver(Self.file(["ada"]), to: scenario))
                    == ["bob missing"])
            #expect(Self.leavers(try Self.deliver(all, to: scenario)) == [])
        }
        #expect(try Self.user("bob", in: scenario).absences.isEmpty)
    }

    @Test func aDeltaFileHasNoLeavers() throws {
        let scenario = try Scenario()
        _ = try Self.deliver(Self.file(["ada", "bob"]), to: scenario)
        let delta = try scenario.load(Self.file(["ada"])) { $0.feed = "hr" }
        #expect(delta.words == ["unchanged"])
        #expect(try Self.user("bob", in: scenario).isEnabled)
    }

    @Test func usersOfOtherFeedsAreLeftAlone() throws {
        let scenario = try Scenario()
        _ = try Self.deliver(Self.file(["ada"]), to: scenario)
        _ = try Self.deliver(Self.file(["bob"]), of: "contractors", to: scenario)
        _ = try scenario.act(["action": "add", "username": "root", "email": "root@example.com"])
        #expect(
            Self.leavers(try Self.deliver(Self.file(["eve"]), to: scenario)) == ["ada disabled"])
    }

    @Test(arguments: ["hr", "payroll"]) func theLastFeedToLetGoDisables(first: String) throws {
        let second = first == "hr" ? "payroll" : "hr"
        let scenario = try Scenario()
        let both = Self.file(["ada", "bob"])
        _ = try Self.deliver(both, of: "hr", to: scenario)
        _ = try Self.deliver(both, of: "payroll", to: scenario)
        let one = try Self.deliver(Self.file(["ada"]), of: first, to: scenario)
        #expect(Self.leavers(one) == ["bob missing:policy.leaver.claimed"])
        #expect(one.ending.report.status == .allAccepted)
        // Once let go of, they are no leaver of that feed any more.
        let again = try Self.deliver(Self.file(["ada"]) + "\n", of: first, to: scenario)
        #expect(Self.leavers(again) == [])
        let other = try Self.deliver(Self.file(["ada"]), of: second, to: scenario)
        #expect(Self.leavers(other) == ["bob disabled"])
    }

    @Test func aFeedThatLetGoHasThemAgainWhenTheyComeBack() throws {
        let scenario = try Scenario()
        let both = Self.file(["ada", "bob"])
        _ = try Self.deliver(both, of: "hr", to: scenario)
        _ = try Self.deliver(both, of: "payroll", to: scenario)
        _ = try Self.deliver(Self.file(["ada"]), of: "hr", to: scenario)
        // The very row that the feed has delivered before.
        #expect(try Self.deliver(both + "\n", of: "hr", to: scenario).words.last == "unchanged")
        let gone = try Self.deliver(Self.file(["ada"]), of: "payroll", to: scenario)
        #expect(Self.leavers(gone) == ["bob missing:policy.leaver.claimed"])
        #expect(try Self.user("bob", in: scenario).isEnabled)
    }

    @Test(arguments: [FeedMode.full, .delta]) func whoComesBackIsEnabled(mode: FeedMode) throws {
        let scenario = try Scenario()
        let both = Self.file(["ada", "bob"])
        _ = try Self.deliver(both, to: scenario)
        _ = try Self.deliver(Self.file(["ada"]), to: scenario)
        let back = try Self.deliver(both, to: scenario) { $0.mode = mode }
        #expect(back.words == ["unchanged", "enabled"])
        let bob = try Self.user("bob", in: scenario)
        #expect(bob.isEnabled && bob.disabledCause == nil && bob.absences.isEmpty)
        #expect(try Self.deliver(both, to: scenario).words == ["unchanged", "unchanged"])
        let gone = try Self.deliver(Self.file(["ada"]) + "\n", to: scenario)
        #expect(Self.leavers(gone) == ["bob disabled"])
    }

    @Test func whoWasDisabledForAnotherCauseStaysSo() throws {
        let scenario = try Scenario()
        let both = Self.file(["ada", "bob"])
        _ = try Self.deliver(both, to: scenario)
        _ = try scenario.act(["action": "disable", "user": "bob"])
        #expect(
            Self.leavers(try Self.deliver(Self.file(["ada"]), to: scenario)) == ["bob unchanged"])
        #expect(try Self.deliver(both, to: scenario).words == ["unchanged", "unchanged"])
        let bob = try Self.user("bob", in: scenario)
        #expect(!bob.isEnabled && bob.disabledCause == .order && bob.absences.isEmpty)
    }

    @Test func anotherFeedsRecordDoesNotBringThemBack() throws {
        let scenario = try Scenario()
        _ = try Self.deliver(Self.file(["ada", "bob"]), to: scenario)
        _ = try Self.deliver(Self.file(["ada"]), to: scenario)
        let other = try Self.deliver(Self.file(["bob"]), of: "payroll", to: scenario)
        #expect(other.words == ["unchanged"])
        #expect(try !Self.user("bob", in: scenario).isEnabled)
    }

    @Test func aRecordThatSaysNoBringsNobodyBack() throws {
        let scenario = try Scenario()
        _ = try Self.deliver(Self.file(["ada", "bob"]), to: scenario)
        _ = try Self.deliver(Self.file(["ada"]), to: scenario)
        let text = "username,email,enabled\nada,ada@example.com,yes\nbob,bob@example.com,no\n"
        #expect(try Self.deliver(text, to: scenario).words == ["unchanged", "unchanged"])
        #expect(try !Self.user("bob", in: scenario).isEnabled)
    }

    @Test func whoIsEnabledByHandIsDisabledAgain() throws {
        let scenario = try Scenario()
        _ = try Self.deliver(Self.file(["ada", "bob"]), to: scenario)
        _ = try Self.deliver(Self.file(["ada"]), to: scenario)
        _ = try scenario.act(["action": "enable", "user": "bob"])
        let next = try Self.deliver(Self.file(["ada"]) + "\n", to: scenario)
        #expect(Self.leavers(next) == ["bob disabled"])
    }

    @Test func protectedUsersStayAndAreNamedEachTime() throws {
        let scenario = try Scenario()
        try scenario.configure("policy:\n  protected:\n    users: [bob]\n")
        _ = try Self.deliver(Self.file(["ada", "bob"]), to: scenario)
        for ending in ["", "\n", "\n\n"] {
            let next = try Self.deliver(Self.file(["ada"]) + ending, to: scenario)
            #expect(Self.leavers(next) == ["bob missing:policy.leaver.protected"])
        }
        try scenario.configure("")
        let next = try Self.deliver(Self.file(["ada"]) + "\n\n\n", to: scenario)
        #expect(Self.leavers(next) == ["bob disabled"])
    }

    @Test func whoIsRenamedInTheFileIsPresent() throws {
        let scenario = try Scenario()
        _ = try Self.deliver(Self.file(["ada", "bob"]), to: scenario)
        let text = Self.header + Self.row("ada") + "robert,robert@example.com,E-bob,Sales\n"
        let next = try Self.deliver(text, to: scenario)
        #expect(next.words == ["unchanged", "updated"])
    }

    /// A rejected record that names bob by one key, and perhaps somebody else by another.
    @Test(arguments: [
        "bob,nonsense,,Sales", "ro bert@@,bob@example.com,,Sales", ",x@@y,E-bob,Sales",
        "bob,ada@example.com,E-bob,Sales", "ada,bob@example.com,,Sales",
    ])
    func aRejectedRecordIsPresentByEveryKeyThatItNames(row: String) throws {
        let scenario = try Scenario()
        _ = try Self.deliver(Self.file(["ada", "bob", "eve"]), to: scenario)
        let text = Self.header + Self.row("ada") + row + "\n"
        let next = try Self.deliver(text, to: scenario)
        #expect(next.results[1].outcome == "rejected")
        #expect(Self.leavers(next) == ["eve disabled"])
    }

    @Test(arguments: [
        "disable,bob,", "view-groups,bob,", "skip,bob,", "set-device-limit,id:2,",
        "skip,ext:E-bob,", "delete,bob,",
    ])
    func whomAnActionOrASkippedRecordNamesIsPresent(row: String) throws {
        let scenario = try Scenario()
        _ = try Self.deliver(Self.file(["ada", "bob", "eve"]), to: scenario)
        let text = "action,user,username\nupdate,ada,\n\(row)\n"
        let next = try Self.deliver(text, to: scenario)
        #expect(Self.leavers(next) == ["eve disabled"], "\(next.results)")
    }

    @Test(arguments: ["too,few", "\"unclosed,b@example.com,,", ",,,", "a b@@,x@@y,,"])
    func aRecordThatNamesNobodyTurnsLeaversOff(row: String) throws {
        let scenario = try Scenario()
        _ = try Self.deliver(Self.file(["ada", "bob"]), to: scenario)
        let text = Self.header + Self.row("ada") + row + "\n"
        let next = try Self.deliver(text, to: scenario)
        #expect(Self.leavers(next) == [])
        let notice = try #require(next.ending.report.summary.notices.first)
        #expect(notice.code == .feedLeaversOff && notice.severity == .warning)
        #expect(notice.finding.contains("record 2 on line 3"))
        #expect(try Self.user("bob", in: scenario).absences.isEmpty)
        // The file does not count: the one before it is still the last.
        let text2 = Self.file(["ada"])
        #expect(Self.leavers(try Self.deliver(text2, to: scenario)) == ["bob disabled"])
    }

    @Test func aRejectsFileIsNoFullFile() throws {
        let scenario = try Scenario()
        _ = try Self.deliver(Self.file(["ada", "bob", "eve"]), to: scenario)
        let bad = Self.header + Self.row("ada") + "bob,bob@@,E-bob,Support\n"
        let rejects = scenario.folder.appendingPathComponent("rejects.csv").path
        let first = try Self.deliver(bad, to: scenario) { $0.rejects = rejects }
        #expect(Self.leavers(first) == ["eve disabled"])
        let text = try String(contentsOfFile: rejects, encoding: .utf8)
        let corrected = text.replacingOccurrences(of: "bob,bob@@", with: "bob,bob@example.com")
        let second = try Self.deliver(corrected, to: scenario)
        #expect(second.words == ["updated"])
        #expect(second.ending.report.summary.notices.map(\.code) == [.feedLeaversOff])
        #expect(try Self.user("ada", in: scenario).isEnabled)
    }

    @Test func leaversThatAreOffLeaveAbsencesAsTheyAre() throws {
        let scenario = try Scenario()
        try scenario.configure("feeds:\n  hr:\n    leavers: {files: 2}\n")
        _ = try Self.deliver(Self.file(["ada", "bob"]), to: scenario)
        _ = try Self.deliver(Self.file(["ada"]), to: scenario)
        _ = try Self.deliver(Self.file(["ada", "bob"]) + "too,few\n", to: scenario)
        let next = try Self.deliver(Self.file(["ada"]) + "\n", to: scenario)
        #expect(Self.leavers(next) == ["bob disabled"])
    }

    @Test(arguments: ["", "\n", "username,email\n", "username,email"])
    func aFullFileWithoutRecordsIsRefused(text: String) throws {
        let scenario = try Scenario()
        _ = try Self.deliver(Self.file(["ada", "bob"]), to: scenario)
        for isDryRun in [true, false] {
            do {
                _ = try Self.deliver(text, to: scenario) { $0.isDryRun = isDryRun }
                Issue.record("it was accepted")
            } catch {
                let halt = try #require(error as? RunHalt)
                #expect(halt.status == .malformedFile)
            }
        }
        #expect(try Self.user("bob", in: scenario).isEnabled)
    }

    @Test func aDryRunSaysWhatTheRunWillDo() throws {
        let scenario = try Scenario()
        try scenario.configure("policy:\n  protected:\n    users: [eve]\n")
        _ = try Self.deliver(Self.file(["ada", "bob", "eve"]), to: scenario)
        let before = try scenario.export()
        let rehearsed = try Self.deliver(Self.file(["ada"]), to: scenario) { $0.isDryRun = true }
        #expect(try scenario.export() == before)
        #expect(rehearsed.ending.report.leavers == [.disabled: 1, .missing: 1])
        let real = try Self.deliver(Self.file(["ada"]), to: scenario)
        #expect(rehearsed.results == real.results)
    }

    @Test func aStoppedRunSparesItsLeaversAndDoesNotCount() throws {
        let scenario = try Scenario()
        try scenario.configure("feeds:\n  hr:\n    leavers: {files: 2}\n")
        _ = try Self.deliver(Self.file(["ada", "bob"]), to: scenario)
        let bad = Self.header + Self.row("ada") + "x,x@@y,,\n"
        let stopped = try Self.deliver(bad, to: scenario) { $0.rejectsMax = .records(0) }
        #expect(stopped.ending.report.status == .stopped)
        #expect(Self.leavers(stopped) == ["bob skipped"])
        #expect(stopped.results.last?.detail == "stopped by a guard; decided: missing")
        #expect(stopped.ending.report.leavers == [.skipped: 1])
        #expect(try Self.user("bob", in: scenario).absences.isEmpty)
        #expect(
            Self.leavers(try Self.deliver(Self.file(["ada"]), to: scenario)) == ["bob missing"])
    }

    @Test func disablingALeaverEndsTheirAccess() throws {
        let scenario = try Scenario()
        try scenario.configure("mail:\n  onboarding: on\n  notices: on\n")
        _ = try Self.deliver(Self.file(["ada", "bob"]), to: scenario)
        _ = try scenario.act([
            "action": "register-device", "user": "bob", "device": "laptop",
        ])
        _ = try Self.deliver(Self.file(["ada"]), to: scenario)
        let back = try Self.deliver(Self.file(["ada", "bob"]), to: scenario)
        // Who has not finished onboarding gets a new link in place of the one that died.
        #expect(back.ending.report.summary.mailsQueued == 1)
        #expect(back.results[1].detail.contains("mail: onboarding"))
    }

    @Test func chunkSizeChangesNothing() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        var files: [String] = []
        for _ in 0..<5 {
            let names = (0..<60).filter { _ in Int.random(in: 0..<20, using: &random) > 0 }
            files.append(
                Self.header
                    + names.map {
                        Self.row("u\($0)", $0 % 9 == 0 ? "D\(files.count)" : "Sales")
                    }.joined())
        }
        var outcomes: [[[ResultLine]]] = []
        for size in [1, 7, 8_192] {
            let scenario = try Scenario()
            try scenario.configure(
                """
                limits: {chunk_records: \(size)}
                feeds: {hr: {leavers: {files: 2}}}
                """)
            outcomes.append(
                try files.map { text in
                    try Self.deliver(text, to: scenario) { $0.allowances[.removals] = 60 }.results
                })
        }
        #expect(outcomes[0] == outcomes[2], "seed \(seed)")
        #expect(outcomes[1] == outcomes[2], "seed \(seed)")
    }
}
