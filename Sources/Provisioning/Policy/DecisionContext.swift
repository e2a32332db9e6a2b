/// What deciding needs besides the record and the user: the rules of one run.
package struct DecisionContext {
    package var policy: DirectoryPolicy
    package var profile: FeedProfile
    /// The feed that the run belongs to; nil before it has a number.
    package var feed: FeedID?
    /// Where the records come from.
    package var origin: RunOrigin
    /// What `--mail` and `--no-mail` say; nil: neither was given.
    package var mailOption: Bool?
    /// Today in the profile's time zone, as `YYYY-MM-DD`.
    package var today: ByteString
    package let groups: GroupTable
    /// Applications of the directory.
    package var apps = AppTable()
    /// How the run deals with leavers; nil: it has none.
    package var leavers: LeaverTerms?
    /// The time of the run.
    package var now = Instant(milliseconds: 0)
    package var limits = Limits()
    /// Whether passwords can be checked against an imported hash.
    package var canVerify: (ByteString) -> Bool = { _ in true }
    /// Whether there is a place where secrets can be shown once.
    package var showsSecrets = false
    /// Users and groups that a file may not touch, ready to compare.
    package let protectedUsers: Set<ByteString>
    package let protectedGroups: Set<ByteString>

    package init(
        policy: DirectoryPolicy, profile: FeedProfile, origin: RunOrigin, mailOption: Bool?,
        today: ByteString, groups: GroupTable
    ) {
        self.policy = policy
        self.profile = profile
        self.origin = origin
        self.mailOption = mailOption
        self.today = today
        self.groups = groups
        protectedUsers = policy.protectedUsers
        protectedGroups = Set(policy.protectedGroups.map(GroupTable.fold))
    }

    /// Whether a record leaves values alone that were changed by hand.
    package var keepsEdits: Bool { origin == .feed && profile.manualEdits == .keep }

    /// Whether a new user with this `send_mail` cell is owed an onboarding mail.
    ///
    /// `--no-mail` silences everybody; then the record's own word, the command's, the profile's
    /// and the configuration's count, in that order.
    package func owesOnboardingMail(recordSays: Bool?) -> Bool {
        if mailOption == false { return false }
        return recordSays ?? mailOption ?? profile.mail ?? policy.mail
    }

    /// Whether a user is owed notices of what a record with this `send_mail` cell changes.
    ///
    /// The order is that of `owesOnboardingMail`.
    package func owesNotice(recordSays: Bool?) -> Bool {
        if mailOption == false { return false }
        return recordSays ?? mailOption ?? profile.notices ?? policy.notices
    }

    /// Whether a file may change nothing about this user.
    package func isProtected(_ user: UserState) -> Bool {
        if protectedUsers.contains(user.usernameKey) { return true }
        guard !protectedGroups.isEmpty else { return false }
        return user.groups.contains {
            protectedGroups.contains(GroupTable.fold(groups.entries[Int($0)].name))
        }
    }
}
