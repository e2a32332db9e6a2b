/// Users who were deleted in the midst of a file, for a run that is carried on.
///
/// Of a record that was done before an interruption only its outcome is kept, not its user. So it is noted
/// which of them described somebody who is deleted further on in the file.
extension DecideStep {
    /// Notes that the user with these keys (username, e-mail address, external id) is deleted.
    func noteDeletion(of keys: [ByteString?]) throws(RunHalt) {
        guard !done.isEmpty else { return }
        for (key, bytes) in keys.enumerated() {
            guard let bytes else { continue }
            var probe = claims.find(hash.key(bytes, index: key), key: key)
            while probe.record != 0 {
                let claimant = probe.record
                if isDoneAlready(claimant),
                    try rereader.record(claimant, places: places).bytes(0, slot: key) == bytes
                {
                    describersOfGone.insert(claimant)
                }
                probe = claims.next(after: probe, key: key)
            }
        }
    }

    /// Whether an earlier record was done before an interruption, and is not decided again.
    func isDoneAlready(_ number: UInt32) -> Bool { plan.verdicts[Int(number) - 1].isDone }

    /// Whether the user is deleted whom a record described that was done before an interruption.
    func isGoneOfDone(
        _ claim: ClaimTable.Probe, _ record: Int, key: Int, of batch: RecordBatch
    ) throws(RunHalt) -> Bool {
        if describersOfGone.contains(claim.record) { return true }
        // A deletion names its user by username and address, and so all who were described by them.
        let described = try rereader.record(claim.record, places: places)
        let slots = [ColumnLayout.usernameKeySlot, ColumnLayout.emailKeySlot]
        guard slots.allSatisfy({ described.bytes(0, slot: $0) == nil }) else { return false }
        // Of records that were done with one key, the users of all but the last had gone.
        var later = claims.next(after: claim, key: key)
        while later.record != 0 {
            if isDoneAlready(later.record), try isSameKey(later.record, record, key: key, of: batch)
            {
                return true
            }
            later = claims.next(after: later, key: key)
        }
        return try describesNobody(claim.record)
    }

    /// Whether a record without username and address is about nobody who is still there.
    private func describesNobody(_ claimant: UInt32) throws(RunHalt) -> Bool {
        let batch = try rereader.record(claimant, places: places)
        var wanted: Set<UserID> = []
        var queries = [
            KeyQuery(
                username: nil, email: nil,
                externalID: batch.bytes(0, slot: ColumnLayout.externalIDSlot))
        ]
        if let cell = batch.bytes(0, .user) {
            switch NamedUser(cell, rules: rules) {
            case .number(let number): wanted.insert(UserID(number))
            case .key(let query): queries.append(query)
            }
        }
        for match in try directory.find(queries) {
            for user in [match.byUsername, match.byEmail, match.byExternalID] {
                if let user { wanted.insert(user) }
            }
        }
        let states = try directory.load(wanted.sorted())
        for user in wanted
        where try virtual.state(of: user, loaded: states[user], places: places) != nil {
            return false
        }
        return true
    }
}
