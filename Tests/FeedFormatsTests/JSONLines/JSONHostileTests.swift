import FeedFormats
import Provisioning
import Testing

/// Shapes that would cost a naive reader its memory or its time; a quadratic one would not end.
@Suite struct JSONHostileTests {
    /// Reads to the end; gives the faults by record, and the most memory that a chunk had.
    private func read(
        _ source: JSONLinesSource
    ) throws -> (faults: [IssueCode?], lines: [UInt64], capacity: Int) {
        let chunk = FeedChunk(capacity: 64)
        var seen: (faults: [IssueCode?], lines: [UInt64], capacity: Int) = ([], [], 0)
        while try source.read(into: chunk) {
            for record in chunk.records {
                let index = Int(record.faultIndex)
                seen.faults.append(index < 0 ? nil : chunk.faults[index].code)
                seen.lines.append(record.line)
            }
            seen.capacity = max(seen.capacity, chunk.capacity)
        }
        return seen
    }

    @Test(arguments: ["x", "{\"a\":\"x", "{\"a\":1", " ", "[", "{\"a\":", "\"\\"])
    func aLineWithoutEndIsSkippedInBoundedMemory(beginning: String) throws {
        let long = Array(beginning.utf8) + HostileBytes.repeated("x", bytes: 1 << 20)
        let bytes = Array("{\"a\":1}\n".utf8) + long + Array("\r\n{\"a\":2}\n".utf8)
        let seen = try read(JSONLinesSource(bytes, limits: Limits.small))
        #expect(seen.faults == [nil, .jsonRecordTooLong, nil])
        #expect(seen.lines == [1, 2, 3])
        #expect(seen.capacity <= 256 << 10)
    }

    @Test func aLineOfManyMegabytesCostsOneRecord() throws {
        let source = try JSONLinesSource(
            input: RepeatingInput(
                first: "{\"a\":1}\n{\"a\":\"", filler: 0x78, count: 1 << 26, last: "\"}\n{\"a\":2}")
        )
        let seen = try read(source)
        #expect(seen.faults == [nil, .jsonRecordTooLong, nil])
        #expect(seen.capacity <= 8 << 20)
    }

