import Glibc
import Testing

/// A killed import of any format, encoding and compression is carried on by the same file.
@Suite(.serialized) struct FormatKillTests {
    /// One way in which a feed is delivered.
    struct Delivery: Sendable, CustomTestStringConvertible {
        var file: String
        var rejects: String
        var isCompressed = false
        var isUTF16 = false

        var testDescription: String { file + (isCompressed ? ".gz" : "") }
        var words: [String] {
            [
                "import", testDescription, "--results", "results.jsonl", "--rejects", rejects,
                "--max-rejects", "none", "--mail", "--quiet",
            ]
        }
    }

    static let deliveries = [
        Delivery(file: "users.xml", rejects: "rejects.xml"),
        Delivery(file: "users.jsonl", rejects: "rejects.jsonl", isCompressed: true),
        Delivery(file: "users.csv", rejects: "rejects.csv", isUTF16: true),
    ]
    static let rounds = 6

    static func bytes(of delivery: Delivery) throws -> [UInt8] {
        let population = Population(count: 2_000, seed: 7)
        let text =
            delivery.file.hasSuffix("xml")
            ? population.xml()
            : delivery.file.hasSuffix("csv") ? population.csv() : try population.jsonLines()
        guard delivery.isUTF16 else { return Array(text.utf8) }
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        return wide
    }

    static func place(_ delivery: Delivery, _ bytes: [UInt8]) throws -> Workplace {
        let place = try Workplace(isOptimised: true)
        try place.write(bytes, to: delivery.file)
        if delivery.isCompressed { place.gzip(delivery.file) }
        try place.write(
            "limits:\n  chunk_records: 40\n  chunk_bytes: 16 KiB\n", to: "muster.yaml")
        return place
    }

    @Test(arguments: deliveries) func aKilledImportEndsLikeOneThatWasNot(
        delivery: Delivery
    ) throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let bytes = try Self.bytes(of: delivery)
        let model = try Self.place(delivery, bytes)
        let start = ContinuousClock.now
        #expect(model.start(delivery.words).end().status == 1)
        let duration = ContinuousClock.now - start
        for round in 0..<Self.rounds {
            let place = try Self.place(delivery, bytes)
            // Kills before the first change leave nothing to carry on.
            let share = Double.random(in: 0.3...1, using: &random)
            _ = place.start(delivery.words).end(signal: (SIGKILL, duration * share))
            let last = place.start(delivery.words).end()
            let label = "seed \(seed) round \(round)"
            #expect(last.status == 1, "\(label): \(last.error)")
            #expect(Difference(try place.contents(), try model.contents()) == nil, "\(label)")
            // A run that had ended before the kill came is followed by one that changes nothing.
            let results = try place.read("results.jsonl")
            guard results.contains("\"created\"") else { continue }
            #expect(Difference(results, try model.read("results.jsonl")) == nil, "\(label)")
            #expect(
                Difference(try place.read(delivery.rejects), try model.read(delivery.rejects))
                    == nil, "\(label)")
        }
    }
}
