/// Finds, before anything is decided, the records that `--on-duplicate last` or `reject` refuses.
///
/// With `first` a single reading is enough, since a later record cannot change an earlier one's
/// fate. The other two need to know the whole file: this reads it once more, beforehand. Memory
/// is that of the key tables, which are given up afterwards, and an entry a duplicate.
package final class DuplicateSurvey {
    private let rule: DuplicateRule
    private let claims: KeyClaims
    private let rereader: RecordRereader
    private let decider: RecordDecider
    private var places = RecordPlaces()
    private var doomed: [UInt32: DecisionFinding] = [:]

    package init(
        rule: DuplicateRule, claims: KeyClaims, rereader: RecordRereader, decider: RecordDecider
    ) {
        self.rule = rule
        self.claims = claims
        self.rereader = rereader
        self.decider = decider
    }

    /// Why a record is refused; nil: no other record has its keys, or it is the one that is kept.
    package func finding(for record: UInt32) -> DecisionFinding? { doomed[record] }

    /// Sizes the tables for about `records` records.
    package func expect(_ records: Int) { claims.expect(records, isDense: true) }

    /// Takes the next chunk into account. Records with faults of their own claim nothing.
    package func survey(_ batch: RecordBatch) throws(RunHalt) {
        places.add(batch.chunk)
        claims.reserve(batch.recordCount)
        for record in 0..<batch.recordCount {
            guard batch.actions[record].isDescribing, !batch.hasErrors[record] else { continue }
            for key in 0..<3 { try survey(record, key: key, of: batch) }
        }
    }

    private func survey(_ record: Int, key: Int, of batch: RecordBatch) throws(RunHalt) {
        let hash = batch.keyHashes[record * 3 + key]
        guard hash != 0, let bytes = batch.bytes(record, slot: key),
            !decider.isNumberable(record, key: key, of: batch)
        else { return }
        let number = batch.chunk.records[record].number
        var probe = claims.find(hash, key: key)
        while probe.record != 0 {
            let earlier = try rereader.record(probe.record, places: places)
            if earlier.bytes(0, slot: key) == bytes {
                if probe.record != number { clash(probe.record, number, key) }
                claims.reassign(probe, key: key, to: number)
                return
            }
            probe = claims.next(after: probe, key: key)
        }
        claims.claim(probe, key: key, record: number)
    }

    private func clash(_ earlier: UInt32, _ later: UInt32, _ key: Int) {
        let code = DecideStep.duplicateCodes[key]
        let column = KeyClaims.columns[key]
        if doomed[earlier] == nil {
            doomed[earlier] = DecisionFinding(code, column: column, related: later, other: earlier)
        }
        if rule == .reject, doomed[later] == nil {
            doomed[later] = DecisionFinding(code, column: column, related: earlier, other: later)
        }
    }
}
