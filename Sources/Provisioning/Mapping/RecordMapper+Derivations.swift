extension RecordMapper {
    /// Fills empty slots with derived values, which are checked like written ones.
    mutating func derive(_ rules: ColumnRules, _ cells: Cells) {
        for index in context.mapping.derivations.steps.indices {
            let step = context.mapping.derivations.steps[index]
            guard cells[step.slot].isKeep, !isFaulted(step.target) else { continue }
            if readsFault(step) {
                // The fault of what it reads is the record's fault; no second one is made of it.
                if case .column(let column) = step.target {
                    faulted |= 1 &<< UInt64(column.rawValue)
                }
            } else {
                deriveValue(rules, step, cells)
            }
        }
    }

    private mutating func deriveValue(
        _ rules: ColumnRules, _ step: Derivations.Step, _ cells: Cells
    ) {
        var made: ContiguousArray<UInt8> = []
        swap(&made, &derivation)
        defer { swap(&made, &derivation) }
        let base = base
        let result = Derivations.make(step, into: &made) { slot in
            let cell = cells[slot]
            guard cell.isValue else { return nil }
            return UnsafeRawBufferPointer(
                start: base + Int(cell.start), count: Int(cell.range.length))
        }
        switch result {
        case .lacking: break
        case .unwritable(let target):
            failed(step, value: nil, "\(target.name) has characters without an ASCII form")
        case .made:
            // Nothing but optional parts, and none of them there.
            if made.isEmpty { break }
            let range = made.withUnsafeBytes { chunk.append($0) }
            self.base = chunk.base
            keepDerived(rules, step, range, cells)
        }
    }

    private mutating func keepDerived(
        _ rules: ColumnRules, _ step: Derivations.Step, _ range: ByteRange, _ cells: Cells
    ) {
        let bytes = chunk.bytes(range)
        do throws(ValueFault) {
            var keySlot: Int?
            var keyCell: CellValue = .keep
            let cell: CellValue
            switch step.target {
            case .attribute(let name):
                cell = kept(
                    try rules.checkAttribute(name: ByteString(name), bytes, into: &scratch),
                    range)
            case .column(let column):
                cell = kept(try rules.check(column, bytes, into: &scratch), range)
                if column == .username || column == .email {
                    keySlot =
                        column == .email ? ColumnLayout.emailKeySlot : ColumnLayout.usernameKeySlot
                    keyCell = try key(rules, cell, isEmail: column == .email)
                }
            }
            cells[step.slot] = cell
            derived |= 1 &<< UInt64(step.slot)
            if let keySlot {
                cells[keySlot] = keyCell
                derived |= 1 &<< UInt64(keySlot)
            }
        } catch {
            failed(step, value: chunk.copy(range).text, error.finding)
        }
    }

    private mutating func failed(_ step: Derivations.Step, value: String?, _ finding: String) {
        if case .column(let column) = step.target {
            faulted |= 1 &<< UInt64(column.rawValue)
        }
        issues.append(
            (
                record,
                RecordIssue(
                    .fieldDerivedFailed, column: step.target.name, value: value,
                    finding: "cannot be \(step.target.name), as the template"
                        + " \"\(MessageText.quoted(step.text))\" makes it: \(finding)",
                    severity: .error)
            ))
    }

    private func isFaulted(_ target: ColumnTarget) -> Bool {
        guard case .column(let column) = target else { return false }
        return faulted & (1 &<< UInt64(column.rawValue)) != 0
    }

    /// Whether a derivation reads a column whose value was refused.
    private func readsFault(_ step: Derivations.Step) -> Bool {
        guard faulted != 0 else { return false }
        return step.parts.contains { part in
            if case .value(_, let place) = part { isFaulted(place.target) } else { false }
        }
    }

    /// Why a missing value was not derived, as the end of a message.
    func lackingExplanation(_ step: Derivations.Step, _ cells: Cells) -> String {
        for part in step.parts {
            guard case .value(let slot, let place) = part, !place.isOptional,
                !cells[slot].isValue
            else { continue }
            return "; the template \"\(MessageText.quoted(step.text))\" makes none, because"
                + " \(place.target.name) is empty"
        }
        return ""
    }
}
