import MailDelivery
import Testing

/// Wishes to stop while a server is waited for.
@Suite struct SMTPStopTests {
    private static let stopped =
        "halt 3 run.interrupted: stopped before the mail in hand was given to the server"

    /// What delivering comes to when the wish to stop comes as soon as `isStopping` says so.
    private func outcome(
        _ peer: ScriptedPeer, isStopping: @escaping () -> Bool
    ) throws -> String {
        let transport = try MailTransports.make(peer.settings(), isStopping: isStopping)
        defer { transport.close() }
        return delivery(transport)
    }

    @Test(arguments: ["GREETING", "EHLO", "MAIL", "RCPT"])
    func silentServerDoesNotKeepAStoppingRelay(_ verb: String) throws {
        let peer = try ScriptedPeer(#"{"replies": {"\#(verb)": ["", "*"]}}"#)
        let outcome = try outcome(
            peer,
            isStopping: {
                verb == "GREETING"
                    ? peer.connectionCount > 0 : peer.commands.contains { $0.hasPrefix(verb) }
            })
        #expect(outcome == Self.stopped)
        #expect(peer.mails.isEmpty)
    }

    @Test func nothingIsBegunOnceItIsToStop() throws {
        let peer = try ScriptedPeer()
        #expect(try outcome(peer, isStopping: { true }) == Self.stopped)
        #expect(peer.commands.isEmpty)
    }

    @Test(arguments: ["DATA", "END"])
    func mailOnItsWayIsFinished(_ verb: String) throws {
        let peer = try ScriptedPeer(#"{"delay": {"\#(verb)": 1.5}}"#)
        let transport = try MailTransports.make(
            peer.settings(), isStopping: { peer.commands.contains("DATA") })
        defer { transport.close() }
        #expect(delivery(transport) == "sent 250 end of mail: 2.0.0 taken")
        #expect(delivery(transport) == Self.stopped)
    }
}
