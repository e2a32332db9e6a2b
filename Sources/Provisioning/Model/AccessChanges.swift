/// What becomes of a user's password.
package enum PasswordChange: Equatable, Sendable {
    /// The record's `password` cell, to be hashed before it is stored.
    case cell
    /// The record's `password_hash` cell, as another system made it.
    case importedHash
    /// The user has none any more.
    case removed
}

/// A mail that a record owes, beside the onboarding mail of a new user that is due at once.
package struct OwedMail: Equatable, Sendable {
    package var kind: MailKind
    /// When it is due; nil: now.
    package var dueAt: Instant?
    /// What makes it one mail, however often the record is applied: a generation, a date, or the
    /// run's own name for the record where nil.
    package var occasion: ByteString?
    /// Where it goes; nil: to the address that the user has when it is delivered.
    package var recipient: ByteString?

    package init(
        _ kind: MailKind, dueAt: Instant? = nil, occasion: ByteString? = nil,
        recipient: ByteString? = nil
    ) {
        self.kind = kind
        self.dueAt = dueAt
        self.occasion = occasion
        self.recipient = recipient
    }
}

/// A secret that a record asks for, shown once.
package enum SecretRequest: Equatable, Sendable {
    /// So many new backup codes, in place of the old ones.
    case backupCodes(Int)
    /// A TOTP secret of the record's own, or a new one where it has none; its provisioning URI.
    case totp(isGiven: Bool)
    /// A token to act as the user until then.
    case impersonation(until: Instant)
}

/// Mails that a run owes to a user.
package struct MailsOfRun: Equatable, Sendable {
    /// Number of the run.
    package var run: Int64
    package var count: Int

    package init(run: Int64, count: Int) {
        self.run = run
        self.count = count
    }
}

/// What a record changes about a user's access: see `AccessState`.
package struct AccessChanges: Equatable, Sendable {
    package var password: PasswordChange?
    /// nil: stays; `.some(nil)`: never expires.
    package var passwordExpires: ByteString??
    /// Whether all enrolments and backup codes go.
    package var removesEnrolments = false
    /// A method that is enrolled from now on.
    package var enrols: SecondFactorMethod?
    /// Methods that are enrolled no longer, where not all go.
    package var unenrols: [SecondFactorMethod] = []
    /// Whether the backup codes go, whatever becomes of enrolments.
    package var removesBackupCodes = false
    /// A TOTP secret that the record's `totp_secret` cell brings for a new user.
    package var takesTOTPSecret = false
    /// Whether onboarding begins anew: not onboarded, with the next generation.
    package var restartsOnboarding = false
    /// Whether the next generation of onboarding links begins, so that earlier ones are dead.
    package var renewsOnboarding = false
    package var devicesRegistered: [RegisteredDevice] = []
    package var devicesRenamed: [RegisteredDevice] = []
    package var devicesRemoved: [ByteString] = []
    package var sessionsEnded: [ByteString] = []
    package var appsJoined: [AppIndex] = []
    package var appsLeft: [AppIndex] = []
    /// Whether links that were mailed, and mails with links that were not sent yet, die.
    package var killsLinks = false
    /// Whether grants to act as the user end.
    package var endsGrants = false
    package var secret: SecretRequest?
    package var mails: [OwedMail] = []
    /// When an onboarding mail that waits, and that no relay has touched, is due from now on; nil: as
    /// before.
    package var onboardingMailDue: Instant?
    /// Mails that another run owes and nobody has sent, which are taken back with it.
    package var withdrawsMails: MailsOfRun?

    package init() {}

    /// Whether nothing about the user's access changes.
    package var isEmpty: Bool { self == AccessChanges() }
}
