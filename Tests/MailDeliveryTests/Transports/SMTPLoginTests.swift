import MailDelivery
import Testing

/// Logging in to a server.
@Suite struct SMTPLoginTests {
    private static let secret = "s3cret, with a space"

    private func settings(_ peer: ScriptedPeer, password: String = secret) -> TransportSettings {
        var settings = peer.settings()
        settings.user = "muster"
        settings.password = password
        return settings
    }

    private static let login = #""auth": ["muster", "\#(secret)"]"#

    @Test func userLogsInOverASecuredConnection() throws {
        let certificate = try ServerCertificate()
        let peer = try ScriptedPeer(
            #"{"starttls": true, "certificate": "\#(certificate.path)", \#(Self.login)}"#)
        var settings = settings(peer)
        settings.startTLS = .required
        settings.authorities = certificate.authority
        #expect(delivery(settings) == "sent 250 end of mail: 2.0.0 taken")
        let logins = peer.events.filter { $0.event == "login" }
        #expect(logins.map(\.tls) == [true])
        #expect(logins.map(\.right) == [true])
    }

    @Test func loginServesEveryMailOfAConnection() throws {
        let peer = try ScriptedPeer("{\(Self.login)}")
        let transport = try MailTransports.make(settings(peer))
        defer { transport.close() }
        for number in 1...3 {
            #expect(delivery(transport, .example(number: number)).hasPrefix("sent"))
        }
        #expect(peer.events.filter { $0.event == "login" }.count == 1)
    }

    @Test func wrongPasswordStopsDeliveryAndIsNotShown() throws {
        let peer = try ScriptedPeer("{\(Self.login)}")
        let outcome = delivery(settings(peer, password: "another-one"))
        #expect(
            outcome == "halt 78 mail.login.refused: the mail server 127.0.0.1:\(peer.port) does "
                + "not accept mail.user with its password: 535 5.7.8 wrong user or password")
        #expect(!outcome.contains("another-one"))
        #expect(!peer.commands.contains { $0.hasPrefix("MAIL") })
    }

    @Test func serverThatCannotCheckTheLoginNowIsForLater() throws {
        let peer = try ScriptedPeer(
            "{\(Self.login), \"replies\": {\"AUTH\": [\"454 4.7.0 try again\", \"*\"]}}")
        let outcome = delivery(settings(peer))
        #expect(outcome.hasPrefix("halt 69 mail.server.refused:"))
        #expect(outcome.hasSuffix("refuses AUTH: 454 4.7.0 try again"))
    }

    @Test func serverWithoutLoginGetsNoMailFromAUser() throws {
        let peer = try ScriptedPeer()
        #expect(delivery(settings(peer)).hasPrefix("halt 78 mail.login.refused:"))
        #expect(!peer.commands.contains { $0.hasPrefix("MAIL") })
    }

    @Test func serverWithUnknownWaysToLogInGetsNoMailFromAUser() throws {
        let peer = try ScriptedPeer(#"{"extensions": ["AUTH WONDER"]}"#)
        #expect(delivery(settings(peer)).hasPrefix("halt 78 mail.login.refused:"))
    }

    @Test func passwordNeverCrossesANetworkInTheClear() {
        var settings = TransportSettings(place: .smtp(host: "mail.corp.example", port: 587))
        settings.user = "muster"
        settings.password = Self.secret
        settings.startTLS = .off
        #expect(
            delivery(settings)
                == "halt 69 mail.server.insecure: mail.user would log in to "
                + "mail.corp.example:587 over a connection that is not secured")
    }

    @Test func connectionThatBreaksAtLoginStopsDelivery() throws {
        let peer = try ScriptedPeer("{\(Self.login), \"drop\": [\"AUTH\"]}")
        let outcome = delivery(settings(peer))
        #expect(outcome.hasPrefix("halt 69 mail.server.unreachable:"))
        #expect(outcome.hasSuffix("the connection broke at AUTH"))
    }
}
