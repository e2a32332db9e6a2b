import Foundation
import MailDelivery

/// A mail as Python's `email` package reads it: another reader than the one that wrote it.
struct ParsedMail: Decodable, Equatable {
    /// Values of each header, decoded and unfolded.
    var headers: [String: [String]]
    /// Names and addresses of From, To and Reply-To.
    var people: [String: [[String]]]
    /// Content type, transfer encoding and text of each part that is no container.
    var parts: [Part]
    /// What the reader found wrong.
    var defects: [String]

    struct Part: Decodable, Equatable {
        var type: String
        var charset: String
        var encoding: String
        var text: String
    }

    private static let program = """
        import base64, email, email.policy, email.utils, json, sys
        from email.header import decode_header, make_header

        def read(data):
            mail = email.message_from_string(data.decode(), policy=email.policy.SMTPUTF8)
            plain = email.message_from_bytes(data)
            headers, people, parts, defects = {}, {}, [], []
            for name, value in mail.items():
                headers.setdefault(name, []).append(str(value))
                defects += [repr(defect) for defect in value.defects]
                if name in ("From", "To", "Reply-To"):
                    # The newer reader puts spaces between encoded words of names, against RFC 2047.
                    line = str(plain[name]).replace("\\r\\n", "")
                    names = [
                        str(make_header(decode_header(shown)))
                        for shown, _ in email.utils.getaddresses([line])]
                    people[name] = [[n, a.addr_spec] for n, a in zip(names, value.addresses)]
                    if len(names) != len(value.addresses):
                        defects.append("addresses are read in two ways")
            for part in mail.walk():
                defects += [repr(defect) for defect in part.defects]
                if not part.is_multipart():
                    parts.append({
                        "type": part.get_content_type(), "charset": part.get_content_charset(),
                        "encoding": part["Content-Transfer-Encoding"],
                        "text": part.get_content()})
            return {"headers": headers, "people": people, "parts": parts, "defects": defects}

        json.dump([read(base64.b64decode(mail)) for mail in json.load(sys.stdin)], sys.stdout)
        """

    init(_ bytes: Data) throws {
        guard let first = try Self.read([bytes]).first else { throw MailFault(outcome: "unread") }
        self = first
    }

    /// Reads many with one start of the other reader.
    static func read(_ mails: [Data]) throws -> [ParsedMail] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", Self.program]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: try JSONEncoder().encode(mails))
        try input.fileHandleForWriting.close()
        let json = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try JSONDecoder().decode([Self].self, from: json)
    }
}

/// The bytes that a mail has in a folder.
func mailBytes(_ message: MailMessage) throws -> Data {
    let folder = TemporaryFolder()
    let outcome = delivery(TransportSettings(place: .folder(path: folder.path)), message)
    guard outcome.hasPrefix("sent"), let name = folder.names.first,
        let bytes = FileManager.default.contents(atPath: folder.file(name))
    else { throw MailFault(outcome: outcome) }
    return bytes
}

struct MailFault: Error { var outcome: String }
