import Foundation
import Glibc

/// A shell whose output goes to a terminal of 80 columns, and which is given one command at a time.
final class TerminalShell {
    private static let mark: UInt8 = 0x1E
    private let id: pid_t
    private let input: Int32
    private let terminal: Int32

    /// Starts one in a folder with just these environment variables.
    init(folder: String, environment: [String: String]) throws {
        ChildProcess.starting.lock()
        defer { ChildProcess.starting.unlock() }
        var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
        var sides: (own: Int32, other: Int32) = (-1, -1)
        guard openpty(&sides.own, &sides.other, nil, nil, &size) == 0 else { throw NoTerminal() }
        let other = sides.other
        terminal = sides.own
        _ = fcntl(terminal, F_SETFD, FD_CLOEXEC)
        _ = fcntl(other, F_SETFD, FD_CLOEXEC)
        var modes = termios()
        _ = tcgetattr(other, &modes)
        modes.c_oflag &= ~tcflag_t(OPOST)
        _ = tcsetattr(other, TCSANOW, &modes)
        var ends: [Int32] = [0, 0]
        precondition(pipe(&ends) == 0, "no pipe")
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        input = ends[1]
        id = ChildProcess.spawn(
            ["sh", "-c", "cd \"$0\" && umask 022 && exec /bin/sh", folder],
            environment: environment, input: ends[0], output: other, error: other)
        close(other)
        close(ends[0])
    }

    deinit {
        close(input)
        kill(id, SIGKILL)
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        close(terminal)
    }

    struct NoTerminal: Error {}

    /// Runs a command to its end; nil: the shell itself has ended, or was silent for two minutes.
    func run(_ command: String) -> (lines: [String], status: Int32)? {
        // The braces keep a command from reading the commands behind it.
        let text = "{\n\(command)\n} </dev/null\nprintf '\\036%d\\n' $?\n"
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            guard count > 0 else { return nil }
            written += count
        }
        guard let printed = printedToMark() else { return nil }
        guard let place = printed.firstIndex(of: Self.mark) else { return nil }
        let number = String(decoding: printed[(place + 1)...], as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return (Self.shown(printed[..<place]), Int32(number) ?? -1)
    }

    private func printedToMark() -> [UInt8]? {
        var printed: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            if let place = printed.lastIndex(of: Self.mark), printed[place...].contains(0x0A) {
                return printed
            }
            var polled = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
            let ready = poll(&polled, 1, 120_000)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return nil }
            let count = read(terminal, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            printed += buffer[..<count]
        }
    }

    /// The lines that a terminal shows in the end: without what was erased, and without colours.
    static func shown(_ bytes: ArraySlice<UInt8>) -> [String] {
        // A line end of two is one character to Swift.
        let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
            .replacing(/\e\[[0-9;?]*[a-zA-Z]/, with: "")
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.split(separator: "\r", omittingEmptySubsequences: false).last ?? "")
        }
        while let last = lines.last, last.allSatisfy({ $0 == " " }) { lines.removeLast() }
        return lines
    }
}
