import Credentials
package import Provisioning
import SQLiteDirectory

/// Redeems the link of an onboarding or reset mail: sets the password of the user it was sent to.
package struct OnboardingCompletion {
    private let place: DirectoryPlace
    private let actor: String
    private let clock: any WallClock
    private let random: any RandomBytes
    /// How long to wait for other writers.
    package var wait: Duration = .seconds(30)

    package init(
        _ place: DirectoryPlace, actor: String, clock: any WallClock = SystemClock(),
        random: any RandomBytes = SystemRandom()
    ) {
        self.place = place
        self.actor = actor
        self.clock = clock
        self.random = random
    }

    /// Sets the password, if the link is good and the password may be.
    ///
    /// `token` is what stands in the link, or the whole link.
    ///
    /// The change is committed when this returns; a rejection changed nothing, and the link is good
    /// for another try. It throws a halt with status 66 without a directory, or what kept it from
    /// being read or written.
    package func run(
        token: String, password: String
    ) throws(RunHalt) -> OnboardingResult {
        let configuration = try place.loadConfiguration(checksTemplates: false)
        let reader = try place.openForReading()
        let digest = LinkToken.digest(of: configuration.mail.token(in: token))
        let now = clock.now()
        guard let link = try reader.link(digest: digest),
            let record = try reader.loginRecord(of: link.user, at: now)
        else { return .rejected([Self.invalid]) }
        if let issue = Self.issue(of: link, record.user, now) {
            return .rejected([issue], record.user, link)
        }
        let method = SecondFactorRules(policy: configuration.policy)
            .effective(record.user, groups: try reader.groups())
        let rules = NewPassword(
            limits: configuration.limits, forbiddenWords: configuration.policy.passwordWords,
            isOnlyFactor: method == .none)
        let checked = rules.check(
            ByteString(password), username: record.user.usernameKey, email: record.user.emailKey)
        guard checked.issues.isEmpty else {
            return .rejected(checked.issues, record.user, link)
        }
        // Slow, and so done before anybody is kept waiting.
        let hash = LoginCredentials(try place.openKey(), random: random)
            .hash(checked.normalised)
        return try redeem(
            digest, passwordHash: hash, owesNotice: configuration.policy.notices, now)
    }

    private func redeem(
        _ digest: [UInt8], passwordHash: ByteString, owesNotice: Bool, _ now: Instant
    ) throws(RunHalt) -> OnboardingResult {
        let directory = try place.openForCommand(wait: wait, clock: clock)
        return try directory.changeAccess("complete onboarding", actor: actor, at: now) { access in
            guard let link = try directory.link(digest: digest),
                let user = try directory.loginRecord(of: link.user, at: now)?.user
            else { return .rejected([Self.invalid]) }
            if let issue = Self.issue(of: link, user, now) { return .rejected([issue], user, link) }
            try access.completeOnboarding(
                of: user, by: link, passwordHash: passwordHash, owesNotice: owesNotice)
            return OnboardingResult(user: user, link: link, issues: [])
        }
    }

    private static var invalid: RecordIssue {
        RecordIssue(
            .policyLinkInvalid,
            finding: "the link is not one that works: it was used, replaced by that of a newer "
                + "mail, or mistyped; resend-onboarding and reset-password send a new one")
    }

    private static func issue(
        of link: MailedLink, _ user: UserState, _ now: Instant
    ) -> RecordIssue? {
        if link.expiresAt <= now {
            return RecordIssue(
                .policyLinkExpired, finding: "the link ended at \(link.expiresAt.utcText)")
        }
        guard user.isEnabled else {
            return RecordIssue(
                .policyUserDisabled, finding: "user id:\(user.id.value) is disabled")
        }
        if let end = user.profile[.endDate], end < ByteString(now.day) {
            return RecordIssue(
                .policyUserDisabled,
                finding: "the time of user id:\(user.id.value) ended on \(end.text)")
        }
        return nil
    }
}
