import Foundation
import Glibc

/// A mail server that answers as a script says (Tests/Peers/smtp_peer.py), for a workplace; ends with
/// its owner.
final class MailPeer {
    let port: Int
    private let process: ChildProcess
    private let received: String

    /// Starts one; `script` is an object of JSON.
    ///
    /// It is started like every other child here: a process of Foundation's would get hold of the
    /// pipes of commands that start at the same moment, which then never see the end of their input.
    init(_ script: String = "{}", in place: Workplace) throws {
        let name = "peer-\(UUID().uuidString)"
        received = place.path("\(name).received")
        process = ChildProcess(
            "/bin/sh",
            [
                "-c", "exec /usr/bin/python3 \"$@\" > \"$0\"", "\(name).port",
                Self.path("smtp_peer.py"), "--script", script, "--received", received,
            ], folder: place.folder, environment: place.environment)
        var words: [Substring] = []
        _ = MailDeliverTests.wait {
            let text = (try? place.read("\(name).port")) ?? ""
            words = text.hasSuffix("\n") ? text.split(whereSeparator: \.isWhitespace) : []
            return !words.isEmpty
        }
        guard words.count == 2, let port = Int(words[1]) else { throw NoPeer() }
        self.port = port
    }

    deinit {
        kill(process.id, SIGTERM)
        _ = process.end()
    }

    struct NoPeer: Error {}

    var transport: String { "smtp://127.0.0.1:\(port)" }

    /// The mails whose final dot has come.
    var mails: [ReceivedMail] {
        guard let data = FileManager.default.contents(atPath: received) else { return [] }
        return data.split(separator: UInt8(ascii: "\n")).compactMap {
            guard let event = try? JSONDecoder().decode(Event.self, from: $0),
                event.event == "mail", let bytes = event.data
            else { return nil }
            return ReceivedMail(bytes, to: event.to?.first ?? "")
        }
    }

    /// Bytes of what was noted about connections and mails so far: more of them when something came.
    var notedBytes: Int {
        var info = stat()
        return stat(received, &info) == 0 ? Int(info.st_size) : 0
    }

    private struct Event: Decodable {
        var event: String
        var to: [String]?
        var data: Data?
    }

    /// A file beside the peer's program.
    static func path(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Peers/\(name)").path
    }

    /// Makes a key with a certificate of its own signing: `server.pem` for the server, `ca.pem` for
    /// those who are to trust it.
    static func makeCertificate(in place: Workplace) throws {
        let ending = ChildProcess(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-days", "2", "-subj", "/CN=peer", "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "key.pem", "-out", "ca.pem",
            ], folder: place.folder, environment: place.environment
        ).end()
        precondition(ending.status == 0, "openssl: \(ending.error)")
        try place.write(try place.read("key.pem") + place.read("ca.pem"), to: "server.pem")
    }
}

/// A mail as a server or folder has it.
struct ReceivedMail: Equatable {
    let text: String
    let to: String

    init(_ bytes: Data, to: String = "") {
        text = String(decoding: bytes, as: UTF8.self)
        self.to = to.trimmingCharacters(in: CharacterSet(charactersIn: "<>"))
    }

    /// The value of a header that stands on one line; nil: it is not there.
    func header(_ name: String) -> String? {
        text.split(whereSeparator: \.isNewline).first {
            $0.lowercased().hasPrefix(name.lowercased() + ":")
        }.map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }

    /// The text but for what libcurl puts between the parts, which is made anew each time.
    var withoutBoundary: String { text.replacing(/-{24}[0-9A-Za-z]+/, with: "BOUNDARY") }

    var messageID: String? { header("Message-ID") }

    /// The first link in the text part.
    var link: String? {
        text.split(whereSeparator: { $0.isWhitespace }).first { $0.hasPrefix("https://") }
            .map(String.init)
    }

    /// The token at the end of the link.
    var token: String? { link?.split(separator: "/").last.map(String.init) }
}
