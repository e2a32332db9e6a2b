import Provisioning
import SQLiteDirectory

/// Says whom the keys of a record lead to, as the directory is now, and what follows from it.
struct MatchExplaining {
    let raw: RawRecord
    let directory: SQLiteDirectory
    let run: RunListing
    let record: UInt32
    let rules: ColumnRules
    private let groups: GroupTable

    init(
        _ raw: RawRecord, in directory: SQLiteDirectory, groups: GroupTable, run: RunListing,
        record: UInt32, limits: Limits
    ) {
        self.raw = raw
        self.directory = directory
        self.groups = groups
        self.run = run
        self.record = record
        rules = ColumnRules(profile: raw.profile, limits: limits)
    }

    /// Fills in the keys in the order of the profile, and whom the record is about.
    /// - Returns: the user, as the directory is now; nil: nobody.
    func fill(_ explanation: inout Explanation) throws(RunHalt) -> UserState? {
        let batch = raw.batch
        var query = KeyQuery(username: nil, email: nil, externalID: nil)
        if !batch.isDerived(raw.index, column: .username) {
            query.username = batch.bytes(raw.index, slot: ColumnLayout.usernameKeySlot)
        }
        if !batch.isDerived(raw.index, column: .email) {
            query.email = batch.bytes(raw.index, slot: ColumnLayout.emailKeySlot)
        }
        query.externalID = batch.bytes(raw.index, slot: ColumnLayout.externalIDSlot)
        var candidates = try candidates(query)
        if let cell = batch.bytes(raw.index, .user) {
            candidates.byUser = try named(cell)
            explanation.keys.append(try key("user", cell, candidates.byUser))
        }
        for key in raw.profile.matchOrder {
            let value: ByteString? =
                switch key {
                case .externalID: query.externalID
                case .username: query.username
                case .email: query.email
                }
            guard let value else { continue }
            explanation.keys.append(try self.key(key.rawValue, value, candidates[key]))
        }
        var keys = UserMatcher.Keys()
        (keys.username, keys.email, keys.externalID) =
            (query.username, query.email, query.externalID)
        return conclude(candidates, keys, &explanation)
    }

    private func conclude(
        _ candidates: UserMatcher.Candidates, _ keys: UserMatcher.Keys,
        _ explanation: inout Explanation
    ) -> UserState? {
        let matcher = UserMatcher(order: raw.profile.matchOrder)
        let action = raw.batch.actions[raw.index]
        let match =
            action == .delete
            ? matcher.matchDeleted(candidates, keys: keys)
            : action.isDescribing
                ? matcher.match(candidates, keys: keys)
                : matcher.matchTarget(candidates, keys: keys)
        switch match {
        case .nobody:
            explanation.match =
                explanation.keys.isEmpty
                ? "the record has no key that could be looked up"
                : "no key leads to anybody"
            return nil
        case .user(let user):
            let first = explanation.keys.first { $0.user != nil }?.name ?? "its keys"
            explanation.match = "the record is about \(Self.name(user)), by \(first)"
            return user
        case .refused(let finding):
            let issue = finding.issue(for: raw.index, of: raw.batch, groups: groups)
            let column = issue.column.map { "\($0): " } ?? ""
            explanation.match = "refused: \(column)\(issue.message) [\(finding.code.rawValue)]"
            return nil
        }
    }

    private func candidates(_ query: KeyQuery) throws(RunHalt) -> UserMatcher.Candidates {
        var candidates = UserMatcher.Candidates()
        guard query.username != nil || query.email != nil || query.externalID != nil else {
            return candidates
        }
        guard let match = try directory.find([query]).first else { return candidates }
        let found = [match.byUsername, match.byEmail, match.byExternalID].compactMap { $0 }
        let states = try directory.load(Set(found).sorted())
        candidates.byUsername = match.byUsername.flatMap { states[$0] }
        candidates.byEmail = match.byEmail.flatMap { states[$0] }
        candidates.byExternalID = match.byExternalID.flatMap { states[$0] }
        return candidates
    }

    private func named(_ cell: ByteString) throws(RunHalt) -> UserState? {
        switch NamedUser(cell, rules: rules) {
        case .number(let number): return try directory.load([UserID(number)])[UserID(number)]
        case .key(let query):
            let found = try candidates(query)
            return found.byExternalID ?? found.byUsername ?? found.byEmail
        }
    }

    private func key(
        _ name: String, _ value: ByteString, _ user: UserState?
    ) throws(RunHalt) -> Explanation.Key {
        var remark = ""
        if let user, let origin = try directory.origin(of: user.id) {
            if origin.runID == run.id {
                remark =
                    origin.record == record
                    ? "whom this record created: nobody then"
                    : "whom record \(origin.record) of this run created"
            } else if origin.runID > run.id {
                remark = "whom run \(origin.run) created since: nobody then"
            }
        }
        return Explanation.Key(
            name: name, value: MessageText.quoted(value.text), user: user.map(Self.name),
            remark: remark)
    }

    /// How an explanation calls a user: by number and username.
    static func name(_ user: UserState) -> String {
        "user id:\(user.id.value) (\(MessageText.quoted(user.username.text)))"
    }
}
