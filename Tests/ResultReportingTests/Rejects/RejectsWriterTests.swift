import Provisioning
import ResultReporting
import Testing

/// A rejects file over an interruption, in each format.
@Suite struct RejectsWriterTests {
    enum Format: String, CaseIterable { case csv, trailed, jsonl, xml }

    let folder: TemporaryFolder
    static let issue = RecordIssue(.fieldEmailMalformed, column: "email", finding: "is none")

    init() throws { folder = try TemporaryFolder() }

    func writer(_ format: Format, _ name: String, _ opening: OutputFile.Opening) throws
        -> RejectsWriter
    {
        let file = try OutputFile(path: folder.file(name), opening)
        switch format {
        case .csv:
            return RejectsWriter(
                file: file, header: ["username"], dialect: FeedDialect(), secretColumns: [])
        case .trailed:
            var profile = FeedProfile()
            profile.rowsAfterHeader = 1
            profile.quoting = .backslash
            profile.trailer = TrailerRule(mark: "TRL", includes: [.header, .trailer])
            return RejectsWriter(
                file: file, header: ["username"],
                dialect: FeedDialect(profile, delimiter: 0x3B), secretColumns: [])
        case .jsonl:
            return RejectsWriter(file: file, encoding: JSONRejectsEncoding(masksSecrets: true))
        case .xml:
            return RejectsWriter(
                file: file,
                encoding: XMLRejectsEncoding(
                    opening: "<users>", closing: "</users>", masksSecrets: true))
        }
    }

    func chunks(_ format: Format, seed: UInt64) -> [ChunkResults] {
        var numbers = SeededNumbers(seed: seed)
        let names = (0..<24).map { "u\($0)\(String(repeating: "x", count: Int($0) % 5))" }
        let areRejected = names.map { _ in Bool.random(using: &numbers) }
        if format == .csv || format == .trailed {
            let records = zip(names, areRejected).map { name, isRejected in
                isRejected
                    ? FixtureRecord.rejected(["\(name) \"\n\\\n"], Self.issue)
                    : FixtureRecord([name])
            }
            return ResultFixture(columns: [.username]).chunks(records, of: 4)
        }
        let records = zip(names, areRejected).map { name, isRejected in
            let text =
                format == .xml
                ? "<user><username>\(name)</username></user>" : "{\"username\":\"\(name)\"}"
            return isRejected ? RawRecord(text, Self.issue) : RawRecord.accepted(text)
        }
        return RawFixture(find: { _, _ in nil }).chunks(records, of: 4)
    }

    @Test(arguments: Format.allCases, [UInt64(3), 44])
    func resumedFileIsThatOfAnUninterruptedRun(format: Format, seed: UInt64) throws {
        let chunks = chunks(format, seed: seed)
        let whole = try writer(format, "whole", .new)
        for chunk in chunks { try whole.write(chunk) }
        try whole.finish()
        try whole.file.close()
        let expected = try contents(of: folder.file("whole"))
        for checkpoint in 0...chunks.count {
            let first = try writer(format, "cut", .replacing)
            for chunk in chunks[..<checkpoint] { try first.write(chunk) }
            try first.file.synchronize()
            let position = checkpoint == 0 ? 0 : first.file.position
            // The process dies after a chunk without a checkpoint, or once the file was finished.
            if checkpoint < chunks.count { try first.write(chunks[checkpoint]) }
            try first.finish()
            try first.file.synchronize()
            let second = try writer(format, "cut", .resuming)
            try second.truncate(to: position)
            for chunk in chunks[checkpoint...] { try second.write(chunk) }
            try second.finish()
            try second.file.close()
            #expect(try contents(of: folder.file("cut")) == expected, "checkpoint \(checkpoint)")
        }
    }

    @Test(arguments: Format.allCases)
    func chunkSplitsChangeNothing(format: Format) throws {
        let chunks = chunks(format, seed: 8)
        for name in ["whole", "parts"] {
            let writer = try writer(format, name, .new)
            for chunk in chunks {
                guard name == "parts" else {
                    try writer.write(chunk)
                    continue
                }
                var (front, back) = (chunk, chunk)
                front.outcomes.removeLast(2)
                back.firstRecord = 2
                try writer.write(front)
                try writer.write(back)
            }
            try writer.finish()
            try writer.file.close()
        }
        #expect(try contents(of: folder.file("whole")) == contents(of: folder.file("parts")))
    }

    @Test func rejectsDoWithoutTheTrailerOfTheFeed() throws {
        let writer = try writer(.trailed, "trailed", .new)
        let records = ["a", "b", "c"].map { FixtureRecord.rejected([$0], Self.issue) }
        try writer.write(ResultFixture(columns: [.username]).chunk(records))
        try writer.finish()
        try writer.file.close()
        let written = try text(of: folder.file("trailed"))
        #expect(
            written == """
                username;muster_codes;muster_messages
                (not a record)
                a;field.email.malformed;email: is none
                b;field.email.malformed;email: is none
                c;field.email.malformed;email: is none

                """)
    }

    @Test(arguments: [Format.jsonl, .xml])
    func markOfTheEncodingGoesBeforeEverything(format: Format) throws {
        let file = try OutputFile(path: folder.file("marked"), .new)
        let encoding: any RejectsEncoding =
            format == .xml
            ? XMLRejectsEncoding(
                opening: "<users>", closing: "</users>", masksSecrets: true,
                hasByteOrderMark: true)
            : JSONRejectsEncoding(masksSecrets: true, hasByteOrderMark: true)
        let writer = RejectsWriter(file: file, encoding: encoding)
        for chunk in chunks(format, seed: 1) { try writer.write(chunk) }
        try writer.finish()
        try file.close()
        let bytes = try contents(of: folder.file("marked"))
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF, format == .xml ? 0x3C : 0x7B]))
        #expect(!bytes.dropFirst().contains(0xEF))
    }

    @Test func runFinishesItsRejects() throws {
        let rejects = try writer(.xml, "rejects.xml", .new)
        let run = RunResults(results: nil, rejects: rejects, tally: SummaryTally(file: "u.xml"))
        for chunk in chunks(.xml, seed: 1) { try run.write(chunk) }
        try run.finish()
        #expect(try text(of: folder.file("rejects.xml")).hasSuffix("</user>\n</users>\n"))
    }

    @Test func leaversAreNoRejects() throws {
        var leaver = FixtureRecord.rejected([], Self.issue)
        leaver.isLeaver = true
        let writer = try writer(.jsonl, "leavers", .new)
        try writer.write(ResultFixture().chunk([leaver]))
        #expect(writer.file.position == 0)
    }
}
