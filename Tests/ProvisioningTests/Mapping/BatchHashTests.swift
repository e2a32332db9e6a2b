import Provisioning
import Testing

/// Keys, fingerprints and the hash of a chunk's contents.
@Suite struct BatchHashTests {
    private func batch(
        _ rows: [[String]], header: [String] = ["username", "email", "external_id"],
        key: (UInt64, UInt64) = (1, 2), isRewritten: Bool = false
    ) throws -> RecordBatch {
        var sample = FeedSample(header, rows)
        sample.wantsFingerprints = true
        sample.hashKey = key
        let mapper = try sample.mapper()
        let batch = RecordBatch(
            chunk: sample.chunk(isRewritten: isRewritten), layout: mapper.mapping.layout)
        mapper.map(batch)
        return batch
    }

    @Test func keyHashFollowsTheComparedForm() throws {
        let batch = try batch([["Ada", "A@b.example", "7"], ["ada", "a@B.example", "7"]])
        #expect(Array(batch.keyHashes[0..<3]) == Array(batch.keyHashes[3..<6]))
        #expect(!batch.keyHashes.contains(0))
    }

    @Test func columnsAndKeysHaveUnlikeHashes() throws {
        let same = try batch([["a@b.example", "a@b.example", "a@b.example"]])
        #expect(Set(same.keyHashes).count == 3)
        let other = try batch([["a@b.example", "a@b.example", "a@b.example"]], key: (1, 3))
        #expect(Set(same.keyHashes + other.keyHashes).count == 6)
    }

    @Test func absentKeyHasHashZero() throws {
        let batch = try batch([["ada", "", ""]])
        #expect(Array(batch.keyHashes[1...]) == [0, 0])
    }

    @Test(arguments: [false, true]) func fingerprintFollowsTheRow(isRewritten: Bool) throws {
        let rows = [["a", "b", "c"], ["a", "b", "c"], ["ab", "", "c"], ["a", "b", "d"]]
        let prints = try batch(rows, isRewritten: isRewritten).fingerprints
        #expect(prints[0] == prints[1])
        #expect(Set(prints).count == 3)
        #expect(try batch(rows, key: (9, 9), isRewritten: isRewritten).fingerprints[0] != prints[0])
    }

    @Test func columnsThatARecordLacksDoNotMoveTheHashOfTheContents() throws {
        let mapper = try FeedSample(["username", "email"], []).fingerprintingMapper()
        var hashes: Set<UInt64> = []
        for absent in [0, 1, 3] {
            let chunk = FeedSample(["username", "email"], [["a", "b"]]).chunk(isRewritten: true)
            for _ in 0..<absent { chunk.fields.append(.absent) }
            chunk.records[0].fieldCount += UInt32(absent)
            let batch = RecordBatch(chunk: chunk, layout: mapper.mapping.layout)
            mapper.map(batch)
            hashes.insert(batch.contentHash)
        }
        #expect(hashes.count == 1)
    }

    @Test func lineEndIsNotPartOfTheFingerprint() throws {
        let mapper = try FeedSample(["username"], []).fingerprintingMapper()
        var prints: Set<RowFingerprint> = []
        for end in ["", "\n", "\r\n"] {
            let sample = FeedSample(["username"], [["ada"]])
            let chunk = sample.chunk()
            chunk.count -= 2
            chunk.records[0].byteLength = UInt32(3 + end.utf8.count)
            var end = end
            _ = end.withUTF8 { chunk.append(UnsafeRawBufferPointer($0)) }
            let batch = RecordBatch(chunk: chunk, layout: mapper.mapping.layout)
            mapper.map(batch)
            prints.insert(batch.fingerprints[0])
        }
        #expect(prints.count == 1)
    }

    @Test func secretCellsAreNotPartOfTheFingerprint() throws {
        let header = ["username", "password", "totp_secret"]
        let prints = try batch(
            [["ada", "correct horse", ""], ["ada", "", "x"], ["bob", "", ""]], header: header
        ).fingerprints
        #expect(prints[0] == prints[1])
        #expect(prints[0] != prints[2])
    }

    @Test func fingerprintsAreMadeOnlyOnDemand() throws {
        #expect(try FeedSample(["username"], [["ada"]]).batch().fingerprints.isEmpty)
    }

    @Test func contentHashSeesEveryChange() throws {
        let rows = [["ada", "a@b.example", "1"], ["bob", "b@b.example", "2"]]
        let hash = try batch(rows).contentHash
        #expect(try batch(rows).contentHash == hash)
        let changes = [
            [rows[0]], [rows[1], rows[0]], [rows[0], ["bob", "b@b.example", "3"]],
            [rows[0], ["bobb", "@b.example", "2"]], rows + [["", "", ""]],
        ]
        for change in changes { #expect(try batch(change).contentHash != hash) }
    }

    @Test func batchIsReusedWithoutTraces() throws {
        let mapper = try FeedSample(["username", "email"], []).fingerprintingMapper()
        let batch = RecordBatch(
            chunk: FeedSample([], [["a", "@"], ["b", "b@b.example"]]).chunk(),
            layout: mapper.mapping.layout)
        mapper.map(batch)
        let first = batch.contentHash
        #expect(batch.hasErrors == [true, false])
        mapper.map(batch)
        #expect(batch.contentHash == first)
        #expect(batch.issues.count == 1)
        #expect(batch.values.count == 2 * batch.layout.slotCount)
    }
}

extension FeedSample {
    fileprivate func fingerprintingMapper() throws -> BatchMapper {
        var sample = self
        sample.wantsFingerprints = true
        return try sample.mapper()
    }
}
