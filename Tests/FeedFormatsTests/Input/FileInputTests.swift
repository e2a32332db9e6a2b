import FeedFormats
import Foundation
import Glibc
import Provisioning
import Testing

/// A regular file as a feed: what is given, and how it fails.
@Suite struct FileInputTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func aFileGivesItsBytesInOrderAndAtAPlace() throws {
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let input = try FileInput(path: folder.write(bytes, to: "a.csv"))
        #expect(input.byteCount == 10_000)
        var observed: [UInt8] = []
        input.observer = { observed += Array($0) }
        #expect(try input.peek(100) == Array(bytes[..<100]))
        #expect(try input.peek(20_000) == bytes)
        #expect(try input.peek(20_000) == bytes)
        #expect(observed == bytes)
        var part = [UInt8](repeating: 0, count: 50)
        let count = try part.withUnsafeMutableBytes { try input.read(at: 9_970, into: $0) }
        #expect(count == 30)
        #expect(Array(part[..<30]) == Array(bytes[9_970...]))
    }

    @Test func aMissingFileIsStatus66() {
        for path in [folder.path("none.csv"), folder.path("none/none.csv")] {
            let found = halt { _ = try FileInput(path: path) }
            #expect(found?.status == .missingFile)
            #expect(found?.code == .feedFileMissing)
            #expect(found?.message.contains(path) == true)
        }
    }

    @Test func aFolderIsNotAFeed() {
        let found = halt { _ = try FileInput(path: folder.url.path) }
        #expect(found?.status == .missingFile)
        #expect(found?.code == .feedFileUnreadable)
        #expect(found?.message.hasSuffix("is a directory") == true)
        let opened = halt { _ = try FeedOpening.open(path: folder.url.path) }
        #expect(opened == found)
    }

    @Test func aFileThatShrinksOrGrowsHaltsTheRun() throws {
        let bytes = Array("a,b\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 5_000)
        for size in [3_000, 6_000] {
            let path = try folder.write(bytes, to: "\(size).csv")
            let input = try FileInput(path: path)
            #expect(truncate(path, off_t(size)) == 0)
            let found = halt { _ = try input.peek(10_000) }
            #expect(found?.status == .inputOutput)
            #expect(found?.code == .feedFileChanged)
        }
    }
}
