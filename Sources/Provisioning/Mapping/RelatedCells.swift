/// Cells of a record that must agree with each other.
struct RelatedCells {
    let startDate: Int?
    let endDate: Int?
    let password: Int?

    init(_ layout: ColumnLayout) {
        startDate = layout.slot(of: .startDate)
        endDate = layout.slot(of: .endDate)
        password = layout.slot(of: .password)
    }

    /// Whether a feed can have such cells at all.
    var isNeeded: Bool { password != nil || (startDate != nil && endDate != nil) }
}

extension RecordMapper {
    /// Checks the dates against each other and the password against the names.
    mutating func checkRelations(_ cells: Cells) {
        if let start = value(context.related.startDate, cells),
            let end = value(context.related.endDate, cells)
        {
            do throws(ValueFault) {
                try RecordRules.checkDates(start: start, end: end)
            } catch {
                issues.append(
                    (
                        record,
                        error.issue(
                            column: UserColumn.endDate.name, value: ByteString(end).text)
                    ))
            }
        }
        guard let password = value(context.related.password, cells) else { return }
        do throws(ValueFault) {
            try RecordRules.checkPassword(
                password, username: value(ColumnLayout.usernameKeySlot, cells),
                email: value(ColumnLayout.emailKeySlot, cells))
        } catch {
            issues.append((record, error.issue(column: UserColumn.password.name, value: nil)))
        }
    }

    private func value(_ slot: Int?, _ cells: Cells) -> UnsafeRawBufferPointer? {
        guard let slot, cells[slot].isValue else { return nil }
        return chunk.bytes(cells[slot].range)
    }
}
