import Foundation
import Glibc
import Provisioning
import SQLiteDirectory
import Testing

@Suite struct RunLockTests {
    @Test func secondRunIsToldWhoHoldsTheDirectory() throws {
        let folder = try TemporaryFolder()
        let path = folder.directoryPath
        #expect(!RunLock.isHeld(directory: path))
        #expect(folder.names.isEmpty)
        let lock = try RunLock.acquire(directory: path, command: "import", wait: .zero)
        #expect(RunLock.isHeld(directory: path))
        #expect(try folder.mode(path + ".lock") == 0o600)
        let halt = try #require(throws: RunHalt.self) {
            try RunLock.acquire(directory: path, command: "undo", wait: .milliseconds(50))
        }
        #expect(halt.status == .directoryBusy)
        #expect(halt.code == .runDirectoryBusy)
        #expect(halt.message.contains("process \(getpid()), import"))
        withExtendedLifetime(lock) {}
    }

    @Test func lockIsFreeWhenItsHolderIsGone() throws {
        let folder = try TemporaryFolder()
        for _ in 0..<3 {
            _ = try RunLock.acquire(
                directory: folder.directoryPath, command: "import", wait: .zero)
        }
        #expect(!RunLock.isHeld(directory: folder.directoryPath))
    }

    @Test func lockOfAKilledProcessIsFree() throws {
        let folder = try TemporaryFolder()
        let path = folder.directoryPath
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "exec 9<>\"$0\"; flock 9; exec sleep 60", path + ".lock"]
        try process.run()
        let deadline = ContinuousClock.now + .seconds(10)
        while !RunLock.isHeld(directory: path), ContinuousClock.now < deadline { usleep(1_000) }
        #expect(RunLock.isHeld(directory: path))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        _ = try RunLock.acquire(directory: path, command: "import", wait: .seconds(5))
    }

    @Test func writerIsRefusedWhileAnotherWrites() throws {
        let folder = try TemporaryFolder()
        let first = try folder.openForRun()
        let second = try folder.open(.command, wait: .milliseconds(300))
        try first.beginChunk()
        let halt = try #require(throws: RunHalt.self) { try second.beginChunk() }
        #expect(halt.status == .directoryBusy)
        // Readers are never in the way.
        #expect(try folder.open(.reading).userCount() == 0)
        first.rollbackChunk()
        try second.beginChunk()
        second.rollbackChunk()
    }

    @Test func commandGetsItsTurnBetweenTheChunksOfABusyRun() throws {
        let folder = try TemporaryFolder()
        let directory = try folder.openForRun()
        let driver = RunDriver(directory: directory)
        let path = folder.directoryPath
        let thread = CommandThread(path: path)
        let run = try directory.openRun(RunDriver.plan("one"))
        thread.start()
        // The run leaves no gap between one chunk and the next.
        var chunks = 0
        while !thread.isDone, chunks < 5_000 {
            try driver.write(ChunkBuilder().chunk, run: run, index: chunks)
            chunks += 1
        }
        #expect(thread.isDone)
        #expect(thread.halt == nil)
        #expect(try directory.userCount() == 1)
    }
}

/// A command that creates a user while something else writes.
private final class CommandThread: @unchecked Sendable {
    private let path: String
    private let lock = NSLock()
    private var done = false
    private var failure: (any Error)?

    init(path: String) { self.path = path }

    var isDone: Bool { lock.withLock { done } }
    var halt: (any Error)? { lock.withLock { failure } }

    func start() {
        Thread.detachNewThread { [self] in
            var caught: (any Error)?
            do {
                let directory = try SQLiteDirectory.open(
                    path: path, access: .command, seal: PlainSeal())
                try RunDriver(directory: directory).create(["ada"])
            } catch { caught = error }
            lock.withLock {
                failure = caught
                done = true
            }
        }
    }
}
