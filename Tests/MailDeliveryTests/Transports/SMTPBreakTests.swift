import Glibc
import MailDelivery
import Testing

/// Connections that break, and servers that say nothing.
@Suite struct SMTPBreakTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var verb: String
        var outcome: String
        var testDescription: String { verb }
        init(_ verb: String, _ outcome: String) {
            self.verb = verb
            self.outcome = outcome
        }
    }

    @Test(arguments: [
        Case("GREETING", "halt 69 mail.server.unreachable: … the connection broke at greeting"),
        Case("EHLO", "halt 69 mail.server.unreachable: … the connection broke at EHLO"),
        Case("MAIL", "deferred 451 MAIL: the connection broke at MAIL"),
        Case("RCPT", "deferred 451 RCPT: the connection broke at RCPT"),
        Case("DATA", "deferred 451 DATA: the connection broke at DATA"),
        Case("END", "unknown 451 end of mail: the connection broke at end of mail"),
    ])
    func brokenConnectionIsToldByWhereItBroke(_ one: Case) throws {
        let peer = try ScriptedPeer(#"{"drop": ["\#(one.verb)"]}"#)
        let outcome = delivery(peer.settings())
        let parts = one.outcome.split(separator: " … ")
        #expect(outcome.hasPrefix(parts[0]))
        #expect(outcome.hasSuffix(parts[parts.count - 1]))
    }

    @Test func connectionThatBreaksWithinTheTextLeavesTheMailForLater() throws {
        let peer = try ScriptedPeer(#"{"drop": ["TEXT"], "receive_buffer": 16384}"#)
        var message = MailMessage.example()
        // Beyond what the system's buffers take, so that libcurl notices before the dot.
        message.text = String(repeating: "A line of text that is here often.\n", count: 180_000)
        #expect(
            delivery(peer.settings(), message) == "deferred 451 DATA: the connection broke at DATA")
        #expect(peer.mails.isEmpty)
    }

    @Test(arguments: [
        Case("GREETING", "halt 69 mail.server.unreachable: … no answer at greeting within 200 ms"),
        Case("EHLO", "halt 69 mail.server.unreachable: … no answer at EHLO within 200 ms"),
        Case("MAIL", "deferred 451 MAIL: no answer to MAIL within 200 ms"),
        Case("RCPT", "deferred 451 RCPT: no answer to RCPT within 200 ms"),
        Case("DATA", "deferred 451 DATA: no answer to DATA within 200 ms"),
        Case("END", "unknown 451 end of mail: no answer to end of mail within 200 ms"),
    ])
    func silentServerIsGivenUpAfterTheStepsOwnTime(_ one: Case) throws {
        let peer = try ScriptedPeer(#"{"replies": {"\#(one.verb)": ["", "*"]}}"#)
        var times = TransportTimes()
        switch one.verb {
        case "GREETING": times.greeting = .milliseconds(200)
        case "EHLO": times.login = .milliseconds(200)
        case "MAIL": times.mail = .milliseconds(200)
        case "RCPT": times.rcpt = .milliseconds(200)
        case "DATA": times.data = .milliseconds(200)
        default: times.end = .milliseconds(200)
        }
        let outcome = delivery(peer.settings(), times: times)
        let parts = one.outcome.split(separator: " … ")
        #expect(outcome.hasPrefix(parts[0]))
        #expect(outcome.hasSuffix(parts[parts.count - 1]))
    }

    @Test func serverThatStopsReadingIsGivenUpBeforeTheDot() throws {
        let peer = try ScriptedPeer(#"{"delay": {"TEXT": 600}, "receive_buffer": 16384}"#)
        var message = MailMessage.example()
        message.text = String(repeating: "A line of text that is here often.\n", count: 180_000)
        var times = TransportTimes()
        times.block = .milliseconds(500)
        #expect(
            delivery(peer.settings(), message, times: times)
                == "deferred 451 DATA: the server took no more of the mail for 500 ms")
        #expect(peer.mails.isEmpty)
    }

    @Test func slowServerIsWaitedFor() throws {
        let peer = try ScriptedPeer(
            #"{"delay": {"GREETING": 0.3, "EHLO": 0.3, "MAIL": 0.3, "RCPT": 0.3, "END": 1.5}}"#)
        #expect(delivery(peer.settings()) == "sent 250 end of mail: 2.0.0 taken")
    }

    @Test func serverThatIsNotThereStopsDelivery() {
        let port = deafPort()
        let outcome = delivery(TransportSettings(place: .smtp(host: "127.0.0.1", port: port)))
        #expect(
            outcome == "halt 69 mail.server.unreachable: the mail server 127.0.0.1:\(port) "
                + "cannot be reached: Connection refused")
    }

    @Test func unknownHostStopsDelivery() {
        // A label of 64 letters: no resolver asks the network for it.
        let host = String(repeating: "h", count: 64) + ".invalid"
        let outcome = delivery(TransportSettings(place: .smtp(host: host, port: 25)))
        #expect(outcome.hasPrefix("halt 69 mail.server.unreachable: the mail server \(host):25 "))
        #expect(outcome.contains("resolve"))
    }

    @Test func connectionClosedWhileItWaitedIsOpenedAgainUnnoticed() throws {
        let peer = try ScriptedPeer(#"{"close_after": ["END"]}"#)
        let transport = try MailTransports.make(peer.settings())
        defer { transport.close() }
        for number in 1...5 {
            #expect(
                delivery(transport, .example(number: number))
                    == "sent 250 end of mail: 2.0.0 taken")
        }
        #expect(peer.connectionCount == 5)
    }

    @Test func farewellOfAWaitingConnectionDefersNothing() throws {
        // As servers do that have waited too long: 421 without being asked, then the end.
        let peer = try ScriptedPeer(
            #"{"unasked": {"END": "421 4.4.2 idle"}, "close_after": ["END"]}"#)
        let transport = try MailTransports.make(peer.settings())
        defer { transport.close() }
        for number in 1...3 {
            #expect(delivery(transport, .example(number: number)).hasPrefix("sent 250"))
        }
        #expect(peer.mails.count == 3)
    }

    @Test func thousandMailsGoOverOneConnection() throws {
        let peer = try ScriptedPeer()
        let transport = try MailTransports.make(peer.settings())
        for number in 1...1_000 {
            #expect(
                delivery(transport, .example(number: number))
                    == "sent 250 end of mail: 2.0.0 taken")
        }
        transport.close()
        #expect(peer.mails.count == 1_000)
        let end = ContinuousClock.now + .seconds(60)
        while peer.commands.last != "QUIT", ContinuousClock.now < end { usleep(10_000) }
        #expect(peer.commands.last == "QUIT")
        #expect(peer.connectionCount == 1)
    }
}
