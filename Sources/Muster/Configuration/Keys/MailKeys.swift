import MailDelivery
import Provisioning

extension MusterConfiguration {
    static var mailKeys: [ConfigurationKey<MusterConfiguration>] {
        owedKeys + contentKeys + transportKeys + [
            .section(
                "reminders", "Reminders that `muster onboarding remind` queues",
                [
                    .value(
                        "cap", .number(0...100), into: \.mail.remindersMax, initial: "3",
                        "Reminders that one onboarding gets at most"),
                    .value(
                        "spacing", .duration(upToDays: 90), into: \.mail.reminderSpacing,
                        initial: "3 d",
                        "Time from one onboarding mail or reminder to the next reminder"),
                ])
        ]
    }

    /// Which mails are owed, and when.
    private static var owedKeys: [ConfigurationKey<MusterConfiguration>] {
        [
            .value(
                "onboarding", .toggle, into: \.policy.mail, initial: "off",
                "Whether a created user is owed an onboarding mail where neither the feed's "
                    + "profile nor the command says"),
            .value(
                "notices", .toggle, into: \.policy.notices, initial: "off",
                "Whether users are told of changes to their second factor, password and e-mail "
                    + "address, and of being disabled, where neither profile nor command says"),
            .value(
                "days_before_start", ValueForm<UInt16>.number(0...365).optional("none"),
                into: \.policy.mailDaysBeforeStart, initial: "none",
                "Days before a user's start_date at which the onboarding mail is due; none: at once"
            ),
        ]
    }

    /// What stands in mails.
    private static var contentKeys: [ConfigurationKey<MusterConfiguration>] {
        [
            .value(
                "from", .text("an e-mail address", where: ComparedName.isEmail),
                into: \.mail.from, initial: MailSettings.placeholderFrom,
                "Address that mail comes from; a placeholder until you change it"),
            .value(
                "from_name", ValueForm<String>.text("a name").optional("none"),
                into: \.mail.fromName,
                initial: "none",
                "Name shown beside that address, such as Corp IT"),
            .value(
                "reply_to",
                ValueForm<String>.text("an e-mail address", where: ComparedName.isEmail).optional(
                    "none"),
                into: \.mail.replyTo, initial: "none",
                "Address for answers, if it is another one"),
            .value(
                "organisation", ValueForm<String>.text("a name").optional("none"),
                into: \.mail.organisation,
                initial: "none",
                "Whose accounts these are, in the words of the mails"),
            .value(
                "support", ValueForm<String>.text("an address or page").optional("none"),
                into: \.mail.support,
                initial: "none",
                "Where people get help, in the words of the mails: an address or a page"),
            .value(
                "link_base",
                .text("an address that begins with https:// or http://") {
                    $0.hasPrefix("https://") || $0.hasPrefix("http://")
                }, into: \.mail.linkBase, initial: MailSettings.placeholderLinkBase,
                "Where links in mail lead to; a placeholder until you change it"),
            .value(
                "language",
                .text("a language tag, such as de or pt-BR") {
                    $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
                }, into: \.mail.language, initial: "en",
                "Language of mails to users without one, or with one that has no templates"),
            .value(
                "templates", ValueForm<String>.text("a folder").optional("none"),
                into: \.mail.templatesFolder,
                initial: "none", "Folder of templates that go before the built-in ones"),
        ]
    }

    /// How mails leave.
    private static var transportKeys: [ConfigurationKey<MusterConfiguration>] {
        [
            .value(
                "rate",
                ValueForm(
                    allowed: "a number per second, minute or hour, such as 10/s, 60/min or 500/h",
                    parse: MailRate.parse),
                into: \.mail.rate, initial: "60/min", "The most mails that are sent"),
            .value(
                "transport",
                ValueForm(
                    allowed: TransportSettings.Place.allowedText,
                    parse: TransportSettings.Place.parse
                ).optional("none"), into: \.mail.transport, initial: "none",
                "Where mail goes: smtp://HOST:PORT, smtps://HOST:PORT, sendmail:PATH or "
                    + "folder:PATH"),
            .value(
                "starttls", .word, into: \.mail.startTLS, initial: "auto",
                "Whether smtp:// has to be secured by STARTTLS: required, off, or auto, which "
                    + "is required but for a server on this machine"),
            .value(
                "user", ValueForm<String>.text("a name").optional("none"), into: \.mail.user,
                initial: "none",
                "User to log in with at the server"),
            .value(
                "password_file", ValueForm<String>.text("a file").optional("none"),
                into: \.mail.passwordFile,
                initial: "none", "File with that user's password, for you alone (0600)"),
            .value(
                "ca_file", ValueForm<String>.text("a file").optional("none"),
                into: \.mail.authoritiesFile,
                initial: "none",
                "Certificates that are trusted in place of the system's"),
            .value(
                "helo", ValueForm<String>.text("a host name").optional("none"), into: \.mail.hello,
                initial: "none",
                "Name that the server is greeted with, if not this machine's"),
        ]
    }
}
