import Provisioning
import Testing

/// Whatever stands in a feed, mapping ends with consistent batches.
@Suite struct BatchMapperPropertyTests {
    /// A small repeatable generator (xorshift), so that a printed seed gives the run again.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    private static let cells = [
        "", " ", "(clear)", "ada", "Ada", "a@b.example", "@", "add", "delete", "fly", "true", "no",
        "+44 20 7946 0018", "2026-01-02", "id:1", "ext:", "x;y|-z", "\u{0}", "é", "日本", "default",
        "\u{202E}x", "1.2E+9", "totp", String(repeating: "m", count: 300),
    ]

    private static let headers =
        UserColumn.allCases.map(\.name) + [
            "attr.x", "cohort1", "cohort2", "suspended", "Shoe Size",
            "Password Hash Function [UPLOAD ONLY]", "status", "",
        ]

    private func cell(_ dice: inout Dice) -> String {
        if Int.random(in: 0..<4, using: &dice) > 0 {
            return Self.cells.randomElement(using: &dice) ?? ""
        }
        let bytes = (0..<Int.random(in: 0..<40, using: &dice)).map { _ in
            UInt8.random(in: 0...255, using: &dice)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func sample(_ dice: inout Dice) -> FeedSample {
        var header = Self.headers.shuffled(using: &dice)
        header =
            ["username"]
            + header.prefix(Int.random(in: 0..<12, using: &dice))
            .filter { $0 != "username" }
        let rows = (0..<Int.random(in: 0..<20, using: &dice)).map { _ in
            (0..<Int.random(in: 0...header.count + 1, using: &dice)).map { _ in cell(&dice) }
        }
        var profile = FeedProfile()
        profile.badOptionalValue = Bool.random(using: &dice) ? .drop : .reject
        profile.unknownColumns = Bool.random(using: &dice) ? .attributes : .warn
        if Bool.random(using: &dice) {
            profile.derivations = [
                "email": "{username}@corp.example", "display_name": "{username|upper:3}",
            ]
            profile.derivations["display_name"] = "{username:3|upper}"
        }
        var sample = FeedSample(header, rows, profile: profile)
        sample.wantsFingerprints = Bool.random(using: &dice)
        return sample
    }

    @Test func everyChunkEndsInAConsistentBatch() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("everyChunkEndsInAConsistentBatch: seed \(seed)")
        var dice = Dice(state: seed)
        for round in 0..<300 {
            let sample = sample(&dice)
            let mapper = try sample.mapper()
            let chunk = sample.chunk(isRewritten: Bool.random(using: &dice))
            // A reader may hand over any bytes: spoil some.
            for _ in 0..<min(3, chunk.count) {
                chunk.base[Int.random(in: 0..<chunk.count, using: &dice)] = .random(
                    in: 0...255, using: &dice)
            }
            let batch = RecordBatch(chunk: chunk, layout: mapper.mapping.layout)
            mapper.map(batch)
            check(batch, "seed \(seed), round \(round)")
        }
    }

    private func check(_ batch: RecordBatch, _ place: String) {
        let count = batch.recordCount
        #expect(batch.values.count == count * batch.layout.slotCount, "\(place)")
        #expect(batch.actions.count == count && batch.hasErrors.count == count, "\(place)")
        #expect(batch.keyHashes.count == 3 * count, "\(place)")
        for value in batch.values where value.isValue {
            #expect(Int(value.range.end) <= batch.chunk.count, "\(place)")
        }
        for record in 0..<count {
            let issues = batch.issues(of: record)
            #expect(batch.hasErrors[record] == (issues.first?.severity == .error), "\(place)")
            for (slot, key) in [0, 1, 2].enumerated() {
                let hasKey = batch.value(record, slot: slot).isValue
                #expect((batch.keyHashes[3 * record + key] != 0) == hasKey, "\(place)")
            }
        }
        #expect(batch.issues.map(\.record) == batch.issues.map(\.record).sorted(), "\(place)")
    }
}
