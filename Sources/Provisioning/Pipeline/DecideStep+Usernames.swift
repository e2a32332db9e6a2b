extension DecideStep {
    /// Makes sure that the derived username of a new user is free, by a number if the profile says
    /// so, and that what is derived from it is free too.
    /// - Returns: why the record is refused; nil: it is not.
    func settleDerivedUsername(
        _ record: Int, _ number: UInt32, of batch: RecordBatch
    ) throws(RunHalt) -> DecisionFinding? {
        // Looked at first: the call below hands all rules over, a copy of which costs more than this.
        guard !batch.derivedSlots.isEmpty, decider.usernames.canNumber(record, of: batch)
        else { return nil }
        guard decider.context.profile.derivedCollision == .number else {
            return try taken(record, of: batch)
        }
        guard try taken(record, of: batch) != nil else { return nil }
        let plain = batch.bytes(record, .username) ?? ""
        let mark = batch.chunk.count
        for suffix in (nextNumbers[plain] ?? 2)...Self.numbersMax {
            // What the last try appended is not needed again.
            batch.chunk.count = mark
            if let slot = batch.layout.slot(of: .username) {
                restore(plain, slot: slot, record, of: batch)
            }
            decider.usernames.number(suffix, record: record, of: batch)
            if try taken(record, of: batch) == nil {
                plan.usernameNumbers[number] = suffix
                nextNumbers[plain] = suffix + 1
                return nil
            }
        }
        return DecisionFinding(.directoryUsernameTaken, column: .username)
    }

    /// Numbers tried for one derived username.
    static let numbersMax: UInt32 = 999_999

    private func restore(
        _ plain: ByteString, slot: Int, _ record: Int, of batch: RecordBatch
    ) {
        let range = plain.bytes.withUnsafeBytes { batch.chunk.append($0) }
        batch.values[record * batch.layout.slotCount + slot] = CellValue(range)
    }

    /// Who has the record's username, or the e-mail address derived from it.
    private func taken(_ record: Int, of batch: RecordBatch) throws(RunHalt) -> DecisionFinding? {
        for key in 0..<2 where key == 0 || batch.isDerived(record, column: .email) {
            guard let bytes = batch.bytes(record, slot: key) else { continue }
            let hash = batch.keyHashes[record * 3 + key]
            var holder = try claimed(hash, key, bytes)
            if holder == nil { holder = try inDirectory(bytes, key: key) }
            if let user = holder {
                return DecisionFinding(
                    key == 0 ? .directoryUsernameTaken : .directoryEmailTaken,
                    column: KeyClaims.columns[key], related: user.id.value)
            }
        }
        return nil
    }

    private func inDirectory(_ bytes: ByteString, key: Int) throws(RunHalt) -> UserState? {
        guard !plan.wasEmpty else { return nil }
        let query = KeyQuery(
            username: key == 0 ? bytes : nil, email: key == 1 ? bytes : nil, externalID: nil)
        let match = try directory.find([query]).first
        guard let id = key == 0 ? match?.byUsername : match?.byEmail else { return nil }
        let loaded = try directory.load([id])[id]
        guard let state = try virtual.state(of: id, loaded: loaded, places: places),
            state.key(key) == bytes
        else { return nil }
        return state
    }
}
