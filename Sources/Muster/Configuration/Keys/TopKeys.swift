import Provisioning

extension MusterConfiguration {
    /// Every key of the file, in the order in which it is written and read.
    ///
    /// `groups` comes before `feeds`, whose profiles follow it where they do not say.
    static var keys: [ConfigurationKey<MusterConfiguration>] {
        [
            .section("policy", "Rules of the directory that no feed decides", policyKeys),
            .section(
                "groups", "Groups that feeds name",
                [
                    .value(
                        "unknown", .word, into: \.unknownGroups, initial: "create",
                        "What becomes of a group that the directory does not have: create it, with a "
                            + "warning, or reject the record")
                ]),
            .section("mail", "Mail to users", mailKeys),
            .section("limits", "Bounds against hostile and mistaken files", limitKeys),
            .section(
                "mfa", "Second factors at sign-in",
                [
                    .value(
                        "required", .toggle, into: \.policy.secondFactorRequired, initial: "off",
                        "Whether every sign-in asks for a second factor, and not only to the "
                            + "applications that ask for it")
                ]),
            .value(
                "impersonation", .toggle, into: \.policy.allowsImpersonation, initial: "off",
                "Whether administrators may act as a user for a few minutes"),
            .value(
                "backup_codes", .toggle, into: \.policy.allowsBackupCodes, initial: "off",
                "Whether administrators may make backup codes for a user"),
            feedsKey,
            .unavailable("keep_input"), .unavailable("attributes"),
            .unavailable("guards"), .unavailable("leavers"),
        ]
    }

    private static var mailKeys: [ConfigurationKey<MusterConfiguration>] {
        [
            .value(
                "onboarding", .toggle, into: \.policy.mail, initial: "off",
                "Whether a created user is owed an onboarding mail where neither the feed's "
                    + "profile nor the command says"),
            .value(
                "from", .text("an e-mail address", where: ComparedName.isEmail),
                into: \.mail.from, initial: "muster@example.invalid",
                "Address that mail comes from; a placeholder until you change it"),
            .value(
                "link_base",
                .text("an address that begins with https:// or http://") {
                    $0.hasPrefix("https://") || $0.hasPrefix("http://")
                }, into: \.mail.linkBase, initial: "https://example.invalid/",
                "Where links in mail lead to; a placeholder until you change it"),
            .value(
                "rate",
                ValueForm(
                    allowed: "a number per second, minute or hour, such as 10/s, 60/min or 500/h",
                    parse: MailRate.parse),
                into: \.mail.rate, initial: "60/min", "The most mails that are sent"),
            .unavailable("transport"), .unavailable("templates"), .unavailable("reminders"),
            .unavailable("notices"),
        ]
    }
}
