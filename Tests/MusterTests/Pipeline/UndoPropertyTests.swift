import Muster
import Provisioning
import Testing

/// Whatever the last run was, taking it back leaves what was there before.
@Suite struct UndoPropertyTests {
    @Test func theLastRunIsTakenBackWhateverWentBefore() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed \(seed)")
        var random = Numbers(state: seed)
        for round in 0..<6 {
            let scenario = try Scenario()
            try scenario.load(Self.feed(&random)) { $0.feed = "hr" }
            for step in 0..<6 {
                let before = try scenario.snapshot()
                let mails = try scenario.mails()
                let run = try Self.step(scenario, &random)
                guard let run, try scenario.place.openForReading().run(named: run) != nil else {
                    continue
                }
                let isUndone = (try? scenario.undo(run)) != nil
                let label: Comment = "seed \(seed) round \(round) step \(step)"
                let after = try scenario.snapshot()
                #expect(after == before, label)
                #expect(try scenario.mails() == mails, label)
                // Every second time the run is made to count after all.
                if isUndone, Bool.random(using: &random) {
                    try scenario.load(Self.feed(&random)) { $0.feed = "hr" }
                }
            }
        }
    }

    /// Some users of a small crowd, with some values each.
    private static func feed(_ random: inout Numbers) -> String {
        var text = "username,email,department,groups,device_limit,second_factor,attr.room\n"
        for number in 0..<12 where Bool.random(using: &random) {
            func pick(_ words: [String]) -> String { words.randomElement(using: &random) ?? "" }
            let cells = [
                pick(["Sales", "Support", "", "(clear)"]),
                pick(["staff", "+crew", "-staff;+x", "", "y;z"]), pick(["2", "3", "", "(clear)"]),
                pick(["totp", "otp-email", "", "(clear)"]), pick(["1", "2", "", "(clear)"]),
            ]
            text += "u\(number),u\(number)@example.com,\(cells.joined(separator: ","))\n"
        }
        return text
    }

    /// Does something at random, and says which run did it.
    private static func step(
        _ scenario: Scenario, _ random: inout Numbers
    ) throws -> String? {
        if Bool.random(using: &random) {
            return try scenario.load(feed(&random)) {
                $0.feed = Bool.random(using: &random) ? "hr" : "it"
                $0.mail = Bool.random(using: &random)
            }.ending.report.run
        }
        let user = "u\(Int.random(in: 0..<12, using: &random))"
        let records: [[String: String]] = [
            ActionCase.record("update", user, ["department": "Board", "username": "\(user)-new"]),
            ActionCase.record("register-device", user, ["device": "phone"]),
            ActionCase.record("add-to-groups", user, ["groups": "made;of"]),
            ActionCase.record("remove-from-groups", user, ["groups": "staff"]),
            ActionCase.record("set-device-limit", user, ["device_limit": "default"]),
            ActionCase.record("enrol-second-factor", user, ["second_factor": "push"]),
            ActionCase.record("set-second-factor", user, ["second_factor": "push"]),
        ]
        let cells = records.randomElement(using: &random) ?? [:]
        return try UndoTableTests.act(cells, in: scenario).run
    }
}

/// Random numbers that a seed repeats (SplitMix64).
private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
