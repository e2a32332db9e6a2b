import Foundation
import MailDelivery
import Testing

/// The parts of a mail.
@Suite struct MailBodyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var encoding: String
        var testDescription: String { name }
        init(_ name: String, _ text: String, _ encoding: String) {
            self.name = name
            self.text = text
            self.encoding = encoding
        }
    }

    static let cases = [
        Case("plain", "Hello\nhttps://corp.example/start/TOKEN\n", "7bit"),
        Case("no line end", "Hello", "7bit"),
        Case("empty", "", "7bit"),
        Case("dots", ".\n..\n.a\nb.\n\n.\n", "7bit"),
        Case("From", "From me\n>From you\n", "7bit"),
        Case("umlauts", "Grüße aus Köln = gut \nund Leerzeichen am Ende  \n", "quoted-printable"),
        Case("Greek", "Καλημέρα κόσμε\n", "base64"),
        Case("CR and CR LF", "one\rtwo\r\nthree\n", "7bit"),
        Case("long line", String(repeating: "x", count: 2_000) + "\n", "quoted-printable"),
        Case("line of 990", String(repeating: "x", count: 989) + "\n", "7bit"),
        Case("boundary", "--------------------------\n--\n", "7bit"),
    ]

    @Test(arguments: cases) func textArrivesAsItIs(_ one: Case) throws {
        var message = MailMessage.example()
        message.text = one.text
        message.html = "<p>" + one.text + "</p>\n"
        let peer = try ScriptedPeer()
        #expect(delivery(peer.settings(), message).hasPrefix("sent"))
        let bytes = try #require(peer.mails.first?.data)
        let mail = try ParsedMail(bytes)
        #expect(mail.defects == [])
        #expect(mail.parts.map(\.type) == ["text/plain", "text/html"])
        #expect(mail.parts.map(\.charset) == ["utf-8", "utf-8"])
        #expect(mail.parts.first?.encoding == one.encoding)
        #expect(
            mail.parts.map(\.text).map(Self.lines) == [
                Self.lines(one.text), Self.lines("<p>" + one.text + "</p>"),
            ])
        expectSoundLines(bytes)
    }

    @Test func linkIsLegibleInTheRawBytes() throws {
        let text = String(decoding: try mailBytes(.example()), as: UTF8.self)
        #expect(text.contains("\r\nhttps://corp.example/start/TOKEN\r\n"))
    }

    @Test func mailWithoutHTMLHasThePlainPartAlone() throws {
        var message = MailMessage.example()
        message.html = nil
        let mail = try ParsedMail(try mailBytes(message))
        #expect(mail.parts.map(\.type) == ["text/plain"])
    }

    /// Lines, with every kind of line end taken for one, and the last one's left out.
    private static func lines(_ text: String) -> [String] {
        var lines = text.replacingOccurrences(of: "\r\n", with: "\n")
            .replacingOccurrences(of: "\r", with: "\n").components(separatedBy: "\n")
        while lines.last == "" { lines.removeLast() }
        return lines
    }

    private func expectSoundLines(_ bytes: Data) {
        var length = 0
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == 0x0A { #expect(previous == 0x0D) }
            if previous == 0x0D { #expect(byte == 0x0A) }
            length = byte == 0x0A ? 0 : length + 1
            if length > 999 { break }
            previous = byte
        }
        #expect(length <= 999)
        #expect(bytes.allSatisfy { $0 < 0x80 })
    }
}
