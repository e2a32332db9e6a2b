/// Gives derived usernames that are taken a number, and everything that is derived from them.
///
/// The number of a record is found once, by the first reading, and used again by the second.
package struct DerivedUsername {
    let derivations: Derivations
    let rules: ColumnRules
    let hash: KeyedHash

    package init(mapping: HeaderMapping, rules: ColumnRules, hashKey: (UInt64, UInt64)) {
        derivations = mapping.derivations
        self.rules = rules
        hash = KeyedHash(key: hashKey)
    }

    /// Whether a record's username is derived, so that a taken one gets a number.
    ///
    /// Only a record with an external id can: without one the username is what finds the person.
    package func canNumber(_ record: Int, of batch: RecordBatch) -> Bool {
        batch.isDerived(record, column: .username)
            && batch.value(record, slot: ColumnLayout.externalIDSlot).isValue
    }

    /// Whether the profile derives a column.
    package func derives(_ column: UserColumn) -> Bool {
        derivations.steps.contains { $0.target == .column(column) }
    }

    /// Replaces the record's derived username by the `suffix`-th to try, and derives again what
    /// depends on it.
    package func number(_ suffix: UInt32, record: Int, of batch: RecordBatch) {
        guard let slot = batch.layout.slot(of: .username),
            let plain = batch.bytes(record, slot: slot)
        else { return }
        let name = Derivations.numbered(username: plain, Int(suffix))
        set(name, .username, slot: slot, record, of: batch)
        var made: ContiguousArray<UInt8> = []
        for step in derivations.steps where step.slot != slot && reads(step, slot) {
            guard batch.isDerived(record, slot: step.slot) else { continue }
            let result = Derivations.make(step, into: &made) { slot in
                let cell = batch.value(record, slot: slot)
                return cell.isValue ? batch.chunk.bytes(cell.range) : nil
            }
            guard result == .made, case .column(let column) = step.target else { continue }
            set(ByteString(made), column, slot: step.slot, record, of: batch)
        }
    }

    private func reads(_ step: Derivations.Step, _ slot: Int) -> Bool {
        step.parts.contains { part in
            if case .value(slot, _) = part { true } else { false }
        }
    }

    private func set(
        _ value: ByteString, _ column: UserColumn, slot: Int, _ record: Int,
        of batch: RecordBatch
    ) {
        put(value, slot: slot, record, of: batch)
        guard column == .username || column == .email else { return }
        let key = rules.compared(value, column) ?? value
        let index = column == .username ? 0 : 1
        put(key, slot: index, record, of: batch)
        batch.keyHashes[record * 3 + index] = hash.key(key, index: index)
    }

    private func put(_ value: ByteString, slot: Int, _ record: Int, of batch: RecordBatch) {
        let range = value.bytes.withUnsafeBytes { batch.chunk.append($0) }
        batch.values[record * batch.layout.slotCount + slot] = CellValue(range)
    }
}

extension KeyedHash {
    /// The hash of an identity key; `index` as in `RecordBatch.keyHashes`.
    package func key(_ bytes: ByteString, index: Int) -> UInt64 {
        bytes.bytes.withUnsafeBytes { hash($0, domain: UInt64(index + 1)) }
    }
}

extension ColumnRules {
    /// The compared form of a username or an e-mail address; nil: it is none.
    package func compared(_ value: ByteString, _ column: UserColumn) -> ByteString? {
        guard
            let written = form(
                of: value,
                { bytes, scratch throws(ValueFault) in
                    try self.check(column, bytes, into: &scratch)
                })
        else { return nil }
        return form(of: written) { bytes, scratch throws(ValueFault) in
            column == .username
                ? try self.usernameKey(bytes, into: &scratch)
                : try self.emailKey(bytes, into: &scratch)
        }
    }

    private func form(
        of value: ByteString,
        _ rule: (UnsafeRawBufferPointer, inout ContiguousArray<UInt8>) throws(ValueFault)
            -> NormalisedValue
    ) -> ByteString? {
        var scratch: ContiguousArray<UInt8> = []
        return value.bytes.withUnsafeBytes { bytes -> ByteString? in
            do throws(ValueFault) {
                return try rule(bytes, &scratch).bytes(of: bytes, scratch)
            } catch {
                return nil
            }
        }
    }
}

extension NormalisedValue {
    /// A copy of the value's bytes, given what was checked and the scratch buffer.
    func bytes(of written: UnsafeRawBufferPointer, _ scratch: ContiguousArray<UInt8>)
        -> ByteString
    {
        switch self {
        case .asWritten: ByteString(written)
        case .trimmed(let range): ByteString(UnsafeRawBufferPointer(rebasing: written[range]))
        case .rewritten: ByteString(scratch)
        }
    }
}
