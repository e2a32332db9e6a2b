extension RecordMapper {
    /// Notes what the record's action needs and does not have.
    @inline(__always)
    mutating func checkRequired(_ cells: Cells) {
        // A new user's or a user's full name is there in nearly every record of a feed.
        let isNamed =
            has(.username, required.username, cells)
            && has(.email, required.email, cells)
        if isNamed && action.isDescribing { return }
        checkRequiredSlowly(cells)
    }

    @inline(never)
    private mutating func checkRequiredSlowly(_ cells: Cells) {
        if action == .skip { return }
        let namesUser = context.profile.deletesByUser && has(.user, required.user, cells)
        if RequiredCells.needsBothNames(action), !namesUser {
            require(.username, required.username, .fieldUsernameMissing, cells)
            require(.email, required.email, .fieldEmailMissing, cells)
        } else {
            let hasKey =
                has(.username, required.username, cells)
                || has(.email, required.email, cells)
                || has(.externalID, required.externalID, cells)
                || has(.user, required.user, cells)
            if !hasKey {
                issues.append(
                    (
                        record,
                        RecordIssue(
                            .matchKeysMissing,
                            finding: "the record names no user: one of user, username, email and"
                                + " external_id is needed")
                    ))
            }
        }
        if let extra = required.extra(of: action) {
            require(extra.column, extra.slot, extra.code, cells)
        }
    }

    /// Whether a cell has a value, or has one whose fault was noted already.
    @inline(__always)
    private func has(_ column: UserColumn, _ slot: Int?, _ cells: Cells) -> Bool {
        if faulted & (1 &<< UInt64(column.rawValue)) != 0 { return true }
        guard let slot else { return false }
        return cells[slot].isValue
    }

    private mutating func require(
        _ column: UserColumn, _ slot: Int?, _ code: IssueCode, _ cells: Cells
    ) {
        if has(column, slot, cells) { return }
        // "No own limit", "no own method" and "never" are things to set as well.
        if let slot, cells[slot].isClear, Self.clearable.contains(column) { return }
        var finding = "\(column.name) is missing, which \(action.word) needs"
        if let step = context.mapping.derivations.steps.first(where: {
            $0.target == .column(column)
        }) {
            finding += lackingExplanation(step, cells)
        }
        add(code, column, value: nil, finding)
    }

    private static let clearable: Set<UserColumn> = [.deviceLimit, .secondFactor, .passwordExpires]

    /// Notes an error of this record.
    mutating func add(_ code: IssueCode, _ column: UserColumn, value: String?, _ finding: String) {
        issues.append(
            (
                record,
                RecordIssue(
                    code, column: column.name, value: value, finding: finding, severity: .error)
            ))
    }
}
