import Provisioning
import Testing

/// Eight bytes hold what the second reading needs to know.
@Suite struct VerdictTests {
    @Test func verdictIsEightBytes() {
        #expect(MemoryLayout<Verdict>.size == 8)
        #expect(MemoryLayout<Verdict>.stride == 8)
    }

    @Test(arguments: Outcome.allCases) func everyOutcomeComesBack(_ outcome: Outcome) {
        #expect(Verdict(outcome).outcome == outcome)
        #expect(Verdict(outcome).target == .nobody)
    }

    @Test func targetsAndFlagsDoNotDisturbEachOther() {
        var verdict = Verdict(.updated, target: .user(UserID(4_000_000_000)))
        verdict.writes = true
        verdict.keepsFingerprint = true
        verdict.isDone = true
        verdict.isSettled = true
        #expect(verdict.target == .user(UserID(4_000_000_000)))
        verdict.writes = false
        #expect(verdict.keepsFingerprint && verdict.isDone && verdict.isSettled)
        #expect(!verdict.writes)
        #expect(Verdict(.created, target: .newUser(7)).target == .newUser(7))
    }
}
