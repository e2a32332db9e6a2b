/// What the directory says about the keys of a chunk's records.
package struct ChunkLookup {
    /// User whose row a record repeats unchanged, by record; 0: none.
    var unchanged: ContiguousArray<UInt32> = []
    /// Index in `matches`, by record; -1: nothing was asked.
    var queryIndex: ContiguousArray<Int32> = []
    /// Index in `matches` of what the `user` cell leads to, by record; -1: nothing was asked.
    var userQueryIndex: ContiguousArray<Int32> = []
    /// Number in a `user` cell of the form `id:N`, by record; 0: another form.
    var userNumbers: ContiguousArray<UInt32> = []
    var matches: [KeyMatch] = []
    var states: [UserID: UserState] = [:]

    package init() {}

    @inline(__always)
    func unchangedUser(_ record: Int) -> UserID? {
        guard record < unchanged.count, unchanged[record] != 0 else { return nil }
        return UserID(unchanged[record])
    }
}

extension DecideStep {
    /// Asks the directory about all keys of a chunk at once, except those of unchanged rows.
    func lookUp(_ batch: RecordBatch) throws(RunHalt) {
        let count = batch.recordCount
        lookup.unchanged = ContiguousArray(repeating: 0, count: count)
        lookup.queryIndex = ContiguousArray(repeating: -1, count: count)
        lookup.userQueryIndex = ContiguousArray(repeating: -1, count: count)
        lookup.userNumbers = ContiguousArray(repeating: 0, count: count)
        var queries: [KeyQuery] = []
        var wanted: Set<UserID> = []
        let usesFingerprints = !fingerprints.isEmpty && !batch.fingerprints.isEmpty
        for record in 0..<count {
            let isDone = self.isDone(batch.chunk.records[record].number)
            let action = batch.actions[record]
            if isDone || batch.hasErrors[record] || action == .skip { continue }
            if usesFingerprints, action.isDescribing,
                let user = fingerprints.user(of: batch.fingerprints[record])
            {
                lookup.unchanged[record] = user.value
                if batch.lacksKeys(record) { wanted.insert(user) }
                if touched.isUntouched(user) { continue }
            }
            addQueries(of: record, batch, to: &queries, wanted: &wanted)
        }
        try resolve(queries, wanted: wanted)
    }

    /// Asks about the keys of one record whose row was known, but whose user an earlier record of
    /// the file has touched.
    func lookUp(single record: Int, of batch: RecordBatch) throws(RunHalt) {
        guard lookup.queryIndex[record] < 0 else { return }
        var queries: [KeyQuery] = []
        var wanted: Set<UserID> = []
        addQueries(of: record, batch, to: &queries, wanted: &wanted)
        try resolve(queries, wanted: wanted)
    }

    /// Adds what has to be asked about one record.
    private func addQueries(
        of record: Int, _ batch: RecordBatch, to queries: inout [KeyQuery],
        wanted: inout Set<UserID>
    ) {
        lookup.queryIndex[record] = Int32(lookup.matches.count + queries.count)
        queries.append(
            KeyQuery(
                username: batch.bytes(record, slot: ColumnLayout.usernameKeySlot),
                email: batch.bytes(record, slot: ColumnLayout.emailKeySlot),
                externalID: batch.bytes(record, slot: ColumnLayout.externalIDSlot)))
        if let cell = batch.bytes(record, .user) {
            addUserQuery(cell, record, to: &queries, wanted: &wanted)
        }
    }

    /// Asks the directory, and keeps its answers beside those that are there.
    private func resolve(_ queries: [KeyQuery], wanted: Set<UserID>) throws(RunHalt) {
        guard !queries.isEmpty || !wanted.isEmpty else { return }
        var wanted = wanted
        let matches = try directory.find(queries)
        for match in matches {
            for user in [match.byUsername, match.byEmail, match.byExternalID] {
                if let user { wanted.insert(user) }
            }
        }
        lookup.matches += matches
        lookup.states.merge(try directory.load(wanted.sorted())) { _, new in new }
    }

