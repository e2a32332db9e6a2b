import Provisioning
import Testing

/// The n-th new user is found by the record that creates them.
@Suite struct CreatingRecordsTests {
    @Test func everyOrdinalLeadsToItsRecord() {
        var creating = CreatingRecords()
        var records: [UInt32] = []
        var number: UInt32 = 0
        // Gaps of all sizes, among them some of more than a block of 512 records.
        for step in 0..<4_000 {
            number += step % 97 == 0 ? 1_777 : UInt32(step % 5 + 1)
            creating.append(number)
            records.append(number)
        }
        #expect(creating.count == 4_000)
        for (ordinal, record) in records.enumerated() {
            #expect(creating.record(of: UInt32(ordinal)) == record)
        }
    }

    @Test func theFirstRecordMayCreate() {
        var creating = CreatingRecords()
        creating.append(1)
        #expect(creating.record(of: 0) == 1)
    }
}
