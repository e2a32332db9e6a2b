import Provisioning
import Testing

/// Whatever stands in a feed, mapping ends with consistent batches.
@Suite struct BatchMapperPropertyTests {
    private static let cells = [
        "", " ", "(clear)", "ada", "Ada", "a@b.example", "@", "add", "delete", "fly", "true", "no",
        "+44 20 7946 0018", "2026-01-02", "id:1", "ext:", "x;y|-z", "\u{0}", "é", "日本", "default",
        "\u{202E}x", "1.2E+9", "totp", String(repeating: "m", count: 300), "x.y@b.example",
        "x.y@b.example ", "q@b.examples", "p@b-.example", "push", "PUSH",
        "Group One; group two ;-x",
        "a long name of a group;another|third", "~", "a\u{7F}",
        String(repeating: "n", count: 1_025),
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

    /// What is remembered from record to record changes nothing: words, domains, buffers.
    @Test func aRecordIsMappedAsIfItStoodAlone() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("aRecordIsMappedAsIfItStoodAlone: seed \(seed)")
        var dice = Dice(state: seed)
        for round in 0..<200 {
            let sample = sample(&dice)
            let batch = try sample.batch()
            for (record, row) in sample.rows.enumerated() {
                var single = sample
                single.rows = [row]
                let alone = try single.batch()
                let place = "seed \(seed), round \(round), record \(record)"
                #expect(batch.actions[record] == alone.actions[0], "\(place)")
                for slot in 0..<batch.layout.slotCount {
                    let (one, other) = (
                        batch.value(record, slot: slot), alone.value(0, slot: slot)
                    )
                    #expect(one.isClear == other.isClear, "\(place), slot \(slot)")
                    #expect(
                        batch.bytes(record, slot: slot) == alone.bytes(0, slot: slot),
                        "\(place), slot \(slot)")
                }
                #expect(
                    batch.issues(of: record).map(\.message) == alone.issues(of: 0).map(\.message),
                    "\(place)")
                #expect(
                    batch.keyHashes[3 * record..<3 * record + 3].elementsEqual(alone.keyHashes),
                    "\(place)")
            }
        }
    }

    /// So it is where records name their values, of which several names can mean one column.
    @Test func aRecordThatNamesItsValuesIsMappedAsIfItStoodAlone() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("aRecordThatNamesItsValuesIsMappedAsIfItStoodAlone: seed \(seed)")
        var dice = Dice(state: seed)
        let names = [
            "active", "disabled", "suspended", "enabled", "second_factor",
            "MULTI_FACTOR_AUTHENTICATION_EXEMPT", "action", "send_mail", "device_limit",
        ]
        let words = ["true", "false", "yes", "TRUE", "push", "Add", "3", "none", "****"]
        for round in 0..<200 {
            var profile = FeedProfile()
            if Bool.random(using: &dice) { profile.keepTokens = ["****", "none"] }
            let records = (0..<20).map { number in
                [(name: "username", value: "u\(number)")]
                    + names.shuffled(using: &dice).prefix(2).map {
                        (name: $0, value: words.randomElement(using: &dice) ?? "")
                    }
            }
            let batch = try FoundSample(records, profile: profile).batch()
            for (record, values) in records.enumerated() {
                let alone = try FoundSample([values], profile: profile).batch()
                let place = "seed \(seed), round \(round), record \(record): \(values)"
                #expect(batch.actions[record] == alone.actions[0], "\(place)")
                for column in [UserColumn.enabled, .secondFactor, .sendMail, .deviceLimit] {
                    #expect(batch.text(record, column) == alone.text(0, column), "\(place)")
                }
                #expect(batch.codes(record) == alone.codes(0), "\(place)")
            }
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
