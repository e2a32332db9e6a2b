import MailDelivery
import Testing

/// How places for mail are written.
@Suite struct TransportPlaceTests {
    @Test(arguments: [
        ("smtp://mail.corp.example", "mail.corp.example:25"),
        ("smtp://mail.corp.example:2525", "mail.corp.example:2525"),
        ("smtp://[::1]", "[::1]:25"), ("smtps://[2001:db8::1]:466", "[2001:db8::1]:466"),
        ("smtps://mail.corp.example/", "mail.corp.example:465"),
    ])
    func placeNamesItsServer(_ one: (text: String, name: String)) throws {
        let place = try #require(TransportSettings.Place.parse(one.text))
        #expect(SMTPServer(TransportSettings(place: place)).name == one.name)
    }

    @Test func userLogsInAtTheSubmissionPort() throws {
        let place = try #require(TransportSettings.Place.parse("smtp://mail.corp.example"))
        var settings = TransportSettings(place: place)
        settings.user = "muster"
        #expect(SMTPServer(settings).name == "mail.corp.example:587")
        settings.place = .smtp(host: "mail.corp.example", port: 25)
        #expect(SMTPServer(settings).name == "mail.corp.example:25")
    }

    @Test(arguments: [
        "smtp://mail.corp.example", "smtp://[::1]:25", "smtps://mail.corp.example:465",
        "sendmail:/usr/sbin/sendmail", "folder:out box",
    ])
    func placeIsWrittenAsItIsRead(_ text: String) throws {
        #expect(try #require(TransportSettings.Place.parse(text)).text == text)
    }

    @Test(arguments: [
        "", "smtp://", "smtp://user:password@mail.corp.example", "smtp://mail corp", "smtp://a:0",
        "smtp://a:65536", "smtp://a:", "smtp://a:+1", "smtp://[::1", "smtp://a/path", "http://a",
        "folder:", "sendmail:", "smtp://a\r\nb", "smtp://[::1]x",
    ])
    func otherTextIsNoPlace(_ text: String) {
        #expect(TransportSettings.Place.parse(text) == nil)
    }

    @Test(arguments: [
        ("localhost", TransportSettings.StartTLS.automatic, false),
        ("127.0.0.1", .automatic, false), ("::1", .automatic, false),
        ("localhost", .required, true), ("mail.corp.example", .automatic, true),
        ("127.corp.example", .automatic, true), ("mail.corp.example", .off, false),
    ])
    func startTLSIsRequiredButOnThisMachine(
        _ one: (host: String, startTLS: TransportSettings.StartTLS, isRequired: Bool)
    ) {
        var settings = TransportSettings(place: .smtp(host: one.host, port: nil))
        settings.startTLS = one.startTLS
        #expect(SMTPServer(settings).requiresSTARTTLS == one.isRequired)
    }
}
