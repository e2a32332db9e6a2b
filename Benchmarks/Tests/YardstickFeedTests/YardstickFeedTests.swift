import Testing
import YardstickFeed

@Suite struct YardstickFeedTests {
    private func text(_ feed: YardstickFeed) -> String {
        var buffer = LineBuffer(capacity: 1 << 16)
        for index in 0..<feed.records { feed.append(index, to: &buffer) }
        return buffer.text
    }

    @Test(arguments: [1, 2, 3, 10, 1_000, 4_097] as [UInt64])
    func everyPersonAppearsOnce(count: UInt64) {
        let order = KeyPermutation(count: count, seed: 7)
        #expect(Set((0..<count).map { order[$0] }) == Set(0..<count))
    }

    @Test func sameSeedGivesTheSameBytesAndAnotherSeedOthers() {
        let feed = text(YardstickFeed(records: 500, seed: 3))
        #expect(feed == text(YardstickFeed(records: 500, seed: 3)))
        #expect(feed != text(YardstickFeed(records: 500, seed: 4)))
    }

    @Test func nextNightChangesOneRecordInAHundred() {
        let lines = { (variant: FeedVariant) in
            text(YardstickFeed(records: 20_000, variant: variant)).split(separator: "\n")
        }
        let changed = zip(lines(.firstNight), lines(.nextNight)).count { $0 != $1 }
        #expect(UInt64(changed) == YardstickFeed(records: 20_000).changedRecords)
        #expect((150...250).contains(changed))
    }

    @Test func recordsHaveTheShapeThatTheGoalsName() {
        let lines = text(YardstickFeed(records: 60_000)).split(separator: "\n")
        let quoted = lines.count { $0.contains("\"") }
        let bytes = lines.reduce(0) { $0 + $1.utf8.count + 1 } / lines.count
        #expect((9_000...11_000).contains(quoted), "one record in six is quoted")
        #expect((105...115).contains(bytes), "about 110 bytes a record, not \(bytes)")
        #expect(lines.contains { !$0.utf8.allSatisfy { $0 < 0x80 } })
        #expect(lines.allSatisfy { $0.utf8.count < YardstickFeed.recordBytesMax })
    }
}
