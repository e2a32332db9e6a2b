import Provisioning

extension IssueCode {
    /// Advice on one value; nil: the code is about something else.
    var fieldAdvice: CauseAdvice? {
        switch self {
        case .fieldColumnRepeated:
            CauseAdvice(
                "A record of an XML or JSON feed has two names that mean the same column, "
                    + "such as `First Name` and `firstName`.",
                "Remove one of them, or list it under `ignore` in the profile.")
        case .fieldValueSeveral:
            CauseAdvice(
                "A record of an XML or JSON feed has several values for a column that has "
                    + "room for one: an element that is repeated, or an array.",
                "Leave one value, or name the one that counts in the profile (`columns: "
                    + "{\"emails[0].value\": email}`).")
        case .fieldListSeparator:
            CauseAdvice(
                "A name in a list of groups or applications contains a character that "
                    + "separates names in a list, so that it would become two names.",
                "Rename the group, or declare another `list_separator` in the profile.")
        case .fieldActionUnknown:
            CauseAdvice(
                "The word in `action` is no action.",
                "Use one of those that the message lists, such as `add`, `update`, `upsert`, "
                    + "`disable`, `delete`.")
        case .fieldUserMissing:
            CauseAdvice(
                "The action needs to know its user, and the record names none.",
                "Fill `user`, `username`, `email` or `external_id`.")
        case .fieldUserMalformed:
            CauseAdvice(
                "What stands in `user` is neither a username, nor an e-mail address, nor "
                    + "`id:` or `ext:` with a key.",
                "Write `ada`, `ada@example.com`, `id:42` or `ext:E1001`.")
        case .fieldUsernameMissing:
            CauseAdvice(
                "A new user needs a username.",
                "Fill the cell, or derive usernames in the profile.")
        case .fieldUsernameMalformed:
            CauseAdvice(
                "The username cannot be prepared for comparison (RFC 8265): it is empty "
                    + "after preparation, or mixes writing directions.",
                "Choose another one; letters, digits, `.`, `-`, `_` and `@` always work.")
        case .fieldUsernameTooLong:
            CauseAdvice(
                "The username is longer than 255 bytes in its compared form.",
                "Shorten it.")
        case .fieldUsernameForbiddenCharacter:
            CauseAdvice(
                "The username has a character that RFC 8265 forbids, such as a space, a "
                    + "control character or a symbol.",
                "Remove the character; the message says which one it is.")
        case .fieldEmailMissing:
            CauseAdvice(
                "A new user, and every action that sends mail, needs an e-mail address.",
                "Fill the cell, or derive addresses in the profile (`email: "
                    + "\"{username}@corp.example\"`).")
        case .fieldEmailMalformed:
            CauseAdvice(
                "The value is not an e-mail address, for instance `a@@b`.",
                "Correct the address; the message says what is wrong with it.")
        case .fieldEmailTooLong:
            CauseAdvice(
                "The address is longer than 254 octets, or the part before the `@` is longer "
                    + "than 64 (RFC 5321).",
                "Shorten it.")
        case .fieldAlternateEmailMalformed:
            CauseAdvice(
                "The second address is not an e-mail address.",
                "Correct it, or empty the cell to keep the one that the directory has.")
        case .fieldAlternateEmailTooLong:
            CauseAdvice(
                "The second address is longer than 254 octets, or its local part than 64.",
                "Shorten it.")
        case .fieldExternalIDTooLong:
            CauseAdvice(
                "The external id is longer than the limit.",
                "Use the key that the source system itself has for the person.")
        case .fieldPhoneMalformed:
            CauseAdvice(
                "The value is not a phone number: it has letters, too few digits, or a "
                    + "country code that does not exist.",
                "Write it with its country code: `+44 20 7946 0123`; spaces, dots, hyphens "
                    + "and brackets are fine.")
        case .fieldPhoneCountryMissing:
            CauseAdvice(
                "The number has no country code, so it could be several numbers.",
                "Write `+` and the country code, or set `calling_code` in the profile, or "
                    + "let the country column give it.")
        case .fieldPhoneTooLong:
            CauseAdvice(
                "The number has more than 15 digits (E.164).",
                "Remove extensions and notes from the cell.")
        case .fieldNumberMangled:
            CauseAdvice(
                "In a phone number it is an error. The value looks like a number that a "
                    + "spreadsheet has rewritten, such as `4.42E+11`.",
                "Format the column as text in the spreadsheet before exporting, and export "
                    + "again.")
        case .fieldDateMalformed:
            CauseAdvice(
                "The value is not a date in the expected format: ISO 8601 (`2026-03-01`), or "
                    + "the one that the profile declares.",
                "Correct it, or declare the file's format in the profile (`dates`).")
        case .fieldDateOutOfRange:
            CauseAdvice(
                "The date has the right shape and does not exist, or lies outside of the "
                    + "years that Muster keeps.",
                "Correct it.")
        case .fieldDateOrder:
            CauseAdvice(
                "The end date lies before the start date.",
                "Correct one of them; perhaps the two columns are swapped.")
        case .fieldBooleanMalformed:
            CauseAdvice(
                "The value is neither a yes nor a no.",
                "Write `true` or `false` (`yes`, `no`, `1` and `0` work too). Where a feed "
                    + "has words of its own, such as `A` and `T`, name them in its profile: "
                    + "`yes_words`, `no_words`.")
        case .fieldDeviceLimitMalformed:
            CauseAdvice(
                "The device limit is not a whole number.",
                "Write a number from 1 to 100, or `default`.")
        case .fieldDeviceLimitMissing:
            CauseAdvice(
                "The action `set-device-limit` needs `device_limit`.",
                "Fill it; `default` makes the user follow the default again.")
        case .fieldSecondFactorUnknown:
            CauseAdvice(
                "The method is not one that Muster knows.",
                "Use one of those that the message lists, such as `otp-email`, `otp-sms`, "
                    + "`totp`, `webauthn`, `none`.")
        case .fieldSecondFactorMissing:
            CauseAdvice(
                "The action `set-second-factor` needs `second_factor`.",
                "Fill it.")
        case .fieldGroupsMalformed:
            CauseAdvice(
                "The list of groups has an empty name, a name that is too long, a name with "
                    + "a `;` or `|` in it, or the same group both added and removed.",
                "Separate names with `;` or `|`, or say in the profile what the feed "
                    + "separates them with (`list_separator`).")
        case .fieldGroupsMissing:
            CauseAdvice(
                "The actions `add-to-groups` and `remove-from-groups` need `groups`.",
                "Name at least one group.")
        case .fieldAppsMalformed:
            CauseAdvice(
                "The list of applications has an empty or impossible name.",
                "Separate names with `;` or `|`; `+name` adds and `-name` removes.")
        case .fieldLanguageMalformed:
            CauseAdvice(
                "The value is not a language tag (BCP 47).",
                "Write `en`, `de-CH`, `pt-BR`.")
        case .fieldTimezoneUnknown:
            CauseAdvice(
                "The value is not a time zone of the IANA database.",
                "Write `Europe/Berlin`; abbreviations such as `CEST` are ambiguous.")
        case .fieldCountryUnknown:
            CauseAdvice(
                "The value is not a country code of ISO 3166-1.",
                "Write two letters, such as `DE` or `GB` (`UK` is understood).")
        case .fieldTextForbiddenCharacter:
            CauseAdvice(
                "The text has a control character, or one that changes the writing direction "
                    + "of what follows.",
                "Remove it; the message shows it as `\\u{7}`. It is often invisible in a "
                    + "spreadsheet.")
        case .fieldTextTooLong:
            CauseAdvice(
                "The text is longer than its column allows.",
                "Shorten it.")
        case .fieldPasswordTooShort:
            CauseAdvice(
                "The password has fewer than 8 bytes (15 where it is the only factor).",
                "Choose a longer one, or leave the cell empty: the user sets the password "
                    + "with the onboarding link.")
        case .fieldPasswordTooLong:
            CauseAdvice(
                "The password has more than 1,024 bytes.",
                "Choose a shorter one.")
        case .fieldPasswordContainsUser:
            CauseAdvice(
                "The password is the username, the e-mail address, or the company's word.",
                "Choose another one.")
        case .fieldPasswordForbiddenWord:
            CauseAdvice(
                "The password has a word in it that the configuration forbids, such as the "
                    + "company's name.",
                "Choose another password; the words are `policy.password_words`.")
        case .fieldPasswordExpiresMissing:
            CauseAdvice(
                "`set-password-expiry` needs the day in `password_expires`.",
                "Give the day as `YYYY-MM-DD`, or `(clear)` for a password that does not "
                    + "expire.")
        case .fieldDeviceMissing:
            CauseAdvice(
                "`register-device` and `remove-device` need the device in `device`.",
                "Fill in what the identity provider calls the device.")
        case .fieldReasonMissing:
            CauseAdvice(
                "`reset-mfa` and `impersonate` need a reason, which the audit log keeps.",
                "Fill in `reason`, such as a ticket's number.")
        case .fieldPasswordHashUnsupported:
            CauseAdvice(
                "The password hash is of a kind that Muster cannot verify, is cut short, or "
                    + "would cost too much to check at a sign-in (bcrypt beyond cost 16, PBKDF2 "
                    + "and SHA-512-crypt beyond 5,000,000 rounds, Argon2 and scrypt beyond 1 GiB).",
                "Import the user without it; the onboarding mail lets the user set a "
                    + "password.")
        case .fieldTOTPSecretMalformed:
            CauseAdvice(
                "The TOTP secret is not base32, or too short.",
                "Copy it again from the system that made it, or leave it out and let the "
                    + "user enrol.")
        case .fieldCountMalformed:
            CauseAdvice(
                "The value of `count` is not a whole number in range.",
                "Write a number such as `1`.")
        case .fieldClearNotAllowed:
            CauseAdvice(
                "The record wants to clear a value that a user must have, such as the "
                    + "username or the e-mail address.",
                "Give a new value; to block a user, use `disable`.")
        case .fieldValueDropped:
            CauseAdvice(
                "The value of an optional column was left out and the rest of the record "
                    + "accepted: it is not valid, and the profile wants it so.",
                "Correct the value at its source; the message says what is wrong with it.")
        case .fieldDerivedFailed:
            CauseAdvice(
                "A value that the profile derives is none that the column can have, or no "
                    + "free name was found.",
                "Fill the column that the message names, or change the derivation.")
        default: nil
        }
    }
}
