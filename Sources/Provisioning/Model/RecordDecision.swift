/// Whom a decision is about.
package enum DecisionTarget: Equatable, Sendable {
    /// Nobody: the record is rejected or skipped.
    case nobody
    /// A user of the directory.
    case user(UserID)
    /// A user that this run creates; the n-th of them, from 0.
    case newUser(UInt32)
}

/// What to do with one record: a pure function of the record, the policies and the user's state.
package struct RecordDecision: Sendable {
    package var outcome: Outcome
    package var action: Action
    package var target: DecisionTarget = .nobody
    /// Groups to join, as a range of the decided chunk's `groups`; for a new user.
    package var groups: Range<Int32> = 0..<0
    /// Index in the decided chunk's `changes`, or -1; for a user who exists.
    package var changeIndex: Int32 = -1
    /// Whether the record owes an onboarding mail that is due at once; one that is due later is among
    /// the mails of a new user's access.
    package var owesOnboardingMail = false
    /// Whether a new user may sign in.
    package var isEnabled = true
    /// A new user's own device limit; 0: follows the default.
    package var deviceLimit: UInt16 = 0
    /// A new user's own second factor; nil: follows the default.
    package var secondFactor: SecondFactorMethod?
    /// A new user's password, TOTP secret, expiry and applications: index in the decided chunk's
    /// `newAccess`, or -1.
    package var accessIndex: Int32 = -1
    /// Whether the row's fingerprint is stored, so that the same row is skipped next time.
    package var keepsFingerprint = false

    package init(outcome: Outcome, action: Action) {
        self.outcome = outcome
        self.action = action
    }
}

/// One value of a user that changes, with what it was before.
package struct ValueChange: Equatable, Sendable {
    package var before: ByteString?
    package var after: ByteString?
    package init(before: ByteString?, after: ByteString?) {
        self.before = before
        self.after = after
    }
}

/// Everything that one record changes about a user who exists.
package struct UserChanges: Equatable, Sendable {
    /// Username, e-mail, external id, and profile columns. `username` and `email` give the form
    /// as written.
    package var columns: [(column: UserColumn, change: ValueChange)] = []
    /// New compared form of the username and the e-mail address, when they change.
    package var usernameKey: ByteString?
    package var emailKey: ByteString?
    package var attributes: [(name: ByteString, change: ValueChange)] = []
    package var groupsJoined: [GroupIndex] = []
    package var groupsLeft: [GroupIndex] = []
    /// nil: stays; `.some(nil)`: follows the default from now on.
    package var deviceLimit: UInt16??
    package var secondFactor: SecondFactorMethod??
    /// nil: stays.
    package var isEnabled: Bool?
    package var disabledCause: DisabledCause?
    package var deletes = false
    /// Password, enrolments, devices, sessions, applications, mails.
    package var access = AccessChanges()
    /// Whether the record only looks: nothing is written but its entry in the audit log.
    package var isView = false
    /// Feed that this record makes the user belong to, if not yet.
    package var joinsFeed: FeedID?
    /// Feed that the user belongs to no longer; nil: none.
    package var leavesFeed: FeedID?
    /// Records of another run that this one takes back; empty: it is no undo.
    package var takesBack: [UInt32] = []
    /// What becomes of the user's absence from the run's feed; like `joinsFeed` it is bookkeeping, and
    /// no change of the user.
    package var absence: AbsenceChange?
    /// Names (`ManualEdit`) of what is noted as changed by hand from now on, ascending.
    package var editsMade: [ByteString] = []
    /// Names of what is no longer noted as changed by hand, ascending.
    package var editsEnded: [ByteString] = []
    /// Before-image, needed to write the change log.
    package var before: UserState

    package init(before: UserState) { self.before = before }

    /// Whether nothing about the user changes.
    package var isEmpty: Bool {
        columns.isEmpty && attributes.isEmpty && groupsJoined.isEmpty && groupsLeft.isEmpty
            && deviceLimit == nil && secondFactor == nil && isEnabled == nil && !deletes
            && leavesFeed == nil && !isView && access.isEmpty && !restoresNotes
    }

    /// Whether an undo gives back what was noted of the user: that is what such a record is for.
    private var restoresNotes: Bool { !takesBack.isEmpty && (absence != nil || movesEdits) }

    /// Whether a record that changes nothing about the user stands in the log all the same, so that an
    /// undo knows of it.
    package var isLoggedAnyway: Bool {
        (joinsFeed?.value ?? 0) != 0 || movesEdits
            || absence.map { $0.before?.leftAt != $0.after?.leftAt } ?? false
    }

    /// Whether it is noted anew who set a value: bookkeeping, not a change of the user.
    package var movesEdits: Bool { !editsMade.isEmpty || !editsEnded.isEmpty }

    package static func == (left: Self, right: Self) -> Bool {
        left.columns.elementsEqual(right.columns) { $0 == $1 }
            && left.usernameKey == right.usernameKey && left.emailKey == right.emailKey
            && left.attributes.elementsEqual(right.attributes) { $0 == $1 }
            && left.groupsJoined == right.groupsJoined && left.groupsLeft == right.groupsLeft
            && left.deviceLimit == right.deviceLimit && left.secondFactor == right.secondFactor
            && left.isEnabled == right.isEnabled && left.disabledCause == right.disabledCause
            && left.deletes == right.deletes && left.joinsFeed == right.joinsFeed
            && left.leavesFeed == right.leavesFeed && left.takesBack == right.takesBack
            && left.absence == right.absence
            && left.access == right.access && left.isView == right.isView
            && left.editsMade == right.editsMade && left.editsEnded == right.editsEnded
            && left.before == right.before
    }
}

/// A chunk's records with what to do about each: what one transaction writes.
package final class DecidedChunk {
    package let batch: RecordBatch
    /// One decision a record.
    @exclusivity(unchecked) package var decisions: ContiguousArray<RecordDecision> = []
    /// Groups of new users; see `RecordDecision.groups`.
    @exclusivity(unchecked) package var groups: ContiguousArray<GroupIndex> = []
    /// Changes of users who exist; see `RecordDecision.changeIndex`.
    @exclusivity(unchecked) package var changes: [UserChanges] = []
    /// Access of new users; see `RecordDecision.accessIndex`.
    @exclusivity(unchecked) package var newAccess: [AccessChanges] = []
    /// What secrets became, by record index, ascending; made after the chunk was decided and before
    /// it is written.
    package var credentials: [(record: Int, issued: IssuedCredentials)] = []
    /// What views show, by record index, ascending.
    package var views: [(record: Int, text: String)] = []
    /// What is said of a leaver before what changes, by record index, ascending.
    package var notes: [(record: Int, text: String)] = []
    /// Warnings and errors by record index, ascending, headline first.
    @exclusivity(unchecked) package var issues: [(record: Int, issues: [RecordIssue])] = []
    /// Keys to show for records that do not say them, by record index, ascending.
    package var identities: [(record: Int, identity: ShownIdentity)] = []
    /// First record to write; earlier ones were written before an interruption.
    package var firstRecord = 0

    package init(batch: RecordBatch) { self.batch = batch }
}
