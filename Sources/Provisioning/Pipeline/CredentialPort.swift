/// Makes and keeps secrets: what the pipeline needs of them, with the key file behind it.
///
/// A secret leaves it in two forms only: the one to show once, and the one to store.
package protocol CredentialIssuer: Sendable {
    /// Argon2id hashes of passwords in their normalised form (`PasswordRule.normalised`), in the
    /// same order, hashed on all processors at once.
    func hashes(of passwords: [ContiguousArray<UInt8>]) -> [ByteString]

    /// Whether passwords can be checked against another system's hash, at a cost that is bearable.
    func canVerify(passwordHash: ByteString) -> Bool

    /// How long hashing one password takes on one thread here, and on how many it is done; measured
    /// when first asked.
    func hashingCost() -> (each: Duration, threads: Int)

    /// Encrypts a TOTP secret (base32) for one user; another user's row cannot use it.
    func seal(totpSecret: ByteString, of user: UserID) -> [UInt8]

    /// A new TOTP secret of 160 bits in base32.
    func newTOTPSecret() -> ByteString

    /// The `otpauth://` address by which an authenticator takes a secret in.
    func provisioningURI(totpSecret: ByteString, username: ByteString) -> String

    /// New backup codes of 80 bits, `XXXX-XXXX-XXXX-XXXX`, with the hashes to store.
    func newBackupCodes(_ count: Int) -> [(shown: String, stored: ByteString)]

    /// A token of 256 bits, with its SHA-256, which is what is stored.
    func newToken() -> (shown: String, digest: [UInt8])
}

/// What a record's secrets have become, ready to store.
package struct IssuedCredentials: Equatable, Sendable {
    /// Hash of the new password.
    package var passwordHash: ByteString?
    /// Sealed TOTP secret.
    package var totpSecret: [UInt8]?
    /// Hashes of new backup codes.
    package var backupCodes: [ByteString] = []
    /// Digest of an impersonation token, with the end of its grant.
    package var grant: (digest: [UInt8], expiresAt: Instant)?

    package init() {}

    package static func == (left: Self, right: Self) -> Bool {
        left.passwordHash == right.passwordHash && left.totpSecret == right.totpSecret
            && left.backupCodes == right.backupCodes
            && left.grant?.digest == right.grant?.digest
            && left.grant?.expiresAt == right.grant?.expiresAt
    }
}

/// A secret on its way to the one place where it is shown.
package struct ShownSecret: Equatable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case backupCode = "backup-code"
        case totpURI = "totp-uri"
        case impersonationToken = "impersonation-token"
    }

    package var kind: Kind
    package var value: String
    /// When it ends; nil: when it is used or replaced.
    package var expiresAt: Instant?

    package init(_ kind: Kind, _ value: String, expiresAt: Instant? = nil) {
        self.kind = kind
        self.value = value
        self.expiresAt = expiresAt
    }
}
