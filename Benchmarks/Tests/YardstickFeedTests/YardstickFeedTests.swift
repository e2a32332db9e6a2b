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

    /// Fields of a CSV record, quotes taken off.
    private func fields(_ line: Substring) -> [String] {
        var fields = [""]
        var isQuoted = false
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                fields.append("")
            } else {
                fields[fields.count - 1].append(character)
            }
        }
        return fields
    }

    @Test(arguments: [FeedVariant.firstNight, .nextNight])
    func everyFormatSaysTheSameOfEverybody(variant: FeedVariant) throws {
        let feed = YardstickFeed(records: 300, seed: 5, variant: variant)
        let csv = text(feed).split(separator: "\n").map(fields)
        let xml = text(feed.written(as: .xml)).split(separator: "\n")
        let json = text(feed.written(as: .jsonl)).split(separator: "\n")
        #expect(csv.count == xml.count && csv.count == json.count)
        var header = LineBuffer(capacity: 256)
        feed.appendOpening(to: &header)
        let names = header.text.dropLast().split(separator: ",").map(String.init)
        for ((row, element), object) in zip(zip(csv, xml), json) {
            let values = zip(names, row).map { (name: $0, value: $1) }
            let groups = row[6].split(separator: ";")
            let elements = values.map { name, value in
                name == "action"
                    ? "<user action=\"\(value)\">"
                    : name == "groups"
                        ? "<groups>" + groups.map { "<group>\($0)</group>" }.joined() + "</groups>"
                        : "<\(name)>\(value)</\(name)>"
            }
            #expect(element == elements.joined() + "</user>")
            let members = values.map { name, value in
                name == "groups"
                    ? "\"groups\":[" + groups.map { "\"\($0)\"" }.joined(separator: ",") + "]"
                    : name == "device_limit" ? "\"\(name)\":\(value)" : "\"\(name)\":\"\(value)\""
            }
            #expect(object == "{" + members.joined(separator: ",") + "}")
        }
    }

    @Test func noValueWouldHaveToBeEscaped() {
        let feed = YardstickFeed(records: 20_000)
        #expect(!text(feed.written(as: .xml)).contains("&"))
        #expect(!text(feed.written(as: .jsonl)).contains("\\"))
        #expect(!text(feed).contains("\"\""))
    }

    @Test func documentOfTheFeedHasOneRootAroundItsRecords() {
        var (head, tail) = (LineBuffer(capacity: 64), LineBuffer(capacity: 64))
        let feed = YardstickFeed(records: 1, format: .xml)
        feed.appendOpening(to: &head)
        feed.appendClosing(to: &tail)
        #expect(head.text == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<users>\n")
        #expect(tail.text == "</users>\n")
    }

    @Test func xmlRecordTakesAboutThreeTimesTheBytes() {
        let lines = text(YardstickFeed(records: 20_000, format: .xml)).split(separator: "\n")
        let bytes = lines.reduce(0) { $0 + $1.utf8.count + 1 } / lines.count
        #expect((340...400).contains(bytes), "about 380 bytes a record, not \(bytes)")
        #expect(lines.allSatisfy { $0.utf8.count < YardstickFeed.recordBytesMax })
    }
}
