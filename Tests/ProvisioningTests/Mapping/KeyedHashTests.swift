import Provisioning
import Testing

@Suite struct KeyedHashTests {
    private func hash(_ bytes: [UInt8], key: (UInt64, UInt64) = (7, 9), domain: UInt64 = 1)
        -> UInt64
    {
        bytes.withUnsafeBytes { KeyedHash(key: key).hash($0, domain: domain) }
    }

    @Test func everyBitOfTheInputCounts() {
        for length in 1...40 {
            let message = (0..<length).map { UInt8($0 &* 37 & 0xFF) }
            var seen: Set<UInt64> = [hash(message)]
            for index in 0..<length {
                for bit in 0..<8 {
                    var other = message
                    other[index] ^= 1 << UInt8(bit)
                    seen.insert(hash(other))
                }
            }
            #expect(seen.count == 8 * length + 1, "length \(length)")
        }
    }

    @Test func lengthKeyAndDomainCount() {
        let zeros = (0...40).map { hash([UInt8](repeating: 0, count: $0)) }
        #expect(Set(zeros).count == zeros.count)
        #expect(hash([1, 2, 3]) != hash([1, 2, 3], key: (8, 9)))
        #expect(hash([1, 2, 3]) != hash([1, 2, 3], key: (7, 8)))
        #expect(hash([1, 2, 3]) != hash([1, 2, 3], domain: 2))
        #expect(hash([], key: (0, 0)) != 0)
    }

    @Test func similarNamesSpreadOverATable() {
        // 20,000 names into 65,536 places: about 17,200 of them are taken by chance.
        for shift in [0, 16, 32, 48] {
            var places: Set<UInt16> = []
            for number in 0..<20_000 {
                let name = Array("user\(number)@corp.example".utf8)
                places.insert(UInt16(truncatingIfNeeded: hash(name) >> UInt64(shift)))
            }
            #expect((16_900...17_600).contains(places.count), "bits from \(shift)")
        }
    }
}
