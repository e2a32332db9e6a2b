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
            .section("sweep", "Housekeeping by muster sweep", sweepKeys),
            .value(
                "keep_input", .word(KeptInput.allCases.map { ($0.rawValue, $0) }),
                into: \.keptInput, initial: "rejected",
                "Which raw records the run folder keeps for muster explain, secrets masked: none, "
                    + "rejected, or all"),
            .section(
                "runs", "History",
                [
                    .value(
                        "keep", .durationOrNone(upToDays: 36_500), into: \.runsKept,
                        initial: "none",
                        "How long muster sweep keeps run folders; none: for ever")
                ]),
            feedsKey,
            .unavailable("attributes"),
            .unavailable("guards"), .unavailable("leavers"),
        ]
    }
}
