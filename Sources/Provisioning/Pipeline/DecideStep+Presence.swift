extension DecideStep {
    /// Notes whom the records of a full file name, once a chunk is decided.
    ///
    /// An accepted record names its user. One that is rejected or skipped names everybody to whom one
    /// of its keys leads, so that nobody is taken for a leaver because of a mistake in their record.
    /// - Complexity: a bit for an accepted record, a search of each key for the others.
    func notePresence(of chunk: DecidedChunk) throws(RunHalt) {
        guard let presence else { return }
        let batch = chunk.batch
        var queries: [KeyQuery] = []
        for (record, decision) in chunk.decisions.enumerated() {
            if case .user(let user) = decision.target { presence.insert(user) }
            let isRefused = decision.outcome == .rejected || decision.outcome == .skipped
            if isRefused {
                if !hasReadableKey(record, of: batch) {
                    let place = batch.chunk.records[record]
                    presence.addNameless(
                        PresentUsers.Place(record: place.number, line: place.line))
                    continue
                }
            } else if decision.target != .nobody || isDone(batch.chunk.records[record].number) {
                continue
            }
            addKeys(of: record, batch, to: &queries, presence)
        }
        guard !queries.isEmpty, !plan.wasEmpty else { return }
        for match in try directory.find(queries) {
            for user in [match.byUsername, match.byEmail, match.byExternalID] {
                if let user { presence.insert(user) }
            }
        }
    }

    /// Adds what finds the users whom a record names, or notes the one whom it names by number.
    private func addKeys(
        of record: Int, _ batch: RecordBatch, to queries: inout [KeyQuery],
        _ presence: PresentUsers
    ) {
        queries.append(
            KeyQuery(
                username: batch.bytes(record, slot: ColumnLayout.usernameKeySlot),
                email: batch.bytes(record, slot: ColumnLayout.emailKeySlot),
                externalID: batch.bytes(record, slot: ColumnLayout.externalIDSlot)))
        guard let cell = batch.bytes(record, .user) else { return }
        switch NamedUser(cell, rules: rules) {
        case .number(let number): presence.insert(UserID(number))
        case .key(let query): queries.append(query)
        }
    }

    /// Whether a record has a key that could find its user: what is derived for new users only is none.
    private func hasReadableKey(_ record: Int, of batch: RecordBatch) -> Bool {
        if batch.value(record, slot: ColumnLayout.externalIDSlot).isValue { return true }
        if batch.value(record, .user).isValue { return true }
        if batch.value(record, slot: ColumnLayout.emailKeySlot).isValue,
            !batch.isDerived(record, column: .email)
        {
            return true
        }
        return batch.value(record, slot: ColumnLayout.usernameKeySlot).isValue
            && !decider.usernames.canNumber(record, of: batch)
    }
}
