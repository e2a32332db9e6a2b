import Provisioning
import Testing

/// Fingerprints lead to the users whom their rows described.
@Suite struct FingerprintTableTests {
    @Test func findsWhatWasAddedAndNothingElse() {
        let table = FingerprintTable()
        for number in UInt64(1)...1_000 {
            table.add(
                RowFingerprint(high: number &* 0x9E37_79B9_7F4A_7C15, low: number),
                UserID(UInt32(number)))
        }
        table.buildIndex()
        for number in UInt64(1)...1_000 {
            let row = RowFingerprint(high: number &* 0x9E37_79B9_7F4A_7C15, low: number)
            #expect(table.user(of: row) == UserID(UInt32(number)))
            let near = RowFingerprint(high: row.high, low: row.low ^ 1)
            #expect(table.user(of: near) == nil || near.low <= 1_000 && near.high != row.high)
        }
    }

    @Test func emptyTableKnowsNobody() {
        let table = FingerprintTable()
        table.buildIndex()
        #expect(table.user(of: RowFingerprint(high: 1, low: 2)) == nil)
    }
}