    @Test func anElementOfManyMegabytesCostsOneRecord() throws {
        let source = try JSONLinesSource(
            input: RepeatingInput(
                first: "[{\"a\":1},\n{\"a\":\"", filler: 0x78, count: 1 << 26,
                last: "\"},{\"a\":2}]"))
        let seen = try read(source)
        #expect(seen.faults == [nil, .jsonRecordTooLong, nil])
        #expect(seen.capacity <= 8 << 20)
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":["])
    func aMillionLevelsAreOneFault(_ unit: String) throws {
        var limits = Limits()
        limits.recordBytesMax = 16 << 20
        limits.depthMax = .max
        for end in ["", "]", "}"] {
            let deep =
                Array("{\"a\":".utf8) + HostileBytes.repeated(unit, bytes: 1_000_000 * unit.count)
            let bytes = deep + Array((end + "\n{\"a\":2}\n").utf8)
            let seen = try read(JSONLinesSource(bytes, limits: limits))
            #expect(seen.faults == [.jsonDepthTooDeep, nil])
        }
    }

    @Test func aMillionKeysAreOneFault() throws {
        var limits = Limits()
        limits.recordBytesMax = 64 << 20
        var line = Array("{\"k\":0".utf8)
        for key in 0..<1_000_000 { line += Array(",\"k\(key)\":1".utf8) }
        let bytes = line + Array("}\n{\"a\":2}\n".utf8)
        let source = try JSONLinesSource(bytes, limits: limits)
        #expect(try read(source).faults == [.jsonKeysTooMany, nil])
    }

    @Test func manyElementsCostLinearTime() throws {
        var limits = Limits()
        limits.recordBytesMax = 64 << 20
        limits.fieldBytesMax = 64 << 20
        var plain = Array("{\"groups\":[\"g\"".utf8)
        var chosen = Array("{\"emails\":[{}".utf8)
        for index in 0..<100_000 {
            plain += Array(",\"g\(index)\"".utf8)
            chosen += Array(",{\"type\":\"t\(index)\",\"value\":\"v\"}".utf8)
        }
        let bytes = plain + Array("]}\n".utf8) + chosen + Array("]}\n{\"a\":2}\n".utf8)
        let source = try JSONLinesSource(bytes, limits: limits)
        #expect(try read(source).faults == [nil, nil, nil])
    }

    @Test func keysThatNoRecordSharesFillNoMemory() throws {
        var profile = FeedProfile()
        profile.ignoredColumns = ["x"]
        var bytes: [UInt8] = []
        for index in 0..<20_000 {
            bytes += Array("{\"x\":{\"k\(index)\":1},\"username\":\"u\(index)\"}\n".utf8)
        }
        let records = try JSONLinesSource(bytes, profile: profile).seenRecords()
        #expect(records.count == 20_000)
        #expect(records.allSatisfy { $0.texts == ["username": "u\($0.number - 1)"] })
    }

    @Test(arguments: [
        "{", "}", "[", "\"", "\\", "{\"a\":\"", "{\"a\":[", ":", ",", "\u{1A}", "{}\\",
    ])
    func sameBytesInEveryLineCostLinearTime(line: String) throws {
        let count = 1 << 16
        let seen = try read(
            JSONLinesSource(
                Array("{}\n".utf8)
                    + HostileBytes.repeated(line + "\n", bytes: count * (line.utf8.count + 1))))
        #expect(seen.faults.count == count + 1)
        #expect(seen.faults.dropFirst().allSatisfy { $0 != nil })
    }

    @Test func truncationAtEveryByteIsReadToItsEnd() throws {
        for bytes in [HardJSON.lines, HardJSON.array] {
            for count in 0..<bytes.count {
                let cut = Array(bytes.prefix(count))
                _ = halt {
                    let source = try JSONLinesSource(cut)
                    let records = try source.seenRecords()
                    #expect(records.count <= HardJSON.lineRecords)
                    for record in records { #expect(try source.seenAgain(record) == record) }
                }
            }
        }
    }

    @Test func aFlippedBitLeavesOneRecordALine() throws {
        let bytes = Array(
            """
            {"username":"zoë","n":{"a":-1.5e3},"groups":["a","\\ud83d\\ude42"]}
            {"b":null}
            {"c":1}
            """.utf8)
        for index in bytes.indices {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[index] ^= 1 << bit
                let isArray = flipped[0] == UInt8(ascii: "[")
                if isArray { continue }
                let source = try JSONLinesSource(flipped)
                var records: [SeenJSONRecord] = []
                if let found = halt({ records = try source.seenRecords() }) {
                    // The first line's end, or the second line's beginning, is gone.
                    #expect(found.code == .jsonDocumentWrapped, "byte \(index), bit \(bit)")
                    continue
                }
                #expect(records.count == lineCount(flipped), "byte \(index), bit \(bit)")
                for record in records { #expect(try source.seenAgain(record) == record) }
            }
        }
    }

    @Test func aFlippedBitInAnArrayIsReadToItsEnd() throws {
        for index in HardJSON.array.indices {
            for bit in 0..<8 {
                var flipped = HardJSON.array
                flipped[index] ^= 1 << bit
                let found = halt {
                    _ = try JSONLinesSource(flipped, isReadAgain: false).seenRecords()
                }
                #expect(found == nil || found?.status == .malformedFile)
            }
        }
    }

    /// Lines that are not blank, as an editor would count them.
    private func lineCount(_ bytes: [UInt8]) -> Int {
        bytes.split { $0 == 0x0A || $0 == 0x0D }.filter { line in
            line.contains { $0 != 0x20 && $0 != 0x09 }
        }.count
    }
}

/// A long feed that needs no memory: one byte many times between two texts.
private final class RepeatingInput: FeedInput {
    let name = "long feed"
    var observer: ((UnsafeRawBufferPointer) -> Void)?
    private let first: [UInt8]
    private let filler: UInt8
    private let count: Int
    private let last: [UInt8]
    private var position = 0

    init(first: String, filler: UInt8, count: Int, last: String) {
        self.first = Array(first.utf8)
        self.filler = filler
        self.count = count
        self.last = Array(last.utf8)
    }

    var byteCount: UInt64? { UInt64(first.count + count + last.count) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        let read = try self.read(at: UInt64(position), into: buffer)
        position += read
        return read
    }

    func read(
        at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer
    ) throws(RunHalt) -> Int {
        let start = Int(offset)
        let fillerEnd = first.count + count
        let wanted = min(buffer.count, fillerEnd + last.count - start)
        for index in 0..<max(0, min(wanted, first.count - start)) {
            buffer[index] = first[start + index]
        }
        let from = max(0, first.count - start)
        let to = min(wanted, fillerEnd - start)
        if from < to {
            UnsafeMutableRawBufferPointer(rebasing: buffer[from..<to])
                .initializeMemory(as: UInt8.self, repeating: filler)
        }
        for index in max(0, min(wanted, fillerEnd - start))..<max(0, wanted) {
            buffer[index] = last[start + index - fillerEnd]
        }
        return max(0, wanted)
    }

    func rewind() { position = 0 }
}

extension JSONLinesSource {
    /// A reader of some other input, in which every name is a column.
    fileprivate convenience init(input: any FeedInput) throws(RunHalt) {
        let profile = FeedProfile.attributes
        let mapping = try HeaderMapping(foundByRecordIn: profile)
        let columns = [
            try FoundColumns(mapping: mapping, profile: profile, limits: Limits()),
            try FoundColumns(mapping: mapping, profile: profile, limits: Limits()),
        ]
        var next = columns.makeIterator()
        self.init(
            input: input, profile: profile, limits: Limits(),
            columns: { next.next() ?? columns[0] })
    }
}
