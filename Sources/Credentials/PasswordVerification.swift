package import Provisioning

/// Checks passwords against hashes of this and other systems.
///
/// Known forms, as `PasswordHashRule` lists them: Argon2 and scrypt in the PHC text form, libcrypt's
/// bcrypt, SHA-512-crypt, `$7$` scrypt and `$y$` yescrypt, passlib's and Django's PBKDF2, LDAP's
/// `{SSHA}`. A hash whose cost would hold the machine up matches nothing.
package enum PasswordVerification {
    /// What came of a check.
    package struct Answer: Equatable, Sendable {
        package var matches: Bool
        /// Whether the hash is weaker than a new one would be, and should be replaced.
        package var needsUpgrade: Bool

        package init(matches: Bool, needsUpgrade: Bool) {
            self.matches = matches
            self.needsUpgrade = needsUpgrade
        }
    }

    /// Checks a password in its normalised form (`PasswordRule.normalised`).
    /// - Complexity: as the hash asks; 20 ms for a hash of this program.
    package static func verify(
        _ password: some Collection<UInt8>, against stored: ByteString
    ) -> Answer {
        let secret = Array(password)
        let text = stored.text
        let current = Argon2.Parameters(text)?.isCurrent ?? false
        return Answer(matches: matches(secret, text), needsUpgrade: !current)
    }

    /// Whether passwords can be checked against a hash: it is of a known form, and its cost would not
    /// hold the machine up.
    package static func canVerify(_ stored: ByteString) -> Bool {
        let text = stored.text
        switch Form(text) {
        case .argon2: return Argon2.Parameters(text) != nil
        case .ldap: return LDAPHash(text) != nil
        case .scrypt: return ScryptHash(text) != nil
        case .pbkdf2: return PBKDF2Hash(text) != nil
        case .crypt: return CryptHash.isBearable(text)
        }
    }

    private static func matches(_ secret: [UInt8], _ text: String) -> Bool {
        switch Form(text) {
        case .argon2: Argon2.verify(secret, text)
        case .ldap: LDAPHash(text)?.verify(secret) ?? false
        case .scrypt: ScryptHash(text)?.verify(secret) ?? false
        case .pbkdf2: PBKDF2Hash(text)?.verify(secret) ?? false
        case .crypt: CryptHash.verify(secret, text)
        }
    }

    /// Which family a hash is of, by its beginning.
    private enum Form {
        case argon2, ldap, scrypt, pbkdf2, crypt

        init(_ text: String) {
            if text.hasPrefix("$argon2") {
                self = .argon2
            } else if text.hasPrefix("{") {
                self = .ldap
            } else if text.hasPrefix("$scrypt$") {
                self = .scrypt
            } else if text.hasPrefix("$pbkdf2") || text.hasPrefix("pbkdf2_") {
                self = .pbkdf2
            } else {
                self = .crypt
            }
        }
    }
}
