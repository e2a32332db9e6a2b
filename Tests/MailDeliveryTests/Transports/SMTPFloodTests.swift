import MailDelivery
import Testing

/// A server that never stops talking is given up, whatever it says.
@Suite struct SMTPFloodTests {
    @Test(arguments: ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "END"])
    func anAnswerWithoutEndIsGivenUp(verb: String) throws {
        // A line without end, lines without end, and one byte now and then.
        for (text, pause) in [("x", 0.0), ("250-more\\r\\n", 0.0), ("2", 0.05)] {
            let peer = try ScriptedPeer(
                #"{"flood": {"\#(verb)": "\#(text)"}, "flood_pause": \#(pause)}"#)
            var times = TransportTimes()
            times.greeting = .milliseconds(400)
            times.login = .milliseconds(400)
            times.mail = .milliseconds(400)
            times.rcpt = .milliseconds(400)
            times.data = .milliseconds(400)
            times.end = .milliseconds(400)
            let start = ContinuousClock.now
            let outcome = delivery(peer.settings(), times: times)
            #expect(ContinuousClock.now - start < .seconds(20), "\(verb): \(outcome)")
            let isBefore = verb == "GREETING" || verb == "EHLO"
            let expected = isBefore ? "halt 69 " : verb == "END" ? "unknown 451 " : "deferred 451 "
            #expect(outcome.hasPrefix(expected), "\(verb), \(text): \(outcome)")
            #expect(outcome.utf8.count < 500)
        }
    }
}
