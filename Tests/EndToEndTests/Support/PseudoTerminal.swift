import Foundation
import Glibc
import Testing

/// A terminal of a certain width on which the binary runs, and what it wrote there.
struct PseudoTerminal {
    private let master: Int32
    private let name: String

    /// TIOCSPTLCK and TIOCGPTN of Linux, which are macros that Swift does not see.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430

    /// A terminal with so many columns.
    init(columns: Int) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var locked: Int32 = 0
        var number: UInt32 = 0
        try #require(
            master >= 0 && ioctl(master, Self.setLock, &locked) == 0
                && ioctl(master, Self.getNumber, &number) == 0)
        name = "/dev/pts/\(number)"
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        resize(columns: columns)
    }

    func resize(columns: Int) {
        var size = winsize(ws_row: 40, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Runs the binary with standard error on the terminal, and standard output too unless a file is
    /// named; returns the status and what the terminal got, with its line ends.
    func muster(
        _ words: [String], in place: Workplace, output file: String? = nil
    ) -> (status: Int32, text: String) {
        let output = file.map { "'\(place.path($0))'" } ?? "'\(name)'"
        let script = "exec \"$0\" \"$@\" < '\(name)' > \(output) 2> '\(name)'"
        var environment = place.environment
        environment["TERM"] = environment["TERM"] ?? "xterm-256color"
        let child = ChildProcess(
            "/bin/sh", ["-c", script, place.binary] + words, folder: place.folder,
            environment: environment)
        let reading = Reading(master)
        let ending = child.end()
        return (ending.status, reading.finish(closing: master, name: name))
    }

    /// What comes out of the terminal, read while the program runs.
    private final class Reading: @unchecked Sendable {
        private let lock = NSLock()
        private var bytes: [UInt8] = []
        private let isOver = DispatchSemaphore(value: 0)
        private var isStopped = false

        init(_ descriptor: Int32) {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
            Thread { [self] in
                var buffer = [UInt8](repeating: 0, count: 64 << 10)
                while true {
                    let count = read(descriptor, &buffer, buffer.count)
                    if count > 0 {
                        lock.withLock { bytes += buffer[..<count] }
                    } else if lock.withLock({ isStopped }) {
                        break
                    } else {
                        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                        poll(&entry, 1, 20)
                        // Nobody has the other end open yet, or no longer.
                        if entry.revents & Int16(POLLHUP) != 0 { usleep(2_000) }
                    }
                }
                isOver.signal()
            }.start()
        }

        func finish(closing descriptor: Int32, name: String) -> String {
            lock.withLock { isStopped = true }
            isOver.wait()
            close(descriptor)
            return lock.withLock { String(decoding: bytes, as: UTF8.self) }
        }
    }
}
