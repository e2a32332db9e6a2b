import Provisioning
import Testing

/// Three keys at once are asked for and claimed as one by one.
@Suite struct KeyClaimsTests {
    @Test func aClaimedKeyIsNotFree() {
        let claims = KeyClaims(hasExternalIDs: true)
        claims.reserve(8)
        #expect(claims.areFree([7 << 32, 8 << 32, 9 << 32]))
        claims.claim([7 << 32, 8 << 32, 0], record: 5)
        #expect(!claims.areFree([7 << 32, 1 << 32, 9 << 32]))
        #expect(!claims.areFree([1 << 32, 8 << 32, 9 << 32]))
        #expect(claims.areFree([8 << 32, 7 << 32, 9 << 32]), "each key has a table of its own")
        #expect(claims.areFree([0, 0, 0]), "a record without keys takes none")
        #expect(claims.find(7 << 32, key: 0).record == 5)
        #expect(claims.find(9 << 32, key: 2).record == 0)
    }

    @Test func thoseOfOneHashStandInTheOrderOfTheirRecords() {
        let claims = KeyClaims(hasExternalIDs: false)
        claims.reserve(8)
        for record in UInt32(1)...3 { claims.claim([0, 7 << 32, 0], record: record) }
        var seen: [UInt32] = []
        var probe = claims.find(7 << 32, key: 1)
        while probe.record != 0 {
            seen.append(probe.record)
            probe = claims.next(after: probe, key: 1)
        }
        #expect(seen == [1, 2, 3])
    }

    @Test func aLargeDenseTableKeepsEveryClaim() {
        let claims = KeyClaims(hasExternalIDs: true)
        claims.expect(600_000, isDense: true)
        for record in UInt32(1)...60_000 {
            let hash = UInt64(record) &* 0x9e37_79b9_7f4a_7c15
            claims.claim([hash, ~hash, hash ^ 1 << 40], record: record)
        }
        for record in UInt32(1)...60_000 {
            let hash = UInt64(record) &* 0x9e37_79b9_7f4a_7c15
            #expect(!claims.areFree([hash, 0, 0]) && !claims.areFree([0, ~hash, 0]))
        }
    }
}
