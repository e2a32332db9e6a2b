import MailDelivery
import Provisioning
import Testing

/// Whole mails, word for word.
@Suite struct GoldenMailTests {
    @Test func englishOnboarding() throws {
        let mail = try BuiltInMailTests.mail(.onboarding, "en", full: true)
        #expect(mail.subject == "Your new account at Corp: choose a password")
        #expect(
            mail.text == """
                Hello Marie Curie,

                An account at Corp is ready for you.

                Your username: mcurie

                To begin, open this link and choose a password:

                \(SampleMail.link)

                The link works once, until 26 November 2026, 14:05 UTC.

                If you did not expect this mail, do not open the link, and ask first.

                Nobody will ever ask you for your password, neither by mail nor by
                phone.

                Questions? You get help here:
                helpdesk@corp.example

                This mail was sent by Corp, to marie@corp.example.

                """)
    }

    @Test func germanPasswordExpiring() throws {
        let mail = try BuiltInMailTests.mail(.passwordExpiring, "de", full: false)
        #expect(mail.subject == "Ihr Passwort läuft ab: neues wählen")
        #expect(
            mail.text == """
                Guten Tag mcurie,

                das bisherige Passwort Ihres Kontos läuft ab.

                Ihr Benutzername: mcurie

                Öffnen Sie diesen Link und wählen Sie ein neues Passwort, damit Sie sich
                weiter anmelden können:

                \(SampleMail.link)

                Der Link gilt einmal.

                Wenn Sie diese Mail nicht erwartet haben, öffnen Sie den Link nicht, und
                fragen Sie zuerst nach.

                Niemand wird Sie je nach Ihrem Passwort fragen, weder per Mail noch am
                Telefon.

                Fragen? Wenden Sie sich an die Stelle, die Ihr Konto betreut.

                Diese Mail ging an marie@corp.example.

                """)
    }

    @Test func bodyOfAnEnglishNotice() throws {
        let mail = try BuiltInMailTests.mail(.emailChanged, "en", full: true)
        let html = try #require(mail.html)
        let start = try #require(html.range(of: "<h1"))
        let end = try #require(html.range(of: "</body>"))
        let words = html[start.lowerBound..<end.lowerBound].replacing(/<[^>]*>/, with: "")
            .split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
        #expect(
            words == [
                "Your e-mail address was changed",
                "Hello Marie Curie,",
                "The e-mail address of your account at Corp was changed.",
                "Your username: mcurie",
                "Old address: m.sklodowska@corp.example",
                "New address: marie@corp.example",
                "Mail about your account goes to the new address from now on.",
                "If you did not ask for this, get help at once: someone else may be using your "
                    + "account.",
                "Questions? You get help here:",
                "helpdesk@corp.example",
                "Nobody will ever ask you for your password, neither by mail nor by phone.",
                "This mail was sent by Corp.",
            ])
    }
}
