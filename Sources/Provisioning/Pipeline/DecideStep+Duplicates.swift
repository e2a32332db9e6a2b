extension DecideStep {
    /// Why a describing record is a duplicate of an earlier one; nil: it is none.
    ///
    /// Every key is looked at, so that the result names all that clash.
    func duplicate(
        _ record: Int, _ number: UInt32, of batch: RecordBatch
    ) throws(RunHalt) -> [DecisionFinding]? {
        if let doomed = duplicates?.finding(for: number) { return [doomed] }
        // Nearly all keys of a feed stand in it once.
        let areFree = batch.keyHashes.withUnsafeBufferPointer { hashes in
            hashes.baseAddress.map { claims.areFree($0 + 3 * record) } ?? true
        }
        if areFree { return nil }
        var findings: [DecisionFinding]?
        for key in 0..<3 {
            let hash = batch.keyHashes[record * 3 + key]
            guard hash != 0, !decider.isNumberable(record, key: key, of: batch) else { continue }
            var probe = claims.find(hash, key: key)
            while probe.record != 0 {
                if try isSameKey(probe.record, record, key: key, of: batch) {
                    if try isGone(probe, record, key: key, of: batch) {
                        // The user whom the earlier record described was deleted since.
                        probe = claims.next(after: probe, key: key)
                        continue
                    }
                    findings =
                        (findings ?? []) + [
                            DecisionFinding(
                                Self.duplicateCodes[key], column: KeyClaims.columns[key],
                                related: probe.record, other: number)
                        ]
                    break
                }
                probe = claims.next(after: probe, key: key)
            }
        }
        return findings
    }

    /// The keys of a describing record that lead to a user whom an earlier one described.
    ///
    /// That record may have been recognised as unchanged without its keys being looked at.
    func duplicates(
        of candidates: UserMatcher.Candidates, _ record: Int, _ number: UInt32,
        _ batch: RecordBatch
    ) -> [DecisionFinding] {
        var findings: [DecisionFinding] = []
        let users = [candidates.byUsername, candidates.byEmail, candidates.byExternalID]
        for (key, user) in users.enumerated() {
            guard let user, !decider.isNumberable(record, key: key, of: batch) else { continue }
            let earlier = touched.describer(of: user.id)
            guard earlier != 0 else { continue }
            findings.append(
                DecisionFinding(
                    Self.duplicateCodes[key], column: KeyClaims.columns[key], related: earlier,
                    other: number))
        }
        if findings.isEmpty, let user = candidates.byUser,
            touched.describer(of: user.id) != 0
        {
            findings.append(
                DecisionFinding(
                    .duplicateUserInFile, column: .user, related: touched.describer(of: user.id),
                    other: number))
        }
        return findings
    }

    static let duplicateCodes: [IssueCode] = [
        .duplicateUsernameInFile, .duplicateEmailInFile, .duplicateExternalIDInFile,
    ]

    /// Whether a record claims just this key, not another of the same hash.
    func isSameKey(
        _ claimant: UInt32, _ record: Int, key: Int, of batch: RecordBatch
    ) throws(RunHalt) -> Bool {
        guard let bytes = batch.bytes(record, slot: key) else { return false }
        return try self.bytes(of: claimant, key: key) == bytes
    }

    /// A key of an earlier record, in compared form.
    private func bytes(of claimant: UInt32, key: Int) throws(RunHalt) -> ByteString? {
        try rereader.record(claimant, places: places).bytes(0, slot: key)
    }

    /// Whether the user whom an earlier record described is deleted by now.
    private func isGone(
        _ claim: ClaimTable.Probe, _ record: Int, key: Int, of batch: RecordBatch
    ) throws(RunHalt) -> Bool {
        let claimant = claim.record
        if isDoneAlready(claimant) {
            return try isGoneOfDone(claim, record, key: key, of: batch)
        }
        guard let user = user(of: claimant) else { return false }
        guard touched.lastChange(of: user) != claimant else { return false }
        return try virtual.state(of: user, loaded: nil, places: places) == nil
    }

    /// Whom an earlier record is about; nil: it was done before an interruption.
    func user(of claimant: UInt32) -> UserID? {
        switch plan.verdicts[Int(claimant) - 1].target {
        case .nobody: nil
        case .user(let user): user
        case .newUser(let ordinal): .provisional(ordinal)
        }
    }
}
