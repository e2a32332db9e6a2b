import FeedFormats
import Provisioning
import Testing

/// Records that pass by the parser are those that the parser would have found.
@Suite struct XMLFastLaneTests {
    private func limits(_ chunkBytes: Int) -> Limits {
        var limits = Limits()
        limits.chunkBytes = chunkBytes
        return limits
    }

    private static let plain =
        "<users>\n<user action=\"add\"><username>ada</username><note>a &amp; b</note></user>\n"
        + "<user action=\"add\"><username>bob</username><note>é</note></user>\n"
        + "<user action='up'><username/><groups><group>x</group><group>y</group></groups></user>\n"
        + "<user><groups><group>x</group></groups><attributes><attribute name=\"c\">1</attribute>"
        + "</attributes></user>\n<user><attributes><attribute name=\"c\">2</attribute>"
        + "</attributes><username>eve</username></user>\n</users>\n"

    @Test(arguments: 0..<40)
    func randomDocumentsReadAlikeWithAndWithoutIt(round: UInt64) {
        for badPerMille in [0, 5] {
            let document = RandomDocument(seed: round, records: 25, badPerMille: badPerMille)
            let bytes = Array(document.text.utf8)
            for chunkBytes in [64, 333, 4_096, 1 << 20] {
                let limits = limits(chunkBytes)
                let lane = XMLReadingOutcome(bytes, limits: limits)
                let parser = XMLReadingOutcome(bytes, limits: limits, hasFastLane: false)
                #expect(lane == parser, "seed \(round), chunks of \(chunkBytes) bytes")
                if badPerMille == 0 { #expect(lane.records.count == 25, "seed \(round)") }
            }
        }
    }

    @Test func flippedBitsReadAlikeWithAndWithoutIt() {
        let bytes = Array(Self.plain.utf8)
        for index in bytes.indices {
            var flipped = bytes
            flipped[index] ^= 1 << (index % 8)
            let lane = XMLReadingOutcome(flipped)
            let parser = XMLReadingOutcome(flipped, hasFastLane: false)
            #expect(lane == parser, "bit \(index % 8) of byte \(index)")
        }
    }

    @Test func everyByteInEveryPlaceReadsAlikeWithAndWithoutIt() {
        let bytes = Array(
            "<users><user a=\"1\"><b>x</b></user><user a=\"1\"><b>y</b></user></users>".utf8)
        for index in 33..<bytes.count - 8 {
            for byte in (UInt8.min...UInt8.max) where byte < 0x40 || byte % 8 == 7 {
                var changed = bytes
                changed[index] = byte
                let lane = XMLReadingOutcome(changed)
                let parser = XMLReadingOutcome(changed, hasFastLane: false)
                #expect(lane == parser, "byte \(byte) at \(index)")
            }
        }
    }

    @Test func truncationReadsAlikeWithAndWithoutIt() {
        let bytes = Array(Self.plain.utf8)
        for count in 0..<bytes.count - 1 {
            let cut = Array(bytes.prefix(count))
            let lane = XMLReadingOutcome(cut)
            #expect(lane.halt != nil)
            #expect(lane == XMLReadingOutcome(cut, hasFastLane: false))
        }
    }

    @Test func limitsBiteAtTheSamePlaceWithAndWithoutIt() {
        let bytes = Array(Self.plain.utf8)
        let changes: [(inout Limits, Int) -> Void] = [
            { $0.xmlTextBytesMax = $1 }, { $0.xmlTagBytesMax = $1 },
            { $0.xmlAttributesMax = $1 }, { $0.depthMax = $1 }, { $0.xmlNamesMax = $1 },
            { $0.recordBytesMax = $1 }, { $0.fieldBytesMax = $1 },
        ]
        for (index, change) in changes.enumerated() {
            for value in Array(1...40) + [60, 71, 72, 73, 85, 104, 120] {
                for chunkBytes in [50, 1 << 20] {
                    var limits = limits(chunkBytes)
                    change(&limits, value)
                    let lane = XMLReadingOutcome(bytes, limits: limits)
                    let parser = XMLReadingOutcome(bytes, limits: limits, hasFastLane: false)
                    #expect(lane == parser, "limit \(index) at \(value), chunks \(chunkBytes)")
                }
            }
        }
    }
}
