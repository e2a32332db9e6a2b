import MailDelivery
import Testing

/// What a server answers at each verb, and what becomes of the mail.
@Suite struct SMTPReplyTests {
    @Test func takenMailIsSentWithTheServersAnswer() throws {
        let peer = try ScriptedPeer()
        #expect(delivery(peer.settings()) == "sent 250 end of mail: 2.0.0 taken")
        #expect(peer.mails.count == 1)
        #expect(peer.mails.first?.from == "<muster@corp.example>")
        #expect(peer.mails.first?.to == ["<user@corp.example>"])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var verb: String
        var reply: String
        var outcome: String
        var testDescription: String { "\(reply) at \(verb)" }
        init(_ verb: String, _ reply: String, _ outcome: String) {
            self.verb = verb
            self.reply = reply
            self.outcome = outcome
        }
    }

    @Test(arguments: [
        Case("MAIL", "451 4.3.0 later", "deferred 451 MAIL: 4.3.0 later"),
        Case("MAIL", "553 5.1.8 no such sender", "refused 553 MAIL: 5.1.8 no such sender"),
        Case("MAIL", "421 4.3.2 closing", "deferred 421 MAIL: 4.3.2 closing"),
        Case("RCPT", "450 4.2.0 greylisted", "deferred 450 RCPT: 4.2.0 greylisted"),
        Case("RCPT", "550 5.1.1 nobody", "refused 550 RCPT: 5.1.1 nobody"),
        Case("RCPT", "421 4.7.0 enough", "deferred 421 RCPT: 4.7.0 enough"),
        Case("DATA", "451 4.3.0 not now", "deferred 451 DATA: 4.3.0 not now"),
        Case("DATA", "554 5.5.1 no", "refused 554 DATA: 5.5.1 no"),
        Case("DATA", "421 4.3.2 closing", "deferred 421 DATA: 4.3.2 closing"),
        Case("END", "452 4.3.1 disk full", "deferred 452 end of mail: 4.3.1 disk full"),
        Case("END", "554 5.7.1 spam", "refused 554 end of mail: 5.7.1 spam"),
        Case("END", "421 4.3.2 closing", "deferred 421 end of mail: 4.3.2 closing"),
        Case("END", "251 2.0.0 forwarded", "sent 251 end of mail: 2.0.0 forwarded"),
        Case(
            "RCPT", "550 5.1.1 No such user\\n550 5.1.1 ask the desk",
            "refused 550 RCPT: 5.1.1 No such user ask the desk"),
        Case("RCPT", "550", "refused 550 RCPT: "),
        Case(
            "RCPT", "399 5.1.1 what", "deferred 451 RCPT: unexpected answer to RCPT: 399 5.1.1 what"
        ),
        Case("RCPT", "550 5.1.1 \\u001b[31mred\\u0007", "refused 550 RCPT: 5.1.1 [31mred"),
    ])
    func answerAboutTheMailDecidesIt(_ one: Case) throws {
        let peer = try ScriptedPeer(#"{"replies": {"\#(one.verb)": ["\#(one.reply)"]}}"#)
        #expect(delivery(peer.settings()) == one.outcome)
    }

    @Test(arguments: [
        Case("GREETING", "554 5.7.1 go away", "halt 69 mail.server.refused"),
        Case("GREETING", "421 4.3.2 too busy", "halt 69 mail.server.refused"),
        Case("EHLO", "550 5.7.1 who are you", "halt 69 mail.server.refused"),
        Case("EHLO", "421 4.3.2 closing", "halt 69 mail.server.refused"),
    ])
    func answerBeforeTheMailStopsDelivery(_ one: Case) throws {
        let replies = "[\"\(one.reply)\", \"*\"]"
        let peer = try ScriptedPeer(#"{"replies": {"\#(one.verb)": \#(replies)}}"#)
        let outcome = delivery(peer.settings())
        #expect(outcome.hasPrefix(one.outcome))
        #expect(outcome.contains("127.0.0.1:\(peer.port)"))
        #expect(outcome.hasSuffix(one.reply))
    }

    @Test func longAnswersAreCutBetweenCharacters() throws {
        for reply in [
            "550 " + String(repeating: "ü", count: 1_500),
            "550 " + Array(repeating: "über", count: 400).joined(separator: "\\n550 "),
        ] {
            let peer = try ScriptedPeer(#"{"replies": {"RCPT": ["\#(reply)"]}}"#)
            let outcome = delivery(peer.settings())
            #expect(outcome.hasPrefix("refused 550 RCPT: ü"))
            #expect((290...330).contains(outcome.utf8.count))
            #expect(outcome.hasSuffix("ü") || outcome.hasSuffix("r") || outcome.hasSuffix("e"))
        }
    }

    @Test func greetingOfAnotherProtocolIsNone() throws {
        let peer = try ScriptedPeer(
            #"{"replies": {"GREETING": ["SSH-2.0-OpenSSH_9.2"]}, "close_after": ["GREETING"]}"#)
        #expect(
            delivery(peer.settings()).hasSuffix(
                "cannot be reached: the connection broke at greeting"))
    }

    @Test func mailAfterA421GoesOverANewConnection() throws {
        let peer = try ScriptedPeer(#"{"replies": {"RCPT": ["421 4.7.0 enough"]}}"#)
        let transport = try MailTransports.make(peer.settings())
        defer { transport.close() }
        #expect(delivery(transport) == "deferred 421 RCPT: 4.7.0 enough")
        #expect(delivery(transport) == "sent 250 end of mail: 2.0.0 taken")
        #expect(peer.connectionCount == 2)
    }
}
