import Foundation
import MailDelivery
import Provisioning
import Testing

/// What stands in the header of a mail, whatever names and subjects it is made from.
@Suite struct MailHeaderTests {
    /// Values that have tried to become headers, or that readers take apart.
    static let hostile = [
        "Eve\r\nBcc: all@corp.example", "Eve\nBcc: all@corp.example",
        "Eve\rBcc: all@corp.example", "Eve\r\n\r\n<p>body</p>", "Eve\r\n Bcc: x@corp.example",
        "Eve\u{0}Zero", "Eve\u{85}Bcc: x@corp.example", "Eve\u{2028}Bcc: x@corp.example",
        "Eve\u{0B}\u{0C}\u{1B}[31m", "\"Eve\" \\ <eve@corp.example>, \"Mallory\"",
        "=?UTF-8?Q?Eve=0D=0ABcc:_x@corp.example?=", "Eve (comment) ; group: a, b;",
        "Grüße aus Köln", "山田太郎", "👩‍👩‍👧‍👦 family", "e\u{301}", "\u{202E}gnidda",
        String(repeating: "ä", count: 254), String(repeating: "x", count: 998),
        String(repeating: "long words make long lines ", count: 60),
        String(repeating: "x", count: 77) + " y", "  spaces   within  ", "a\tb", "=?", "?=", "",
        "😀" + String(repeating: "a😀", count: 200),
    ]

    /// A value as it arrives: control characters are spaces, and spaces are single.
    static func arrived(_ value: String) -> String {
        value.unicodeScalars.split { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: scalar == " "
            }
        }.map { String($0) }.joined(separator: " ")
    }

    @Test func valuesArriveAsTheyAreAndNothingElse() throws { try expectArrival(Self.hostile) }

    @Test(arguments: [UInt64(1), 2, 3])
    func randomValuesArriveAsTheyAreAndNothingElse(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        // What headers are made of, and what breaks them, comes often.
        let common = Array("\r\n\t \"\\<>@,;:=?_.()[]aZ09äß中😀\u{0}\u{7F}\u{301}".unicodeScalars)
        let values = (0..<100).map { _ in
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...120, using: &random) {
                let isCommon = Int.random(in: 0..<4, using: &random) > 0
                let scalar =
                    isCommon
                    ? common[Int.random(in: 0..<common.count, using: &random)]
                    : Unicode.Scalar(UInt32.random(in: 0x20...0x2FFF, using: &random)) ?? "x"
                text.append(scalar)
            }
            return String(text)
        }
        try expectArrival(values)
    }

    /// Each value as a subject and as three names of a mail.
    private func expectArrival(_ values: [String]) throws {
        let sent = try values.map { value in
            var message = MailMessage.example()
            message.subject = value
            message.from.name = value
            message.to.name = value
            message.replyTo = MailAddress(name: value, address: "desk@corp.example")
            return try mailBytes(message)
        }
        let mails = try ParsedMail.read(sent)
        try #require(mails.count == values.count)
        for (value, (bytes, mail)) in zip(values, zip(sent, mails)) {
            let shown = Self.arrived(value)
            #expect(mail.headers["Subject"] == [shown])
            #expect(mail.people["From"] == [[shown, "muster@corp.example"]])
            #expect(mail.people["To"] == [[shown, "user@corp.example"]])
            #expect(mail.people["Reply-To"] == [[shown, "desk@corp.example"]])
            try expectSoundHeader(bytes, mail)
        }
    }

    @Test func idAndLanguageCannotHoldALineEnd() throws {
        var message = MailMessage.example()
        message.id = "a b\r\nBcc: x@y>\u{0}ü"
        message.language = "en\r\nBcc: x@corp.example"
        let bytes = try mailBytes(message)
        let mail = try ParsedMail(bytes)
        #expect(mail.headers["Message-ID"] == ["<a-b--Bcc--x@y---->"])
        #expect(mail.headers["Content-Language"] == ["en--Bcc--x@corp.example"])
        try expectSoundHeader(bytes, mail)
    }

    @Test func everyMailSaysThatAMachineWroteIt() throws {
        let mail = try ParsedMail(try mailBytes(.example()))
        #expect(mail.headers["Auto-Submitted"] == ["auto-generated"])
        #expect(mail.headers["X-Auto-Response-Suppress"] == ["All"])
        #expect(mail.headers["Content-Language"] == ["en"])
        #expect(mail.headers["Date"] == ["Thu, 26 Nov 2026 03:15:00 +0000"])
        #expect(mail.headers["Message-ID"] == ["<onboarding.1@corp.example>"])
        #expect(mail.headers["Mime-Version"] == ["1.0"])
        #expect(mail.headers["Reply-To"] == nil)
    }

    @Test(
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
            (951_827_696_789, "Tue, 29 Feb 2000 12:34:56 +0000"),
            (4_102_444_800_000, "Fri, 01 Jan 2100 00:00:00 +0000"),
        ] as [(Int64, String)])
    func dateIsInUniversalTime(_ one: (milliseconds: Int64, text: String)) throws {
        var message = MailMessage.example()
        message.date = Instant(milliseconds: one.milliseconds)
        let text = String(decoding: try mailBytes(message), as: UTF8.self)
        #expect(text.contains("\r\nDate: \(one.text)\r\n"))
    }

    /// Known headers once each, short lines of visible ASCII, no line end alone.
    private func expectSoundHeader(_ bytes: Data, _ mail: ParsedMail) throws {
        #expect(mail.defects == [])
        let allowed: Set<String> = [
            "Content-Type", "Mime-Version", "Date", "From", "To", "Reply-To", "Subject",
            "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language",
        ]
        for (name, values) in mail.headers {
            #expect(allowed.contains(name))
            #expect(values.count == 1)
        }
        let end = try #require(bytes.range(of: Data("\r\n\r\n".utf8)))
        let header = bytes[..<end.lowerBound]
        let lines = String(decoding: header, as: UTF8.self).components(separatedBy: "\r\n")
        for line in lines {
            #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) })
            #expect(line.utf8.count <= 76 || line.hasPrefix("Content-Type:"))
            #expect(!line.allSatisfy { $0 == " " })
            for word in line.split(separator: " ") where word.hasPrefix("=?") {
                #expect(word.utf8.count <= 75 && word.hasSuffix("?="))
            }
        }
    }
}
