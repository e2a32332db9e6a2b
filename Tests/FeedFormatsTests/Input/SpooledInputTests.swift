import FeedFormats
import Foundation
import Glibc
import Provisioning
import Testing

/// A pipe as a feed: its spooled copy answers whatever a file would.
@Suite struct SpooledInputTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A descriptor from which `bytes` come, in pieces that a writing thread decides.
    private func pipe(_ bytes: [UInt8], piece: Int) -> Int32 {
        var ends: [Int32] = [0, 0]
        #expect(Glibc.pipe(&ends) == 0)
        let writing = ends[1]
        Thread {
            var first = 0
            while first < bytes.count {
                let last = min(first + piece, bytes.count)
                first += bytes[first..<last].withUnsafeBytes {
                    Glibc.write(writing, $0.baseAddress, $0.count)
                }
            }
            close(writing)
        }.start()
        return ends[0]
    }

    @Test(arguments: [1, 7, 4_095])
    func aSpooledPipeEqualsTheFile(piece: Int) throws {
        let path = try folder.write(HardFile.bytes, to: "hard.csv")
        var limits = Limits()
        limits.chunkBytes = 48
        let file = CSVSource(
            input: try FileInput(path: path), profile: FeedProfile(), limits: limits)
        let expected = try file.seenChunks()

        let descriptor = pipe(HardFile.bytes, piece: piece)
        defer { close(descriptor) }
        let spoolPath = folder.path("spool\(piece)")
        let input = try SpooledInput(descriptor: descriptor, spoolPath: spoolPath)
        var observed: [UInt8] = []
        input.observer = { observed += Array($0) }
        #expect(input.byteCount == nil)
        let source = CSVSource(input: input, profile: FeedProfile(), limits: limits)
        #expect(try source.seenChunks() == expected)
        #expect(source.byteCount == UInt64(HardFile.bytes.count))
        try source.rewind()
        #expect(try source.seenChunks() == expected)
        #expect(observed == HardFile.bytes)
        #expect(try Data(contentsOf: URL(fileURLWithPath: spoolPath)) == Data(HardFile.bytes))
    }

    @Test func aPassGivenUpHalfwayIsTakenUpAgain() throws {
        let bytes = Array("a,b\n".utf8) + Array((0..<5_000).flatMap { Array("\($0),x\n".utf8) })
        let descriptor = pipe(bytes, piece: 777)
        defer { close(descriptor) }
        var limits = Limits()
        limits.chunkBytes = 1_000
        let input = try SpooledInput(descriptor: descriptor)
        var observed: [UInt8] = []
        input.observer = { observed += Array($0) }
        let source = CSVSource(input: input, profile: FeedProfile(), limits: limits)
        let chunk = FeedChunk(capacity: 64)
        for _ in 0..<3 { #expect(try source.read(into: chunk)) }
        try source.rewind()
        #expect(try source.seenRecords().count == 5_000)
        #expect(observed == bytes)
        let expected = CSVSource(bytes, limits: limits)
        try source.rewind()
        #expect(try source.seenChunks() == expected.seenChunks())
    }

    @Test func theSpoolIsPrivateAndNeverOverwritten() throws {
        let path = folder.path("spool")
        _ = try SpooledInput(descriptor: 0, spoolPath: path)
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        let found = halt { _ = try SpooledInput(descriptor: 0, spoolPath: path) }
        #expect(found?.status == .cannotCreate)
        #expect(found?.code == .runOutputUncreatable)
    }

    @Test func aDescriptorThatCannotBeReadIsStatus74() throws {
        let path = folder.path("written only")
        let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
        defer { close(descriptor) }
        let input = try SpooledInput(descriptor: descriptor)
        let found = halt { _ = try input.peek(10) }
        #expect(found?.status == .inputOutput)
        #expect(found?.code == .feedFileUnreadable)
    }

    @Test func aNamedPipeIsSpooledAndAFileIsNot() throws {
        let file = try FeedOpening.open(path: folder.write(HardFile.bytes, to: "a.csv"))
        #expect(file is FileInput)
        let path = folder.path("fifo")
        #expect(mkfifo(path, 0o600) == 0)
        let bytes = HardFile.bytes
        Thread {
            let writing = open(path, O_WRONLY)
            _ = bytes.withUnsafeBytes { write(writing, $0.baseAddress, $0.count) }
            close(writing)
        }.start()
        let pipe = try FeedOpening.open(path: path)
        #expect(pipe is SpooledInput)
        #expect(try pipe.peek(1_000) == bytes)
    }
}
