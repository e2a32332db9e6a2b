import Credentials
import Provisioning
import SQLiteDirectory

/// A code that is the user's, and what marks it as used.
enum CodeMatch: Equatable {
    /// A TOTP code of this time step.
    case totp(step: Int64)
    case backup(StoredBackupCode)
}

/// Passwords and codes against what is stored of them.
struct LoginCredentials {
    private let vault: CredentialVault

    init(_ key: KeyFile, random: any RandomBytes = SystemRandom()) {
        vault = CredentialVault(key: key, random: random)
    }

    /// Whether a password is the one that was hashed, with a new hash where the old one is of a
    /// weaker kind. Without a hash it is wrong, after as much work.
    func check(
        _ password: String, against stored: ByteString?
    ) -> (isRight: Bool, upgradedHash: ByteString?) {
        let normalised = Self.normalised(password)
        guard let stored else {
            _ = hash(normalised)
            return (false, nil)
        }
        let answer = PasswordVerification.verify(normalised, against: stored)
        guard answer.matches else { return (false, nil) }
        return (true, answer.needsUpgrade ? hash(normalised) : nil)
    }

    /// Which of the user's codes this is; nil: none, or one that was used before.
    func match(_ code: String, of record: LoginRecord, at now: Instant) -> CodeMatch? {
        let user = record.user.id
        if let totp = record.totp, let secret = vault.open(totp.sealedSecret, of: user),
            let step = TOTP.verify(code, secret: secret, at: now, after: totp.lastStep)
        {
            return .totp(step: step)
        }
        return BackupCodes.match(code, among: record.backupCodes.map(\.hash))
            .map { .backup(record.backupCodes[$0]) }
    }

    /// The hash of a password in its normalised form, to be stored.
    func hash(_ password: ContiguousArray<UInt8>) -> ByteString {
        vault.hashes(of: [password]).first ?? ""
    }

    /// A password that is no text has no normalised form, and matches as it stands or not at all.
    private static func normalised(_ password: String) -> ContiguousArray<UInt8> {
        let bytes = ContiguousArray(password.utf8)
        return bytes.withUnsafeBytes { PasswordRule.normalised($0) } ?? bytes
    }
}
