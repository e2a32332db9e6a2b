package import Provisioning

/// What signing in is decided on: a user with everything that is verified of them.
package struct LoginRecord: Equatable, Sendable {
    package var user: UserState
    /// nil: no password is set.
    package var passwordHash: ByteString?
    /// nil: TOTP is not enrolled.
    package var totp: StoredTOTP?
    /// Backup codes that were not used yet, the oldest first.
    package var backupCodes: [StoredBackupCode] = []
    /// Grants to act as the user that ran out without anybody noting it.
    package var expiredGrants: [ImpersonationGrant] = []

    package init(user: UserState) { self.user = user }
}

/// An enrolled TOTP secret, as it is stored.
package struct StoredTOTP: Equatable, Sendable {
    /// The secret, sealed under the key file.
    package var sealedSecret: [UInt8]
    /// Time step of the last code that was accepted; nil: none was.
    package var lastStep: Int64?

    package init(sealedSecret: [UInt8], lastStep: Int64?) {
        self.sealedSecret = sealedSecret
        self.lastStep = lastStep
    }
}

/// A backup code, as it is stored.
package struct StoredBackupCode: Equatable, Sendable {
    package var id: Int64
    package var hash: ByteString

    package init(id: Int64, hash: ByteString) {
        self.id = id
        self.hash = hash
    }
}

/// A grant by which an administrator may act as a user.
package struct ImpersonationGrant: Equatable, Sendable {
    package var id: Int64
    package var user: UserID
    /// Who acts.
    package var actor: ByteString
    package var reason: ByteString?
    package var startedAt: Instant
    package var expiresAt: Instant
    package var uses: UInt64
    /// nil: never.
    package var lastUsedAt: Instant?
    /// When it was ended, or was noticed to have run out; nil: neither.
    package var endedAt: Instant?

    /// How far the clocks of two machines may be apart, in milliseconds.
    private static let skew: Int64 = 300_000

    /// Whether it lets its holder act as `user` at this time.
    ///
    /// One that has not begun yet was made while a clock was ahead: it would be good for as long as that
    /// was, and not for its few minutes.
    package func isGood(for user: UserID, at now: Instant) -> Bool {
        self.user == user && endedAt == nil && expiresAt > now
            && startedAt.milliseconds <= now.milliseconds + Self.skew
    }
}
