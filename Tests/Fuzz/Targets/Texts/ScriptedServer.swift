import Glibc
import Provisioning

/// A mail server in this process whose replies are bytes of an input: one after the connection and
/// one after each command, and after a mail's end; then it hangs up.
///
/// One thread serves one connection after another. What it has done with a connection is to be asked
/// once the client has gone.
final class ScriptedServer: @unchecked Sendable {
    let port: Int
    private let listener: Int32
    private let lock = Lock()
    private var replies: [[UInt8]] = []
    private var isBusy = false
    private var isConnected = false
    private var served = 0
    /// The mail's text, with the dot that ends it; empty: none came to its end.
    private var mail: [UInt8] = []

    static let shared = ScriptedServer()

    private init() {
        signal(SIGPIPE, SIG_IGN)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let opened = withUnsafeMutablePointer(to: &place) { place in
            place.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        precondition(opened, "no port can be had")
        port = Int(UInt16(bigEndian: place.sin_port))
        StageThread { [self] in serveAll() }.detach()
    }

    private func serveAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { continue }
            lock.with {
                isConnected = true
                served += 1
            }
            serve(connection)
            close(connection)
            lock.with { isBusy = false }
        }
    }

    /// Connections that there have been.
    var connections: Int { lock.with { served } }

    /// Makes ready for one connection.
    func begin(_ replies: [[UInt8]]) {
        lock.with {
            self.replies = replies
            mail = []
            isBusy = true
            isConnected = false
        }
    }

    /// The mail that came to its end, once the connection is over; empty: none. Whoever never came is
    /// not waited for.
    func takeMail() -> [UInt8] {
        var absences = 0
        for _ in 0..<2_000 {
            if lock.with({ !isBusy }) { break }
            absences = isAwaited ? 0 : absences + 1
            if absences > 10 { break }
            usleep(50)
        }
        return lock.with { mail }
    }

    /// Whether there is a connection, or one that has not been taken yet.
    private var isAwaited: Bool {
        if lock.with({ isConnected }) { return true }
        var place = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        return poll(&place, 1, 0) > 0
    }

    private func serve(_ connection: Int32) {
        var limit = timeval(tv_sec: 0, tv_usec: 50_000)
        setsockopt(
            connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var noDelay: CInt = 1
        setsockopt(
            connection, CInt(IPPROTO_TCP), TCP_NODELAY, &noDelay,
            socklen_t(MemoryLayout<CInt>.size))
        var isText = false
        var received: [UInt8] = []
        for reply in lock.with({ replies }) {
            guard send(connection, reply, reply.count, 0) == reply.count, reply.last == 0x0A else {
                return
            }
            isText =
                reply.starts(with: Array("354".utf8)) && received.starts(with: Array("DATA".utf8))
            received = []
            let end: [UInt8] = Array((isText ? "\r\n.\r\n" : "\r\n").utf8)
            while received.suffix(end.count) != end[...] {
                var block = [UInt8](repeating: 0, count: 4_096)
                let count = recv(connection, &block, block.count, 0)
                guard count > 0 else { return }
                received += block[..<count]
            }
            if isText { lock.with { mail = received } }
        }
    }

    /// A mutex of the C library.
    private final class Lock {
        private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        init() { pthread_mutex_init(mutex, nil) }
        func with<Value>(_ body: () -> Value) -> Value {
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            return body()
        }
    }
}
