import Provisioning

/// One line of a table of owed mails: a record, whom it meets under which rules, and what it owes.
struct MailCase: Sendable, CustomStringConvertible {
    var description: String
    var cells: [String: String]
    var owed: [String]
    var rules: @Sendable (inout DecisionContext) -> Void
    var user: @Sendable (inout UserState) -> Void

    /// What is `owed` is written as `text` does.
    init(
        _ description: String, _ cells: [String: String], owes owed: [String],
        under rules: @escaping @Sendable (inout DecisionContext) -> Void = { _ in },
        of user: @escaping @Sendable (inout UserState) -> Void = { _ in }
    ) {
        self.description = description
        self.cells = cells
        self.owed = owed
        self.rules = rules
        self.user = user
    }

    static let now = "2026-11-26"

    /// Ada, who is onboarded, has a phone and a push enrolment.
    private static var ada: UserState {
        var ada = UserState(
            id: UserID(1), username: "ada", usernameKey: "ada", email: "Ada@Example.com",
            emailKey: "ada@example.com")
        ada.isOnboarded = true
        ada.hasPassword = true
        ada.enrolments = [.push]
        ada.profile[.phone] = "+442079460001"
        return ada
    }

    /// Decides the record about ada, who is there, and says what it changes.
    func decide() throws -> (outcome: Outcome, changes: UserChanges?) {
        let (decider, batch) = try makeDecider()
        var ada = Self.ada
        user(&ada)
        let chunk = DecidedChunk(batch: batch)
        let decision = decider.decideExisting(0, of: batch, user: ada, into: chunk)
        return (
            decision.outcome,
            decision.changeIndex < 0 ? nil : chunk.changes[Int(decision.changeIndex)]
        )
    }

    /// Decides the record as one that creates somebody, and says which mails it owes.
    func decideNew() throws -> [String] {
        let (decider, batch) = try makeDecider()
        let chunk = DecidedChunk(batch: batch)
        let decision = decider.decideNew(0, of: batch, into: chunk)
        var mails = decision.owesOnboardingMail ? ["onboarding"] : []
        if decision.accessIndex >= 0 {
            mails += chunk.newAccess[Int(decision.accessIndex)].mails.map(Self.text)
        }
        return mails
    }

    private func makeDecider() throws -> (RecordDecider, RecordBatch) {
        let columns = cells.keys.sorted()
        let sample = FeedSample(columns, [columns.map { cells[$0] ?? "" }])
        let batch = try sample.batch()
        var context = DecisionContext(
            policy: DirectoryPolicy(), profile: FeedProfile(), origin: .feed, mailOption: nil,
            today: ByteString(Self.now), groups: GroupTable([]))
        context.now = Instant(day: ByteString(Self.now)) ?? context.now
        rules(&context)
        let usernames = DerivedUsername(
            mapping: try sample.mapping(),
            rules: ColumnRules(profile: FeedProfile(), limits: Limits()), hashKey: (1, 2))
        return (RecordDecider(context: context, usernames: usernames), batch)
    }

    /// Such as `email-changed to ada@example.com`, or `onboarding due 2027-01-04T00:00:00Z`.
    static func text(_ mail: OwedMail) -> String {
        var text = mail.kind.word
        if let due = mail.dueAt { text += " due \(due.utcText)" }
        if let recipient = mail.recipient { text += " to \(recipient.text)" }
        return text
    }
}
