import MailDelivery
import Testing

/// Secured connections: what is required, and what is not good enough.
@Suite struct SMTPSecurityTests {
    /// Settings that require STARTTLS although the server is on this machine.
    private func required(_ peer: ScriptedPeer, authorities: String?) -> TransportSettings {
        var settings = peer.settings()
        settings.startTLS = .required
        settings.authorities = authorities
        return settings
    }

    @Test func mailGoesOverStartTLSWithATrustedCertificate() throws {
        let certificate = try ServerCertificate()
        let peer = try ScriptedPeer(
            #"{"starttls": true, "certificate": "\#(certificate.path)"}"#)
        let settings = required(peer, authorities: certificate.authority)
        #expect(delivery(settings) == "sent 250 end of mail: 2.0.0 taken")
        #expect(peer.mails.map(\.tls) == [true])
        #expect(peer.commands.filter { $0.hasPrefix("MAIL") }.count == 1)
    }

    @Test func mailGoesOverTLSFromTheFirstByte() throws {
        let certificate = try ServerCertificate()
        let peer = try ScriptedPeer(
            #"{"implicit_tls": true, "certificate": "\#(certificate.path)"}"#)
        var settings = peer.settings(tls: true)
        settings.authorities = certificate.authority
        #expect(delivery(settings) == "sent 250 end of mail: 2.0.0 taken")
        #expect(peer.mails.map(\.tls) == [true])
    }

    @Test func serverWithoutStartTLSGetsNoMail() throws {
        let peer = try ScriptedPeer()
        let outcome = delivery(required(peer, authorities: nil))
        #expect(
            outcome == "halt 69 mail.server.insecure: the mail server 127.0.0.1:\(peer.port) "
                + "offers no STARTTLS")
        #expect(!peer.commands.contains { $0.hasPrefix("MAIL") })
    }

    @Test func refusedStartTLSStopsDeliveryWithTheAnswer() throws {
        let certificate = try ServerCertificate()
        let peer = try ScriptedPeer(
            #"{"starttls": true, "certificate": "\#(certificate.path)", "#
                + #""replies": {"STARTTLS": ["454 4.7.0 TLS not available"]}}"#)
        let outcome = delivery(required(peer, authorities: certificate.authority))
        #expect(
            outcome == "halt 69 mail.server.insecure: the mail server 127.0.0.1:\(peer.port) "
                + "refuses STARTTLS: 454 4.7.0 TLS not available")
    }

    @Test func certificateOfAnUnknownAuthorityIsNotTrusted() throws {
        let certificate = try ServerCertificate()
        for isImplicit in [false, true] {
            let peer = try ScriptedPeer(
                #"{"starttls": true, "implicit_tls": \#(isImplicit), "#
                    + #""certificate": "\#(certificate.path)"}"#)
            var settings = peer.settings(tls: isImplicit)
            settings.startTLS = .required
            let outcome = delivery(settings)
            #expect(outcome.hasPrefix("halt 69 mail.server.insecure: no secured connection"))
            #expect(outcome.contains("certificate"))
            #expect(!peer.commands.contains { $0.hasPrefix("MAIL") })
        }
    }

    @Test func certificateForAnotherNameIsNotTrusted() throws {
        let certificate = try ServerCertificate(names: "DNS:mail.corp.example")
        let peer = try ScriptedPeer(
            #"{"starttls": true, "certificate": "\#(certificate.path)"}"#)
        let outcome = delivery(required(peer, authorities: certificate.authority))
        #expect(outcome.hasPrefix("halt 69 mail.server.insecure: no secured connection"))
        #expect(!peer.commands.contains { $0.hasPrefix("MAIL") })
    }

    @Test func namedAuthorityIsTheOnlyOne() throws {
        let certificate = try ServerCertificate()
        let other = try ServerCertificate()
        let peer = try ScriptedPeer(
            #"{"starttls": true, "certificate": "\#(certificate.path)"}"#)
        #expect(
            delivery(required(peer, authorities: other.authority))
                .hasPrefix("halt 69 mail.server.insecure:"))
        #expect(
            delivery(required(peer, authorities: "/nowhere/authority.pem"))
                .hasPrefix("halt 69 mail.server.insecure:"))
    }

    @Test func oldTLSIsRefused() throws {
        let certificate = try ServerCertificate()
        let peer = try ScriptedPeer(
            #"{"starttls": true, "certificate": "\#(certificate.path)", "tls_max": "1.1"}"#)
        let outcome = delivery(required(peer, authorities: certificate.authority))
        #expect(outcome.hasPrefix("halt 69 mail.server.insecure: no secured connection"))
    }

    @Test func connectionThatBreaksAtStartTLSStopsDelivery() throws {
        let certificate = try ServerCertificate()
        let peer = try ScriptedPeer(
            #"{"starttls": true, "certificate": "\#(certificate.path)", "drop": ["STARTTLS"]}"#)
        let outcome = delivery(required(peer, authorities: certificate.authority))
        #expect(outcome.hasPrefix("halt 69 mail.server.unreachable:"))
        #expect(outcome.hasSuffix("the connection broke at STARTTLS"))
    }

    @Test func answersSlippedInBeforeTheHandshakeAreNotTaken() throws {
        let certificate = try ServerCertificate()
        let peer = try ScriptedPeer(
            #"{"starttls": true, "certificate": "\#(certificate.path)", "#
                + #""unasked": {"STARTTLS": "250-slipped in\r\n250 AUTH PLAIN"}}"#)
        let outcome = delivery(required(peer, authorities: certificate.authority))
        #expect(outcome.hasPrefix("halt 69 mail.server."))
        #expect(peer.mails.isEmpty)
    }
}
