import Foundation
import Glibc
import MailDelivery

/// A mail server of ours that answers as a script says (Tests/Peers/smtp_peer.py); ends with its owner.
final class ScriptedPeer {
    /// A line of what the peer has received.
    struct Event: Decodable {
        var event: String
        var line: String?
        var from: String?
        var to: [String]?
        var parameters: String?
        var data: Data?
        var tls: Bool?
        var right: Bool?
    }

    static let program = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Peers/smtp_peer.py").path

    let port: Int
    private let process = Process()
    private let input = Pipe()
    private let folder = TemporaryFolder()

    /// Starts a peer; `script` is an object of JSON.
    init(_ script: String = "{}") throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            Self.program, "--script", script, "--received", folder.file("received"),
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty,
            byte != Data([0x0A])
        {
            line += byte
        }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        guard words.count == 2, let port = Int(words[1]) else { throw PeerFault() }
        self.port = port
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    struct PeerFault: Error {}

    /// Everything that was received so far, in order.
    var events: [Event] {
        guard let data = FileManager.default.contents(atPath: folder.file("received")) else {
            return []
        }
        return data.split(separator: 0x0A).compactMap {
            try? JSONDecoder().decode(Event.self, from: $0)
        }
    }

    /// Mails whose final dot has come.
    var mails: [Event] { events.filter { $0.event == "mail" } }

    var connectionCount: Int { events.filter { $0.event == "connection" }.count }

    /// Commands in order, whole lines.
    var commands: [String] { events.compactMap(\.line) }

    /// Settings for this server; loopback, so that STARTTLS is off by itself.
    func settings(host: String = "127.0.0.1", tls: Bool = false) -> TransportSettings {
        TransportSettings(
            place: tls ? .smtps(host: host, port: port) : .smtp(host: host, port: port))
    }
}

/// A port of this machine at which nobody listens.
func deafPort() -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            _ = bind(descriptor, $0, length)
            _ = getsockname(descriptor, $0, &length)
        }
    }
    return Int(in_port_t(bigEndian: address.sin_port))
}
