extension RecordMapper {
    /// Notes a refused value, or drops it with a warning where the profile wants that.
    @inline(never)
    mutating func refuse(
        _ step: CellPlan.Step, _ range: ByteRange, _ fault: ValueFault, cells: Cells
    ) {
        cells[Int(step.slot)] = .keep
        if step.kind == .username || step.kind == .email { shown.append((Int(step.slot), range)) }
        if step.kind == .username { cells[ColumnLayout.usernameKeySlot] = .keep }
        if step.kind == .email { cells[ColumnLayout.emailKeySlot] = .keep }
        let isAttribute = step.kind == .attribute
        let name =
            isAttribute
            ? "attr.\(context.plan.attributeNames[Int(step.attribute)].text)" : step.column.name
        let value = step.column.isSecret ? nil : ByteString(chunk.bytes(range)).text
        let isOptional = isAttribute || Self.isOptional(step.column)
        if isOptional, context.profile.badOptionalValue == .drop {
            issues.append(
                (
                    record,
                    RecordIssue(
                        .fieldValueDropped, column: name, value: value,
                        finding: "was dropped: it \(fault.finding) [\(fault.code.rawValue)]",
                        severity: .warning)
                ))
            return
        }
        if fault.severity == .error, !isAttribute {
            faulted |= 1 &<< UInt64(step.column.rawValue)
        }
        issues.append(
            (
                record,
                RecordIssue(
                    fault.code, column: name, value: value, finding: fault.finding,
                    severity: fault.severity)
            ))
    }

    /// Whether a record still makes sense without a column's value.
    private static func isOptional(_ column: UserColumn) -> Bool {
        switch column {
        case .action, .user, .username, .email, .externalID: false
        default: true
        }
    }

    /// Refuses a password that a column beside it says is a hash: kept as a password it would
    /// let nobody in.
    mutating func refuseHashedPassword(
        _ source: FeedRecord, _ fields: UnsafeBufferPointer<ByteRange>, _ cells: Cells
    ) {
        guard let slot = context.mapping.layout.slot(of: .password), cells[slot].isValue else {
            return
        }
        for field in context.plan.hashMarkerFields where field < Int(source.fieldCount) {
            let range = fields[Int(source.firstField) + field]
            guard range.length > 0, meaning(of: chunk.bytes(range)) == .value else { continue }
            cells[slot] = .keep
            let finding =
                "is the hash of a password, its function named in a column of its own: give it in"
                + " password_hash, in a notation that names its function"
            if context.profile.badOptionalValue == .drop {
                issues.append(
                    (
                        record,
                        RecordIssue(
                            .fieldValueDropped, column: UserColumn.password.name,
                            finding: "the value was dropped: it \(finding)", severity: .warning)
                    ))
            } else {
                add(.fieldPasswordHashUnsupported, .password, value: nil, "the value \(finding)")
            }
            return
        }
    }
}
