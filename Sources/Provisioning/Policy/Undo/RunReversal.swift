/// The taking back of one run: whom its records are about, what is known of them, and what is said
/// of those who are left as they are. Belongs to the deciding thread.
package final class RunReversal {
    /// Number of the run that is taken back.
    package let run: Int64
    /// Its feed; nil: it was a command.
    let feed: FeedID?
    private let log: any ReversalLog
    private let user: (UInt32) -> UserID
    private var reversals: [UserID: Reversal] = [:]
    private var notes: [String] = []
    private var noteNumbers: [String: UInt32] = [:]
    private var isLeft: Set<UserID> = []

    /// Users who are listed at most among those who are left as they are.
    package static let listedMax = 1_000
    /// Users who were changed since and are left as they are, in the order of the records.
    package private(set) var changedSince: [UserID] = []
    /// Users who are gone.
    package private(set) var gone: [UserID] = []

    /// `user` says whom a record is about, by its number from 1.
    package init(
        of run: Int64, feed: FeedID?, log: any ReversalLog,
        user: @escaping (_ record: UInt32) -> UserID
    ) {
        self.run = run
        self.feed = feed
        self.log = log
        self.user = user
    }

    /// Mails withdrawn with the records decided so far.
    package private(set) var mailsWithdrawn: UInt64 = 0

    /// Counts the mails that the record at hand takes back; record 1 begins anew.
    func count(mails: Int, by record: UInt32) {
        mailsWithdrawn = (record == 1 ? 0 : mailsWithdrawn) + UInt64(mails)
    }

    /// The user of a record.
    func user(of record: UInt32) -> UserID { user(record) }

    /// Reads what is known of the users of a batch.
    func load(_ batch: RecordBatch) throws(RunHalt) {
        reversals = try log.reversals(
            of: run, users: batch.chunk.records.map { user(of: $0.number) })
    }

    /// What the run did to a user of the batch that was loaded last.
    func reversal(of user: UserID) -> Reversal { reversals[user] ?? Reversal() }

    /// Notes that a user is left as they are; each is listed once, however often it is decided.
    func leave(_ user: UserID, isGone: Bool) {
        guard isLeft.count < Self.listedMax, isLeft.insert(user).inserted else { return }
        if isGone { gone.append(user) } else { changedSince.append(user) }
    }

    /// A finding with words of its own; equal words are kept once.
    func finding(_ code: IssueCode, _ words: String) -> DecisionFinding {
        let number = noteNumbers[words] ?? UInt32(notes.count)
        if number == notes.count {
            notes.append(words)
            noteNumbers[words] = number
        }
        return DecisionFinding(code, related: number)
    }

    /// The words of a finding that `finding` made; nil: it is another's.
    func words(of finding: DecisionFinding) -> String? {
        switch finding.code {
        case .undoUserChanged, .undoUserGone, .undoChangePermanent:
            Int(finding.related) < notes.count ? notes[Int(finding.related)] : nil
        default: nil
        }
    }
}
