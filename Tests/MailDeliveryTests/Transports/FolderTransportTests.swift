import Foundation
import MailDelivery
import Testing

/// Mails in a folder.
@Suite struct FolderTransportTests {
    @Test func fileHoldsTheBytesThatSMTPCarries() throws {
        let folder = TemporaryFolder()
        var message = MailMessage.example()
        message.text = "one\n.\n..two\n.three\n\nFrom here\n"
        let peer = try ScriptedPeer()
        #expect(delivery(peer.settings(), message).hasPrefix("sent"))
        let outcome = delivery(TransportSettings(place: .folder(path: folder.path)), message)
        #expect(outcome == "sent 250 folder: onboarding.1@corp.example.eml")
        let file = try #require(
            FileManager.default.contents(atPath: folder.file("onboarding.1@corp.example.eml")))
        let received = try #require(peer.mails.first?.data)
        // The boundary is another one each time.
        #expect(withoutBoundary(file) == withoutBoundary(received))
        #expect(
            String(decoding: file, as: UTF8.self).contains("\r\none\r\n.\r\n..two\r\n.three\r\n"))
        #expect(folder.mode(of: "onboarding.1@corp.example.eml") == 0o600)
    }

    @Test func sameMailTakesThePlaceOfItsFile() throws {
        let folder = TemporaryFolder()
        let settings = TransportSettings(place: .folder(path: folder.path))
        var message = MailMessage.example()
        #expect(delivery(settings, message).hasPrefix("sent"))
        message.subject = "Another one"
        #expect(delivery(settings, message).hasPrefix("sent"))
        #expect(folder.names == ["onboarding.1@corp.example.eml"])
        let mail = try ParsedMail(
            try #require(
                FileManager.default.contents(
                    atPath: folder.file("onboarding.1@corp.example.eml"))))
        #expect(mail.headers["Subject"] == ["Another one"])
    }

    @Test(arguments: [
        ("../escape", "-.-escape.eml"), ("..", "-..eml"), (".hidden/x", "-hidden-x.eml"),
        ("a\u{0}b\nc", "a-b-c.eml"), (String(repeating: "x", count: 300), nil),
    ])
    func fileStaysInItsFolderWhateverTheIDIs(_ one: (id: String, name: String?)) throws {
        let folder = TemporaryFolder()
        var message = MailMessage.example()
        message.id = one.id
        let settings = TransportSettings(place: .folder(path: folder.path))
        #expect(delivery(settings, message).hasPrefix("sent"))
        #expect(folder.names.count == 1)
        let name = try #require(folder.names.first)
        #expect(!name.hasPrefix(".") && name.utf8.count <= 204)
        if let expected = one.name { #expect(name == expected) }
    }

    @Test func folderIsMadeWhereItsParentIs() throws {
        let parent = TemporaryFolder()
        let path = parent.file("outbox")
        #expect(delivery(TransportSettings(place: .folder(path: path))).hasPrefix("sent"))
        #expect(parent.mode(of: "outbox") == 0o700)
        try FileManager.default.removeItem(atPath: path)
    }

    @Test func placeThatIsNoFolderStopsDelivery() {
        let folder = TemporaryFolder()
        folder.write("text", to: "file")
        #expect(
            delivery(TransportSettings(place: .folder(path: folder.file("file"))))
                == "halt 74 mail.transport.failed: cannot open \(folder.file("file")): "
                + "Not a directory")
        #expect(
            delivery(TransportSettings(place: .folder(path: folder.file("no/outbox"))))
                == "halt 74 mail.transport.failed: cannot create \(folder.file("no/outbox")): "
                + "No such file or directory")
    }

    @Test func largeMailIsWhole() throws {
        let folder = TemporaryFolder()
        var message = MailMessage.example()
        message.text = String(repeating: "A line of text that is here often.\n", count: 40_000)
        #expect(
            delivery(TransportSettings(place: .folder(path: folder.path)), message)
                == "sent 250 folder: onboarding.1@corp.example.eml")
        let file = try #require(
            FileManager.default.contents(atPath: folder.file("onboarding.1@corp.example.eml")))
        #expect(file.count > 40_000 * 36)
        #expect(file.suffix(4) == Data("--\r\n".utf8))
    }
}

private func withoutBoundary(_ bytes: Data) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let start = text.range(of: "boundary=") else { return text }
    let boundary = text[start.upperBound...].prefix { $0 != "\r\n" }
    return text.replacingOccurrences(of: String(boundary), with: "BOUNDARY")
}