    /// Reads a `user` cell: `id:N`, `ext:KEY`, a username or an e-mail address.
    private func addUserQuery(
        _ cell: ByteString, _ record: Int, to queries: inout [KeyQuery],
        wanted: inout Set<UserID>
    ) {
        switch NamedUser(cell, rules: rules) {
        case .number(let number):
            // Numbers from there on stand for users of this file, whom nobody can name by number.
            guard UserID(number).provisionalOrdinal == nil else { return }
            lookup.userNumbers[record] = number
            wanted.insert(UserID(number))
        case .key(let query):
            lookup.userQueryIndex[record] = Int32(lookup.matches.count + queries.count)
            queries.append(query)
        }
    }

    /// Users that a record's keys lead to by now: in the directory or created by this file.
    func candidates(
        _ record: Int, of batch: RecordBatch, keys: UserMatcher.Keys
    ) throws(RunHalt) -> UserMatcher.Candidates {
        var candidates = UserMatcher.Candidates()
        let isDescribing = batch.actions[record].isDescribing
        let match = lookup.match(at: lookup.queryIndex, record)
        candidates.byUsername = try current(match.byUsername) { $0.usernameKey == keys.username }
        candidates.byEmail = try current(match.byEmail) { $0.emailKey == keys.email }
        candidates.byExternalID = try current(match.byExternalID) {
            $0.externalID == keys.externalID
        }
        if !isDescribing {
            for key in 0..<3 {
                guard let bytes = batch.bytes(record, slot: key),
                    let user = try claimed(batch.keyHashes[record * 3 + key], key, bytes)
                else { continue }
                switch key {
                case 0: candidates.byUsername = user
                case 1: candidates.byEmail = user
                default: candidates.byExternalID = user
                }
            }
        }
        if let cell = batch.bytes(record, .user) {
            candidates.byUser = try named(by: cell, record)
        }
        return candidates
    }

    /// The user as the records so far leave them, if they still have the key.
    private func current(_ id: UserID?, _ hasKey: (UserState) -> Bool) throws(RunHalt)
        -> UserState?
    {
        guard let id else { return nil }
        let state = try virtual.state(of: id, loaded: lookup.states[id], places: places)
        guard let state, hasKey(state) else { return nil }
        return state
    }

    /// The user whom a record of this file gave a key that they still have.
    func claimed(_ hash: UInt64, _ key: Int, _ bytes: ByteString) throws(RunHalt)
        -> UserState?
    {
        guard hash != 0 else { return nil }
        var probe = claims.find(hash, key: key)
        while probe.record != 0 {
            if let user = user(of: probe.record),
                let state = try virtual.state(
                    of: user, loaded: lookup.states[user], places: places),
                state.key(key) == bytes
            {
                return state
            }
            probe = claims.next(after: probe, key: key)
        }
        return nil
    }

    /// The user whom a `user` cell names.
    private func named(by cell: ByteString, _ record: Int) throws(RunHalt) -> UserState? {
        if record < lookup.userNumbers.count, lookup.userNumbers[record] != 0 {
            return try current(UserID(lookup.userNumbers[record])) { _ in true }
        }
        guard case .key(let query) = NamedUser(cell, rules: rules) else { return nil }
        let match = lookup.match(at: lookup.userQueryIndex, record)
        if let found = try current(match.byExternalID, { $0.externalID == query.externalID }) {
            return found
        }
        if let found = try current(match.byUsername, { $0.usernameKey == query.username }) {
            return found
        }
        if let found = try current(match.byEmail, { $0.emailKey == query.email }) {
            return found
        }
        for (key, bytes) in [query.username, query.email, query.externalID].enumerated() {
            guard let bytes else { continue }
            let hash = hash.key(bytes, index: key)
            if let user = try claimed(hash, key, bytes) { return user }
        }
        return nil
    }
}

extension ChunkLookup {
    func match(at indexes: ContiguousArray<Int32>, _ record: Int) -> KeyMatch {
        guard record < indexes.count, indexes[record] >= 0 else { return KeyMatch() }
        return matches[Int(indexes[record])]
    }
}

extension UserState {
    /// A key in the order of the key slots: username, e-mail, external id.
    func key(_ index: Int) -> ByteString? {
        switch index {
        case 0: usernameKey
        case 1: emailKey
        default: externalID
        }
    }
}
