import Glibc

/// Postfix's `smtp-sink` on a port of this machine: takes every mail and throws it away.
final class MailSink {
    /// Whether both of Postfix's programs are there.
    static var isThere: Bool {
        TextFile.program("smtp-sink") != nil && TextFile.program("smtp-source") != nil
    }

    /// `127.0.0.1:PORT`.
    let address: String
    private let counter: String
    private let process: pid_t

    /// Starts one, and returns when it listens.
    init(scratch: String) throws(BenchFault) {
        let port = Self.freePort()
        address = "127.0.0.1:\(port)"
        counter = scratch + "/sink"
        // It refuses to serve the network as root.
        let user = getuid() == 0 ? ["-u", "nobody"] : []
        let words = [TextFile.program("smtp-sink") ?? "smtp-sink"] + user + ["-c", address, "100"]
        process = try ChildProcess(words: words, scratch: scratch).start(
            printingTo: counter, scratch + "/sink-errors")
        for _ in 0..<1_000 {
            if Self.listens(port) { return }
            usleep(10_000)
        }
        stop()
        throw BenchFault("\(words.joined(separator: " ")) does not listen")
    }

    /// Ends it.
    func stop() {
        kill(process, SIGTERM)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    }

    /// Throws unless it has taken so many mails since it was started.
    func expect(_ mails: Int) throws(BenchFault) {
        let taken = SinkCounter.mails(in: try TextFile.read(counter))
        guard taken == mails else {
            throw BenchFault("smtp-sink was to take \(mails) mails, and took \(taken)")
        }
    }

    private static func freePort() -> UInt16 {
        withSocket(port: 0) { descriptor, address, length in
            var length = length
            _ = bind(descriptor, address, length)
            _ = getsockname(descriptor, address, &length)
        }
    }

    private static func listens(_ port: UInt16) -> Bool {
        var isConnected = false
        _ = withSocket(port: port) { isConnected = connect($0, $1, $2) == 0 }
        return isConnected
    }

    /// The port that an address of this machine has after `body` has used it with a fresh socket.
    private static func withSocket(
        port: UInt16, _ body: (Int32, UnsafeMutablePointer<sockaddr>, socklen_t) -> Void
    ) -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }
}
