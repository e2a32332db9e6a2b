import Provisioning
import Testing

/// Any record can be found again in the file.
@Suite struct RecordPlacesTests {
    @Test func placesReachFromOneRecordToTheNext() {
        var places = RecordPlaces()
        var number: UInt32 = 1
        var offset: UInt64 = 10
        var starts: [UInt64] = []
        for size in [3, 1, 4] {
            let chunk = FeedChunk(capacity: 64)
            for _ in 0..<size {
                chunk.records.append(
                    FeedRecord(
                        number: number, line: UInt64(number), offset: offset, byteLength: 5,
                        firstField: 0, fieldCount: 0, start: 0))
                starts.append(offset)
                number += 1
                offset += 7
            }
            places.add(chunk)
        }
        for (index, start) in starts.enumerated() {
            let place = places.place(of: UInt32(index + 1))
            #expect(place.offset == start)
            #expect(place.length == (index + 1 < starts.count ? 7 : 5))
        }
    }
}
