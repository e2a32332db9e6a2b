import Glibc
import Provisioning
import ResultReporting
import Testing

/// Files that are written from front to back, and what goes wrong with them.
@Suite struct OutputFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func write(_ text: String, to path: String, _ opening: OutputFile.Opening) throws {
        let file = try OutputFile(path: path, opening)
        file.buffer.append(text)
        try file.close()
    }

    func halt(_ body: () throws -> Void) -> RunHalt? {
        do {
            try body()
            return nil
        } catch {
            return error as? RunHalt
        }
    }

    @Test func newFileBelongsToItsUserAlone() throws {
        let path = folder.file("new")
        try write("a", to: path, .new)
        #expect(mode(of: path) == 0o600)
    }

    @Test func newFileNeverOverwrites() throws {
        let path = folder.file("kept")
        try write("kept", to: path, .new)
        let halt = try #require(halt { try write("lost", to: path, .new) })
        #expect(halt.status == .cannotCreate)
        #expect(halt.code == .runOutputUncreatable)
        #expect(halt.message == "cannot create \(path): File exists")
        #expect(halt.advice?.contains("never overwritten") == true)
        #expect(try text(of: path) == "kept")
    }

    @Test func newFileDoesNotFollowALink() throws {
        let path = folder.file("link")
        symlink(folder.file("target"), path)
        #expect(halt { try write("x", to: path, .new) }?.code == .runOutputUncreatable)
        #expect(folder.names == ["link"])
    }

    @Test func replacedFileIsClosedToOthers() throws {
        let path = folder.file("open")
        try write("a longer text", to: path, .new)
        chmod(path, 0o644)
        try write("short", to: path, .replacing)
        #expect(mode(of: path) == 0o600)
        #expect(try text(of: path) == "short")
    }

    @Test func resumedFileGoesOnAtItsEnd() throws {
        let path = folder.file("resumed")
        try write("one ", to: path, .new)
        let file = try OutputFile(path: path, .resuming)
        #expect(file.position == 4)
        file.buffer.append("two")
        #expect(file.position == 7)
        try file.close()
        #expect(try text(of: path) == "one two")
    }

    @Test func resumedFileMustBeThere() {
        let halt = halt { try write("x", to: folder.file("none"), .resuming) }
        #expect(halt?.status == .inputOutput)
        #expect(folder.names.isEmpty)
    }

    @Test(arguments: ["none/file", ""])
    func fileThatCannotBeCreatedHaltsWithItsPath(name: String) throws {
        let halt = try #require(halt { try write("x", to: folder.file(name), .replacing) })
        #expect(halt.status == .cannotCreate)
        #expect(halt.message.hasPrefix("cannot create \(folder.path)/\(name): "))
        #expect(halt.advice != nil)
    }

    @Test func fullDiskHaltsWithAdvice() throws {
        let file = try OutputFile(path: "/dev/full", .replacing)
        file.buffer.append("x")
        let halt = try #require(halt { try file.flush() })
        #expect(halt.status == .inputOutput)
        #expect(halt.code == .runOutputFailed)
        #expect(halt.message == "cannot write /dev/full: No space left on device")
        #expect(halt.advice?.contains("resumed") == true)
    }

    @Test func fullDiskIsFoundByEveryWayOut() throws {
        let ways: [(OutputFile) throws -> Void] = [
            { try $0.synchronize() }, { try $0.close() },
            {
                for _ in 0..<100_000 {
                    $0.buffer.append("0123456789")
                    try $0.flushIfFull()
                }
            },
        ]
        for way in ways {
            let file = try OutputFile(path: "/dev/full", .replacing)
            file.buffer.append("x")
            #expect(halt { try way(file) }?.code == .runOutputFailed)
        }
    }

    @Test func lengthLimitHaltsBeforeAnythingIsLost() throws {
        let file = try OutputFile(path: folder.file("short"), .new)
        file.buffer.append("0123456789")
        try file.synchronize()
        #expect(halt { try file.truncate(to: 11) }?.status == .inputOutput)
        #expect(try text(of: folder.file("short")) == "0123456789")
    }

    @Test func cutFileGoesOnWhereItWasCut() throws {
        let path = folder.file("cut")
        let file = try OutputFile(path: path, .new)
        file.buffer.append("0123456789")
        try file.flush()
        file.buffer.append("not written yet")
        try file.truncate(to: 4)
        #expect(file.position == 4)
        file.buffer.append("x")
        try file.close()
        #expect(try text(of: path) == "0123x")
    }

    @Test func readerThatGoesAwayEndsOutputQuietly() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let file = OutputFile.standardOutput(ends[1])
        file.buffer.append("first")
        try file.flush()
        #expect(!file.isAbandoned)
        close(ends[0])
        file.buffer.append("second")
        try file.flush()
        #expect(file.isAbandoned)
        file.buffer.append("third")
        try file.close()
        #expect(file.position == 16)
    }

    @Test func pipeCannotBeCutAndGoesOn() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let file = OutputFile.standardOutput(ends[1])
        #expect(!file.isTruncatable)
        try file.truncate(to: 100)
        file.buffer.append("x")
        try file.synchronize()
        #expect(file.position == 101)
    }

    @Test func pathsInMessagesAreEscaped() {
        let halt = halt { try write("x", to: folder.file("no\u{1B}[2J/f"), .new) }
        #expect(halt?.message.contains("\u{1B}") == false)
    }

    @Test func aFileWithoutANameIsReadThroughItsDescriptor() throws {
        let file = try OutputFile(unnamedFor: folder.file("r.html"))
        file.buffer.append("abc")
        try file.close()
        #expect(folder.names.isEmpty)
        #expect(try text(of: file.path) == "abc")
        #expect(mode(of: file.path) == 0o600)
        #expect(file.isTruncatable)
        let halt = #expect(throws: RunHalt.self) {
            try OutputFile(unnamedFor: folder.file("none/r.html"))
        }
        #expect(halt?.status == .cannotCreate)
    }
}
