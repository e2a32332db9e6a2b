import MailDelivery
import Provisioning
import Testing

/// Addresses in envelopes: what goes to a server, and what never does.
@Suite struct SMTPAddressTests {
    @Test func longestAddressArrives() throws {
        let address =
            "\(String(repeating: "l", count: 64))@\(String(repeating: "d", count: 60))."
            + "\(String(repeating: "e", count: 60)).\(String(repeating: "f", count: 60)).abcdef"
        #expect(address.utf8.count == 254)
        let peer = try ScriptedPeer()
        #expect(delivery(peer.settings(), .example(to: ByteString(address))).hasPrefix("sent"))
        #expect(peer.mails.first?.to == ["<\(address)>"])
        let mail = try ParsedMail(try #require(peer.mails.first?.data))
        #expect(mail.people["To"]?.first?.last == address)
    }

    @Test(arguments: [
        "user@corp.example\r\nRCPT TO:<other@corp.example>", "user\r\n@corp.example",
        "user@corp.example\n", "user@corp.example\u{0}", "us er@corp.example",
        "user@corp.example> BODY=8BITMIME", "<user@corp.example>", "\"a b\"@corp.example",
        "\"\"@corp.example", "user@corp.example, other@corp.example", "user", "user@",
        "@corp.example",
        "user@[127.0.0.1]", "a@b@corp.example", "user@corp..example", "",
        String(repeating: "l", count: 65) + "@corp.example",
        "l@" + String(repeating: "dddddddddd.", count: 23) + "example",
    ])
    func addressThatIsNoneIsRefusedWithoutAskingTheServer(_ address: String) throws {
        let peer = try ScriptedPeer()
        let outcome = delivery(peer.settings(), .example(to: ByteString(address)))
        #expect(outcome.hasPrefix("refused 553 RCPT: 5.1.3 address "))
        #expect(peer.events.isEmpty)
        let folder = TemporaryFolder()
        #expect(
            delivery(
                TransportSettings(place: .folder(path: folder.path)),
                .example(to: ByteString(address))
            ).hasPrefix("refused"))
        #expect(folder.names == [])
    }

    @Test func addressThatIsNotUTF8IsRefused() throws {
        let peer = try ScriptedPeer()
        let outcome = delivery(
            peer.settings(), .example(to: ByteString([0x75, 0xFF, 0x40, 0x61, 0x2E, 0x62])))
        #expect(outcome.hasPrefix("refused 553"))
    }

    @Test func senderThatIsNoAddressStopsDelivery() throws {
        let peer = try ScriptedPeer()
        var message = MailMessage.example()
        message.from.address = "muster@corp.example\r\nDATA"
        #expect(
            delivery(peer.settings(), message).hasPrefix("halt 78 config.value.invalid: mail.from")
        )
        message = .example()
        message.replyTo = MailAddress(address: "a b@corp.example")
        #expect(
            delivery(peer.settings(), message).hasPrefix(
                "halt 78 config.value.invalid: mail.reply_to"))
        #expect(peer.events.isEmpty)
    }

    @Test func internationalDomainGoesInItsASCIIForm() throws {
        let peer = try ScriptedPeer(#"{"extensions": []}"#)
        #expect(delivery(peer.settings(), .example(to: "user@bücher.example")).hasPrefix("sent"))
        #expect(peer.mails.first?.to == ["<user@xn--bcher-kva.example>"])
        #expect(!peer.commands.contains { $0.contains("SMTPUTF8") })
        let mail = try ParsedMail(try #require(peer.mails.first?.data))
        #expect(mail.people["To"] == [["Una User", "user@xn--bcher-kva.example"]])
    }

    @Test func addressBeyondASCIIGoesWhereSMTPUTF8IsOffered() throws {
        let peer = try ScriptedPeer()
        let transport = try MailTransports.make(peer.settings())
        defer { transport.close() }
        #expect(delivery(transport, .example(to: "grün@corp.example")).hasPrefix("sent"))
        #expect(delivery(transport, .example()).hasPrefix("sent"))
        #expect(peer.connectionCount == 1)
        #expect(peer.mails.map(\.to) == [["<grün@corp.example>"], ["<user@corp.example>"]])
        let commands = peer.commands.filter { $0.hasPrefix("MAIL") }
        #expect(commands.map { $0.contains("SMTPUTF8") } == [true, false])
        let mail = try ParsedMail(try #require(peer.mails.first?.data))
        #expect(mail.people["To"] == [["Una User", "grün@corp.example"]])
    }

    @Test func addressBeyondASCIIIsRefusedWhereSMTPUTF8IsNotOffered() throws {
        let peer = try ScriptedPeer(#"{"extensions": ["8BITMIME"]}"#)
        let transport = try MailTransports.make(peer.settings())
        defer { transport.close() }
        let refusal =
            "refused 550 RCPT: 5.6.7 the server offers no SMTPUTF8, which an address beyond "
            + "ASCII needs"
        #expect(delivery(transport, .example(to: "grün@corp.example")) == refusal)
        #expect(delivery(transport, .example()).hasPrefix("sent"))
        #expect(delivery(transport, .example(to: "grün@corp.example")) == refusal)
        #expect(peer.connectionCount == 1)
        #expect(peer.mails.count == 1)
        #expect(!peer.commands.contains { $0.contains("grün") })
    }

    @Test func senderBeyondASCIIStopsDeliveryWhereSMTPUTF8IsNotOffered() throws {
        let peer = try ScriptedPeer(#"{"extensions": []}"#)
        var message = MailMessage.example()
        message.from.address = "grün@corp.example"
        let halt =
            "halt 69 mail.server.refused: the mail server 127.0.0.1:\(peer.port) offers no "
            + "SMTPUTF8, which the sender's address needs"
        #expect(delivery(peer.settings(), message) == halt)
        message = .example()
        message.replyTo = MailAddress(address: "grün@corp.example")
        #expect(delivery(peer.settings(), message) == halt)
        #expect(!peer.commands.contains { $0.hasPrefix("MAIL") })
    }

    @Test func offerOfAConnectionThatIsGoneDoesNotCount() throws {
        // The first connection offers SMTPUTF8 and is closed; what follows is another server's.
        let peer = try ScriptedPeer(
            #"{"replies": {"EHLO": [null, "250 peer.example", "*"]}, "close_after": ["END"]}"#)
        let transport = try MailTransports.make(peer.settings())
        defer { transport.close() }
        #expect(delivery(transport, .example(to: "grün@corp.example")).hasPrefix("sent"))
        #expect(delivery(transport, .example(to: "grün@corp.example")).hasPrefix("refused 550"))
        #expect(peer.mails.count == 1)
    }

    @Test func sizeIsAnnouncedAndNothingBreaksWithoutExtensions() throws {
        let peer = try ScriptedPeer(#"{"extensions": []}"#)
        #expect(delivery(peer.settings()).hasPrefix("sent"))
        #expect(peer.mails.first?.parameters == "")
    }

    @Test func helloIsTheNameThatWasSet() throws {
        let peer = try ScriptedPeer()
        var settings = peer.settings()
        settings.hello = "muster.corp.example"
        #expect(delivery(settings).hasPrefix("sent"))
        #expect(peer.commands.first == "EHLO muster.corp.example")
        settings.hello = "x\r\nMAIL FROM:<a@b>"
        #expect(delivery(settings).hasPrefix("sent"))
        #expect(!peer.commands.contains { $0 == "MAIL FROM:<a@b>" })
    }
}
