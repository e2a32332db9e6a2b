/// Which names look like those of a secret, so that what stands under them is masked even where no
/// column is read from it.
package enum SecretNames {
    private static let parts = [
        "password", "passwd", "passphrase", "passcode", "passwort", "kennwort", "secret",
        "credential", "apikey", "privatekey",
    ]
    private static let others: Set<String> = [
        "pwd", "pass", "pin", "otp", "token", "accesstoken", "refreshtoken", "sessiontoken",
    ]
    private static let known = Set(
        ColumnAliasTable.all.filter { line in
            if case .column(let column) = line.target { column.isSecret } else { false }
        }.flatMap(\.aliases).map(\.folded)
    ).union(others)

    /// Whether a header, or any part of a path, is known as a secret's, sounds like one, or is
    /// likely to be one that is misspelled.
    package static func includes(_ name: String) -> Bool {
        let folded = HeaderName(name).folded
        if known.contains(folded) || parts.contains(where: folded.contains) { return true }
        if case .column(let column)? = MisspelledHeader.proposal(for: folded, except: []),
            column.isSecret
        {
            return true
        }
        return name.split { $0 == "." || $0 == "[" || $0 == "@" }
            .contains { isKnown(String($0)) }
    }

    /// Whether a word is itself the name of a secret.
    package static func isKnown(_ word: String) -> Bool { known.contains(HeaderName.fold(word)) }
}
