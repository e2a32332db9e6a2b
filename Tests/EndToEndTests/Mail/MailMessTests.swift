import Foundation
import Testing

/// A server that makes a mess of each step once: no mail is lost, none comes twice but where its taking
/// was not heard, and nothing that the server says acts upon a terminal.
@Suite struct MailMessTests {
    /// What comes instead of the answer, the first time that a verb comes.
    struct Mess: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Bytes as they are sent, with U+0004 for a drop behind them; nil: the connection is dropped.
        var reply: String?
        /// What becomes final by it.
        var isRefusal = false
    }

    static let verbs = ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "END", "RSET", "NOOP", "QUIT"]

    static let messes = [
        Mess(testDescription: "a drop"),
        Mess(testDescription: "4xx", reply: "451 4.3.0 later\r\n"),
        Mess(testDescription: "421", reply: "421 4.3.2 closing\r\n"),
        Mess(testDescription: "5xx", reply: "554 5.7.1 no\r\n", isRefusal: true),
        Mess(testDescription: "no SMTP", reply: "HTTP/1.1 400 Bad Request\r\n\r\n<html>\r\n\u{4}"),
        Mess(testDescription: "no code", reply: "\u{0}\u{1}\u{7F}??\r\n99\r\n\u{4}"),
        Mess(testDescription: "two codes", reply: "250-first\r\n451 4.3.0 second\r\n"),
        Mess(testDescription: "an answer too many", reply: "451 4.3.0 one\r\n250 2.0.0 two\r\n"),
        Mess(testDescription: "3xx", reply: "399 what\r\n"),
        Mess(testDescription: "line ends of their own", reply: "451 4.3.0 a\n\n\r\r\n"),
        Mess(
            testDescription: "many lines",
            reply: String(repeating: "451-x\r\n", count: 1_000) + "451 y\r\n"),
        Mess(
            testDescription: "a long line",
            reply: "451 " + String(repeating: "x", count: 10_000) + "\r\n"),
        Mess(
            testDescription: "escapes",
            reply:
                "554 5.7.1 \u{1B}]52;c;QQ==\u{7}\u{1B}[5;41;37m\u{9B}2J\u{202E}\u{2028}x\u{8}\r\n",
            isRefusal: true),
    ]

    /// As many mails as verbs, so that each has one to spoil.
    private static let users = ["ada", "bob", "cyd", "dan", "eve", "fay", "gus", "hal"]

    @Test(arguments: messes) func eachStepMayGoWrongOnce(_ mess: Mess) throws {
        let scene = try MailScene(users: Self.users)
        scene.workplace.binary = BuiltBinary.optimised
        let peer = try MailPeer(try Self.script(mess), in: scene.workplace)
        var runs = 0
        while try scene.counts.contains(where: { !$0.hasPrefix("sent") && !$0.hasPrefix("failed") })
        {
            runs += 1
            let states = try scene.states
            try #require(runs < 20, "\(states)")
            let ending = scene.deliver(peer)
            #expect([0, 1, 69].contains(ending.status), "\(ending)")
            let list = scene.muster("mail", "status", "--list")
            let said = ending.output + ending.error + list.output
            #expect(OutputCanary.findings(in: said).isEmpty, "\(said)")
            #expect(said.utf8.count < 16 << 10)
            try scene.makeDue()
        }
        try expectNothingLost(scene, peer, mess)
        TortureFigures.note("messes", in: "mail servers", Self.verbs.count)
    }

    private static func script(_ mess: Mess) throws -> String {
        guard let reply = mess.reply else {
            let verbs = verbs.map { "\"\($0)\"" }.joined(separator: ",")
            return "{\"drop\": [\(verbs)], \"drop_each\": true}"
        }
        let text = String(decoding: try JSONEncoder().encode(reply), as: UTF8.self)
        return "{\"raw\": {\(verbs.map { "\"\($0)\": \(text)" }.joined(separator: ","))}}"
    }

    private func expectNothingLost(_ scene: MailScene, _ peer: MailPeer, _ mess: Mess) throws {
        let taken = Dictionary(grouping: peer.mails, by: \.to)
        var doubles = 0
        for state in try scene.states {
            let words = state.split(separator: " ")
            let mails = taken["\(words[0])@\(words[0]).example"] ?? []
            #expect(words[1] == "sent" || (words[1] == "failed" && mess.isRefusal), "\(state)")
            if words[1] == "sent" { #expect(!mails.isEmpty, "\(state)") }
            #expect(Set(mails.map(\.messageID)).count <= 1 && Set(mails.map(\.link)).count <= 1)
            #expect(mails.count <= 2, "\(state)")
            doubles += mails.count - 1 > 0 ? 1 : 0
        }
        // The peer has noted the mail whose taking it then did not say.
        #expect(doubles <= 1, "\(doubles)")
    }
}
