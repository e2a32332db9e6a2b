/// Headers that a stranger would expect to map, and why they map only when a profile says so.
package enum UnmappedHeaders {
    /// The reason, as the end of a sentence, by folded header.
    package static let reasons: [String: String] = [
        "userid":
            "it is the login in some systems and an immutable key in others: say which in the"
            + " profile's columns",
        "status":
            "it is the state of the employment, the account or the record: say which in the"
            + " profile's columns",
        "newprimaryemail":
            "it holds a new value: to rename by this file, map the old address to user and this"
            + " column to email",
        "newloginid":
            "it holds a new value: to rename by this file, map the old login to user and this"
            + " column to username",
        "accountexpirationdate": "it is about the account and not about the password",
        "lastpwdupdate": "it says when the password was changed last, not when it expires",
        "requiredactions":
            "it lists several orders in one cell: map it in the profile's columns if it has one"
            + " meaning",
        "emailverified":
            "it says that an address was verified and not which mails to send: map it in the"
            + " profile's columns if it should decide that",
        "cognitomfaenabled": mfaFlag,
        "salt": saltReason,
        "factor": saltReason,
        "passwordsalt": saltReason,
    ]

    /// Headers whose filled cells say that the password beside them is a hash.
    package static let hashMarkers: Set<String> = ["passwordhashfunction", "encryptionscheme"]

    private static let mfaFlag =
        "it says whether a second factor is on and not which: the default method applies"
    private static let saltReason =
        "it belongs to a password hash: give hash, salt and cost in one password_hash cell"
}
