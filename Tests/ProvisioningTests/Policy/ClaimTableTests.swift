import Provisioning
import Testing

/// The table from key hashes to records: finds what was claimed, in whatever size.
@Suite struct ClaimTableTests {
    @Test(arguments: [0, 10, 5_000]) func findsEveryClaimAfterGrowing(_ expected: Int) {
        let table = ClaimTable(expected: expected)
        var random = SystemRandomNumberGenerator()
        let hashes = (0..<5_000).map { _ in UInt64.random(in: 1...UInt64.max, using: &random) }
        for (index, hash) in hashes.enumerated() {
            table.reserve(1)
            var probe = table.find(hash)
            while probe.record != 0 { probe = table.next(after: probe) }
            table.claim(probe, record: UInt32(index + 1))
        }
        #expect(table.count == 5_000)
        for (index, hash) in hashes.enumerated() {
            var probe = table.find(hash)
            while probe.record != 0, probe.record != UInt32(index + 1) {
                probe = table.next(after: probe)
            }
            #expect(probe.record == UInt32(index + 1))
        }
    }

    @Test func sameHashGivesEveryCandidateInTurn() {
        let table = ClaimTable(expected: 8)
        let hash: UInt64 = 0xFFFF_FFFF_0000_0001
        for record in UInt32(1)...3 {
            var probe = table.find(hash)
            while probe.record != 0 { probe = table.next(after: probe) }
            table.claim(probe, record: record)
        }
        var seen: [UInt32] = []
        var probe = table.find(hash)
        while probe.record != 0 {
            seen.append(probe.record)
            probe = table.next(after: probe)
        }
        #expect(seen == [1, 2, 3])
    }

    @Test func reassignedKeyNamesItsNewRecord() {
        let table = ClaimTable(expected: 8)
        table.claim(table.find(77 << 32), record: 1)
        table.reassign(table.find(77 << 32), to: 9)
        #expect(table.find(77 << 32).record == 9)
    }

    @Test func freeKeyHasNoRecord() {
        #expect(ClaimTable(expected: 4).find(123).record == 0)
    }
}
