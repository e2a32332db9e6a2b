import FeedFormats
import Provisioning
import Testing

/// Documents that are hardly XML: what is said of them depends on their bytes, not on the pieces in
/// which they come.
@Suite struct XMLPieceTests {
    private static let openings = [
        "", "", "<users>", "<users><user>", "<users>\n<user><n>",
        "<?xml version='1.0'?>\n<users><user id='1'><n>v</n></user>",
    ]
    private static let parts: [[UInt8]] =
        [
            "<!", "<!D", "<!DOCTYPE a>", "<!ELEMENT a>", "<!--", "<!-- c -->", "<!-->", "<!--->",
            "-->",
            "<![CDATA[", "<![CDATA[x]]>", "<![", "]]>", "]]", "]", "--", "<?", "<?p q?>", "?>",
            "<?xml version='1.0'?>", "<", ">", "</", "/>", "\"", "'", "=", "&", "&amp;", "&#x41;",
            "&#8;",
            "&nbsp;", "<users>", "</users>", "<user>", "<user ", "<user", "</user>", "<user/>",
            "<n>", "</n>",
            "<n a='1'>", "<n a='1", "<n a=\"", "<p:n>", " xmlns:p='u'", "<user><n>ada</n></user>\n",
            " ", "\n",
            "\r\n", "\r", "x", "é", "€", "😀", "\u{8}", "\0", "<1>", "<other>z</other>", "a='1' ",
        ].map { Array($0.utf8) } + [[0xC3], [0xBF], [0xFF], [0xED, 0xA0, 0x80]]

    private func pick<Element>(_ all: [Element], _ random: inout SeededRandom) -> Element {
        all[Int.random(in: 0..<all.count, using: &random)]
    }

    private func document(seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        var bytes = Array(pick(Self.openings, &random).utf8)
        for _ in 0...Int.random(in: 1...12, using: &random) {
            if Int.random(in: 0..<10, using: &random) == 0 {
                // The parser waits for 300 bytes of text before it looks at them.
                let count = Int.random(in: 0..<700, using: &random)
                bytes += [UInt8](repeating: pick([0x78, 0x20, 0x0A], &random), count: count)
            } else {
                bytes += pick(Self.parts, &random)
            }
        }
        return bytes
    }

    /// Limits near to what a document has, in every other one.
    private func limits(seed: UInt64) -> Limits {
        var limits = Limits()
        guard seed & 1 == 1 else { return limits }
        var random = SeededRandom(seed: seed &+ 1 << 32)
        func upTo(_ most: Int, from least: Int) -> Int {
            Int.random(in: least...most, using: &random)
        }
        limits.xmlTextBytesMax = upTo(300, from: 20)
        limits.xmlTagBytesMax = upTo(100, from: 10)
        limits.xmlAttributesMax = upTo(5, from: 1)
        limits.xmlNamesMax = upTo(10, from: 2)
        limits.depthMax = upTo(7, from: 2)
        limits.recordBytesMax = upTo(200, from: 20)
        limits.fieldBytesMax = upTo(50, from: 5)
        return limits
    }

    @Test(arguments: 0..<6)
    func whatIsSaidDoesNotDependOnThePieces(share: Int) {
        for seed in 0..<200 {
            let number = UInt64(share * 200 + seed)
            let bytes = document(seed: number)
            var limits = limits(seed: number)
            let whole = XMLReadingOutcome(bytes, limits: limits)
            for chunkBytes in [1, 2, 9, 100, 300] {
                limits.chunkBytes = chunkBytes
                let pieces = XMLReadingOutcome(bytes, limits: limits, hasFastLane: chunkBytes != 9)
                #expect(pieces.halt == whole.halt, "\(chunkBytes): \(bytes)")
                #expect(pieces.records == whole.records, "\(chunkBytes): \(bytes)")
                #expect(pieces.notices == whole.notices, "\(chunkBytes): \(bytes)")
            }
        }
    }
}
