import Foundation
import GRDB
import Glibc
import Testing

/// A workplace with mail settings and users who are owed an onboarding mail.
struct MailScene {
    let workplace: Workplace

    static let settings = """
        mail:
          onboarding: on
          from: it@corp.example
          link_base: https://id.corp.example/start/
          rate: 1000/s

        """

    /// `mail` are further lines of the section `mail`, each with two spaces before it; `users` are
    /// usernames, each at a domain of its own.
    init(_ mail: String = "", users: [String] = ["ada", "bob"]) throws {
        workplace = try Workplace(isOptimised: true)
        try configure(mail)
        try add(users)
    }

    func configure(_ mail: String) throws {
        try workplace.write(Self.settings + mail + (mail.isEmpty ? "" : "\n"), to: "muster.yaml")
    }

    func add(_ users: [String]) throws {
        guard !users.isEmpty else { return }
        let lines = users.map { "\($0),\($0)@\($0).example,\($0.capitalized)\n" }
        let ending = workplace.muster(
            "import", "-", "--quiet", "--input-format", "csv",
            input: "username,email,first_name\n" + lines.joined())
        try #require(ending.status == 0, "\(ending.error)")
    }

    @discardableResult
    func muster(_ words: String...) -> ProcessEnding { workplace.start(words).end() }

    func deliver(_ peer: MailPeer, _ words: String...) -> ProcessEnding {
        workplace.start(["mail", "deliver", "--transport", peer.transport] + words).end()
    }

    /// Makes all that waits due now, whatever its back-off.
    func makeDue() throws {
        try DatabaseQueue(path: workplace.path("muster.sqlite")).write {
            try $0.execute(sql: "UPDATE mail_queue SET due_at = 0, not_before = NULL")
        }
    }

    /// Moves everything that was tried, and the beginning of onboarding, into the past.
    func age(days: Int) throws {
        let by = days * 86_400_000
        try DatabaseQueue(path: workplace.path("muster.sqlite")).write {
            try $0.execute(
                sql: """
                    UPDATE mail_deliveries SET last_attempt_at = last_attempt_at - \(by),
                        first_attempt_at = first_attempt_at - \(by)
                    """)
            try $0.execute(
                sql: "UPDATE users SET onboarding_since = coalesce(onboarding_since, "
                    + "\(Int64(Date().timeIntervalSince1970) * 1_000)) - \(by)")
        }
    }

    /// The objects of `mail status --list`.
    var list: [[String: Any]] {
        get throws {
            let ending = muster("mail", "status", "--list", "--format", "json", "--limit", "1000")
            return try #require(
                JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [[String: Any]])
        }
    }

    /// Where each mail stands, by username: `ada deferred 450 RCPT: 4.2.0 later`.
    var states: [String] {
        get throws {
            try list.map { mail in
                var text = "\(mail["username"] ?? "") \(mail["state"] ?? "")"
                if let code = mail["code"] as? Int { text += " \(code)" }
                if let verb = mail["verb"] as? String { text += " \(verb):" }
                if let answer = mail["answer"] as? String, mail["verb"] is String {
                    text += " \(answer)"
                }
                return text
            }.sorted()
        }
    }

    /// The figures of `mail status` that are not 0: `sent 1`.
    var counts: [String] {
        get throws {
            let ending = muster("mail", "status", "--format", "json")
            let object = try #require(
                JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any])
            return ["queued", "deferred", "sending", "sent", "failed", "withdrawn"].compactMap {
                guard let count = object[$0] as? Int, count > 0 else { return nil }
                return "\($0) \(count)"
            }
        }
    }
}

extension Workplace {
    /// Sets the permission bits of a file.
    func chmod(_ name: String, _ mode: mode_t) { Glibc.chmod(path(name), mode) }

    /// Makes a folder.
    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: path(name), withIntermediateDirectories: true)
    }

    /// The mails of a folder, by the names of their files.
    func mails(in folder: String) throws -> [ReceivedMail] {
        try names(in: folder).filter { $0.hasSuffix(".eml") }.map {
            ReceivedMail(try Data(contentsOf: URL(filePath: path("\(folder)/\($0)"))))
        }
    }
}
