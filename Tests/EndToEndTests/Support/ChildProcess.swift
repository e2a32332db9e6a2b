import Foundation
import Glibc

/// How a process ended, and what it said.
struct ProcessEnding {
    /// Exit status; -1 when a signal ended it.
    var status: Int32
    /// The signal that ended it; nil: none.
    var signal: Int32?
    var output: String
    var error: String

    /// Lines of standard output, without their ends.
    var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// A running process whose standard output and error are drained while it runs.
struct ChildProcess {
    /// Held while a child is started, so that it gets hold of no pipe but its own.
    static let starting = NSLock()

    let id: pid_t
    private let input: Int32
    private let output: Int32
    private let error: Int32

    /// Starts a program with just these environment variables, in a folder.
    init(_ path: String, _ arguments: [String], folder: String, environment: [String: String]) {
        // A pipe must not reach another child before it is closed there.
        Self.starting.lock()
        defer { Self.starting.unlock() }
        let (inputRead, inputWrite) = Self.pipe()
        let (outputRead, outputWrite) = Self.pipe()
        let (errorRead, errorWrite) = Self.pipe()
        let inFolder = ["sh", "-c", "cd \"$0\" && exec \"$@\"", folder, path]
        id = Self.spawn(
            inFolder + arguments, environment: environment, input: inputRead, output: outputWrite,
            error: errorWrite)
        for descriptor in [inputRead, outputWrite, errorWrite] { close(descriptor) }
        input = inputWrite
        output = outputRead
        error = errorRead
    }

    /// Starts the shell with these words, with the lock in hand.
    static func spawn(
        _ words: [String], environment: [String: String], input: Int32, output: Int32, error: Int32
    ) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, error, STDERR_FILENO)
        // Runners of tests block signals, and children inherit that.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var ordinary = sigset_t()
        sigemptyset(&ordinary)
        for number in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&ordinary, number) }
        posix_spawnattr_setsigdefault(&attributes, &ordinary)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var child: pid_t = 0
        let result = withStrings(words) { words in
            withStrings(environment.map { "\($0.key)=\($0.value)" }) { variables in
                posix_spawn(&child, "/bin/sh", &actions, &attributes, words, variables)
            }
        }
        precondition(result == 0, "cannot start \(words): \(result)")
        return child
    }

    /// Writes `bytes` to standard input, closes it, drains what comes, and waits for the end; sends
    /// `signal`, if there is one, after its delay.
    func end(
        input bytes: [UInt8] = [], signal: (number: Int32, after: Duration)? = nil
    ) -> ProcessEnding {
        Glibc.signal(SIGPIPE, SIG_IGN)
        var pending = bytes[...]
        var texts: [Int32: [UInt8]] = [output: [], error: []]
        var open: Set<Int32> = [output, error]
        var isInputOpen = true
        var sending = signal
        let start = ContinuousClock.now
        for descriptor in [input, output, error] {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
        if pending.isEmpty {
            close(input)
            isInputOpen = false
        }
        while !open.isEmpty {
            if let due = sending, ContinuousClock.now - start >= due.after {
                kill(id, due.number)
                sending = nil
            }
            var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            if isInputOpen { polled.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
            poll(&polled, nfds_t(polled.count), sending == nil ? 1_000 : 1)
            for entry in polled where entry.revents != 0 {
                if entry.fd == input {
                    let count = pending.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
                    if count > 0 { pending = pending.dropFirst(count) }
                    if pending.isEmpty || (count < 0 && errno != EAGAIN) {
                        close(input)
                        isInputOpen = false
                    }
                } else if !Self.drain(entry.fd, into: &texts[entry.fd, default: []]) {
                    open.remove(entry.fd)
                }
            }
        }
        if isInputOpen { close(input) }
        close(output)
        close(error)
        return ending(texts)
    }

    private func ending(_ texts: [Int32: [UInt8]]) -> ProcessEnding {
        var raw: Int32 = 0
        while waitpid(id, &raw, 0) < 0, errno == EINTR {}
        let signal = raw & 0x7F
        return ProcessEnding(
            status: signal == 0 ? (raw >> 8) & 0xFF : -1, signal: signal == 0 ? nil : signal,
            output: String(decoding: texts[output] ?? [], as: UTF8.self),
            error: String(decoding: texts[error] ?? [], as: UTF8.self))
    }

    /// Reads what is there; false: the other end is closed.
    private static func drain(_ descriptor: Int32, into text: inout [UInt8]) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = read(descriptor, &buffer, buffer.count)
        if count > 0 { text.append(contentsOf: buffer[..<count]) }
        return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
    }

    private static func pipe() -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        precondition(Glibc.pipe(&ends) == 0, "no pipe")
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func withStrings<T>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> T
    ) -> T {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
