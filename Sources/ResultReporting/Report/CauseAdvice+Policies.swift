import Provisioning

extension IssueCode {
    /// Advice on what needs more than one value to see; nil: the code is about something else.
    var policyAdvice: CauseAdvice? {
        switch self {
        case .duplicateUsernameInFile:
            CauseAdvice(
                "An earlier record of this file describes a user of the same username; "
                    + "letter case makes no difference.",
                "Remove one of the two; `--on-duplicate last` makes the last one count.")
        case .duplicateEmailInFile:
            CauseAdvice(
                "An earlier record of this file has the same e-mail address; letter case "
                    + "makes no difference.",
                "Give the second person an address of their own, or remove the record.")
        case .duplicateExternalIDInFile:
            CauseAdvice(
                "An earlier record of this file has the same external id. Two rows for one "
                    + "person are common with rehires and second jobs.",
                "Keep the row that is current.")
        case .duplicateUserInFile:
            CauseAdvice(
                "An earlier record of this file describes the same user under another key.",
                "Put what both say into one record.")
        case .matchUserNotFound:
            CauseAdvice(
                "No user has the keys of this record.",
                "Check the spelling; use `add` or `upsert` if the user should be created.")
        case .matchUserAmbiguous:
            CauseAdvice(
                "The record's keys lead to different users: the username is one person's and "
                    + "the e-mail address another's.",
                "Find out whom the record means (`muster users find`), and correct the key "
                    + "that is wrong.")
        case .matchUserExists:
            CauseAdvice(
                "`add` was asked for, and there is a user with these keys who differs from "
                    + "the record.",
                "Use `upsert` or `update` to change a user.")
        case .matchUsernameDiffers:
            CauseAdvice(
                "The e-mail address belongs to a user of another username, and no external "
                    + "id says that both are one person.",
                "If it is a rename, give the `external_id`, or name the user in `user`; "
                    + "otherwise correct the address.")
        case .matchEmailDiffers:
            CauseAdvice(
                "The username and the e-mail address do not belong together. `delete` wants "
                    + "both, so that one wrong cell deletes nobody.",
                "Give both as the directory has them (`muster users find`).")
        case .matchExternalIDDiffers:
            CauseAdvice(
                "The user that was found by username or e-mail has another external id, so "
                    + "it may be another person.",
                "Correct the key; if the source system gave the person a new id, set it with "
                    + "`muster user update`.")
        case .matchKeysMissing:
            CauseAdvice(
                "The record has none of the keys that could find its user.",
                "Fill `username`, `email` or `external_id`.")
        case .matchSessionNotFound:
            CauseAdvice(
                "The user has no active session with this id.",
                "Look at `muster user view-sessions USER`; an empty cell or `all` ends all "
                    + "of them.")
        case .policyDeviceLimitBelowMinimum:
            CauseAdvice(
                "The device limit is below the smallest that is allowed (1). With 0 a user "
                    + "could sign in nowhere.",
                "Write at least 1; to block a user, use `disable`.")
        case .policyDeviceLimitAboveMaximum:
            CauseAdvice(
                "The device limit is above the largest that is allowed (100 unless "
                    + "configured).",
                "Write a smaller number, or raise the maximum in the configuration.")
        case .policySecondFactorNoGateway:
            CauseAdvice(
                "The method needs a gateway that the configuration says is not there, such "
                    + "as SMS.",
                "Choose another method, or configure the gateway.")
        case .policySecondFactorNoPhone:
            CauseAdvice(
                "The method needs a phone number, and the user has none.",
                "Fill `phone`, or choose another method.")
        case .policySecondFactorNoEmail:
            CauseAdvice(
                "The method needs an e-mail address, and the user has none.",
                "Fill `email`, or choose another method.")
        case .policySecondFactorEnrolmentPending:
            CauseAdvice(
                "The method is set, and only the user can enrol it (scan a code, register a "
                    + "key). Until then the configured fall-back is asked for.",
                "Nothing; tell the user to enrol.")
        case .policyGroupUnknown:
            CauseAdvice(
                "The group does not exist, and the configuration says not to create groups "
                    + "from feeds.",
                "Create it (`muster groups create`), or correct the name.")
        case .policyGroupCreated:
            CauseAdvice(
                "The group did not exist and was created. It is reported once, on the first "
                    + "record that names it.",
                "Look whether the name is spelled as you want it; a misspelled group is a "
                    + "new group.")
        case .policyUserProtected:
            CauseAdvice(
                "The user is protected: no file may change them.",
                "Make the change with `muster user`, or take the name off the protected list.")
        case .policyPasswordKept:
            CauseAdvice(
                "The record has a password for a user who exists. It was ignored: a feed "
                    + "does not overwrite what users have set.",
                "Leave the column out; `reset-password` lets the user set a new one.")
        case .policyAppUnknown:
            CauseAdvice(
                "The application does not exist.",
                "Create it, or correct the name.")
        case .policyDeviceLimitReached:
            CauseAdvice(
                "The user has registered as many devices as the limit allows.",
                "Remove one with `remove-device`, or raise the limit with `set-device-limit`.")
        case .policyDeviceLimitBelowRegistered:
            CauseAdvice(
                "The new limit is below the number of devices that the user has registered, "
                    + "and `policy.device_limit_over` is `refuse`.",
                "Remove devices first, or choose a higher limit.")
        case .policyDeviceLimitExceeded:
            CauseAdvice(
                "The user has registered more devices than the new limit allows. They stay; "
                    + "new ones are refused until there is room.",
                "Nothing, or remove devices with `remove-device`. `policy.device_limit_over` "
                    + "can be `drop-oldest`.")
        case .policySecondFactorNoEnrolment:
            CauseAdvice(
                "`enrol-second-factor` was asked for a method that needs no enrolment, such "
                    + "as `otp-email`.",
                "Make it the user's method with `set-second-factor`; it works at once.")
        case .policySecondFactorEnrolled:
            CauseAdvice(
                "The method is enrolled already. Nothing was changed: a working "
                    + "authenticator is not replaced without a word.",
                "Nothing, or `reset-mfa` first.")
        case .policyUserDisabled:
            CauseAdvice(
                "The action makes no sense for a disabled user: they cannot sign in, with a "
                    + "link or otherwise.",
                "`enable` the user first.")
        case .policyUserOnboarded:
            CauseAdvice(
                "`resend-onboarding` is for users who have not set a password yet; this one "
                    + "has.",
                "Use `reset-password`, which mails a link for a new one.")
        case .policyUserNotOnboarded:
            CauseAdvice(
                "The user has no password, so none can expire.",
                "Leave the date out, or wait until the user has finished onboarding.")
        case .policyOnboardingTooRecent:
            CauseAdvice(
                "An onboarding mail was sent to the user only just now, and may be on its "
                    + "way.",
                "Wait; `limits.resend_interval` says how long.")
        case .policyImpersonationOff:
            CauseAdvice(
                "Acting as a user is off, which is the default.",
                "Decide whether you want it, and set `impersonation: on` in the "
                    + "configuration.")
        case .policyBackupCodesOff:
            CauseAdvice(
                "Backup codes are off, which is the default.",
                "Set `backup_codes: on` in the configuration.")
        case .policySecretsNoFile:
            CauseAdvice(
                "The record makes a secret that is shown once (a backup code, a token, a "
                    + "provisioning address), and a feed has no place for it without `--secrets`.",
                "Name a new file: `--secrets FILE`. It is created for your user alone and "
                    + "never overwritten.")
        case .policyLeaverProtected:
            CauseAdvice(
                "The user is missing from a full file of their feed, and is protected: "
                    + "nothing was changed.",
                "Nothing, or disable them by a command: `muster user disable USER`.")
        case .policyLeaverClaimed:
            CauseAdvice(
                "The user is missing from a full file of one feed, which lets go of them, "
                    + "and stays as they are because another feed has them.",
                "Nothing.")
        case .policySweepProtected:
            CauseAdvice(
                "The end date of a protected user is past, their grace as a leaver is over, "
                    + "or their password has expired while they have sessions. `muster sweep` "
                    + "changes nothing of protected users, as a file does not, and says so each "
                    + "time.",
                "What is due by a command, `muster user disable USER`; or give the user "
                    + "another date; or take them out of `policy.protected`.")
        case .policyManualEditKept:
            CauseAdvice(
                "A command has changed this value, or taken or given this group or "
                    + "application, since a feed last set it, and the feed's profile says "
                    + "`manual_edits: keep`.",
                "Nothing; or correct the source of the feed: once both agree, the feed sets "
                    + "the value again. `muster users find USER` shows what was changed by hand.")
        case .directoryUsernameTaken:
            CauseAdvice(
                "When the record was written, another user had taken the username, for "
                    + "instance by a command while the import ran.",
                "Import the rejects again; if it stays, find the other user with `muster "
                    + "users find`.")
        case .directoryEmailTaken:
            CauseAdvice(
                "When the record was written, another user had taken the e-mail address.",
                "Import the rejects again; if it stays, find the other user with `muster "
                    + "users find`.")
        case .directoryExternalIDTaken:
            CauseAdvice(
                "When the record was written, another user had taken the external id.",
                "Import the rejects again; if it stays, find the other user with `muster "
                    + "users find`.")
        case .directoryUserMoved:
            CauseAdvice(
                "The user changed while the run was deciding, and the record no longer fits.",
                "Import the record again.")
        case .runRecordAlreadyApplied:
            CauseAdvice(
                "The same record of the same file was carried out before; the action is one "
                    + "that happens, so it is not repeated.",
                "Nothing; `--again` repeats it.")
        case .runAtomicAborted:
            CauseAdvice(
                "The record is right, and was not applied because others of the file were "
                    + "rejected and `--atomic` asks for all or none.",
                "Correct the rejected records and import the file again.")
        case .undoUserChanged:
            CauseAdvice(
                "The user was changed after the run that is taken back, and stays as they "
                    + "are. The message says by which run, or that the user has set a password "
                    + "since.",
                "Look at what changed (`muster audit show --user USER`), and correct the "
                    + "user by hand.")
        case .undoUserGone:
            CauseAdvice(
                "The user was deleted, by the run that is taken back or after it, or what "
                    + "the run changed is no longer on record.",
                "Create the user again.")
        case .undoChangePermanent:
            CauseAdvice(
                "Part of what the run did to the user cannot be taken back: the message says "
                    + "what.",
                "What the message says, if it matters.")
        default: nil
        }
    }
}
