import Credentials
package import Provisioning
package import SQLiteDirectory

/// Makes the links of queued mails good when the mails are sent.
package struct LinkIssuer {
    private let directory: SQLiteDirectory
    private let key: KeyFile
    private let limits: Limits

    /// An issuer of a directory that is open for writing, with its key and configuration.
    package init(
        _ directory: SQLiteDirectory, in place: DirectoryPlace
    ) throws(RunHalt) {
        self.directory = directory
        key = try place.openKey()
        limits = try place.loadConfiguration().limits
    }

    /// The token for a mail that is being sent, the same at every attempt; nil: the mail was
    /// withdrawn, or its link is dead, so that it must not be sent.
    ///
    /// The link is good, and its life has begun, when this returns.
    package func issue(
        _ entry: MailQueueEntry, at now: Instant
    ) throws(RunHalt) -> IssuedLink? {
        guard let life = life(of: entry.kind) else { return nil }
        let token = LinkToken(
            key: key, user: entry.user, kind: entry.kind, occasion: entry.occasion.text)
        let expiresAt = try directory.issueLink(
            for: entry, digest: token.digest, at: now, life: life)
        return expiresAt.map { IssuedLink(token: token.text, expiresAt: $0) }
    }

    /// nil: mails of this kind have no link.
    private func life(of kind: MailKind) -> Duration? {
        switch kind {
        case .onboarding, .reminder: limits.onboardingLinkLife
        case .passwordReset: limits.resetLinkLife
        default: nil
        }
    }
}

/// A link that is good.
package struct IssuedLink: Equatable, Sendable {
    /// The secret in it.
    package var token: String
    package var expiresAt: Instant
}
