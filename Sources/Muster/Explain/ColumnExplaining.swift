import Provisioning

/// Says how each cell of a record was read, and what the rules made of it.
struct ColumnExplaining {
    let raw: RawRecord
    let options: ImportOptions
    /// Whether it is read from a copy, which has columns of its own and masks secrets.
    let isCopy: Bool
    private let issues: [RecordIssue]

    init(_ raw: RawRecord, options: ImportOptions, isCopy: Bool) {
        self.isCopy = isCopy
        self.raw = raw
        self.options = options
        issues = raw.batch.issues(of: raw.index)
    }

    /// The feed's columns in its order, then what was derived.
    func columns() -> [Explanation.Column] {
        let secrets = raw.secretFields
        var columns: [Explanation.Column] = []
        for (field, source) in raw.mapping.sources.enumerated() {
            let cell = raw.cell(field)
            // Where records name their own values, a name that this one lacks says nothing.
            if raw.mapping.isFoundByRecord, cell == nil { continue }
            if isCopy, RejectColumns.all.contains(source.header.written) { continue }
            columns.append(column(source, cell, isSecret: secrets.contains(field)))
        }
        return columns + derived()
    }

    private func column(
        _ source: HeaderMapping.Source, _ cell: String?, isSecret: Bool
    ) -> Explanation.Column {
        let written = isSecret && cell?.isEmpty == false ? "***" : cell
        var column = Explanation.Column(
            header: source.header.written, how: "", raw: written, note: "")
        guard case .value(let target, let slot) = source.role else {
            column.how = unread(source)
            return column
        }
        column.column = target.name
        column.how = origin(source, target)
        guard !raw.isFaulty else {
            column.note = "not looked at: the record could not be read"
            return column
        }
        let cellValue = raw.value(slot: slot)
        if let refusal = refusal(of: target.name) {
            column.note = refusal
        } else if cell?.isEmpty ?? true {
            column.note =
                target == .column(.action)
                ? "empty: the action \(raw.profile.defaultAction.word) is meant"
                : "empty: keeps what the directory has"
        } else if isSecret {
            column.value = cellValue.isClear ? nil : "***"
            column.note = "a secret, which is never shown"
        } else if cellValue.isClear {
            column.note = "clears the value"
        } else if raw.batch.isDerived(raw.index, slot: slot) || cellValue.isKeep {
            column.note = "says nothing: keeps what the directory has"
        } else {
            let value = raw.text(slot: slot) ?? ""
            column.value = value
            column.note = ValueRules(profile: raw.profile).note(
                target, source.reading, cell ?? "", value, compared: compared(target))
        }
        return column
    }

    /// The compared form of a username or an e-mail address, where it is another.
    private func compared(_ target: ColumnTarget) -> String? {
        switch target {
        case .column(.username): raw.text(slot: ColumnLayout.usernameKeySlot)
        case .column(.email): raw.text(slot: ColumnLayout.emailKeySlot)
        default: nil
        }
    }

    private func refusal(of column: String) -> String? {
        guard let issue = issues.first(where: { $0.column == column }) else { return nil }
        let verb = issue.severity == .error ? "refused" : "with a warning"
        return "\(verb): \(issue.finding) [\(issue.code.rawValue)]"
    }

    // MARK: Headers

    private func origin(_ source: HeaderMapping.Source, _ target: ColumnTarget) -> String {
        let folded = source.header.folded
        let map = options.columnMap.map { $0.prefix { $0 != "=" } }
        if map.contains(where: { HeaderName(String($0)).folded == folded }) { return "--map" }
        if raw.profile.columns.keys.contains(where: { HeaderName($0).folded == folded }) {
            return "columns of the profile"
        }
        if source.header.written == target.name { return "its name" }
        if case .attribute = target { return "custom attribute" }
        return "alias"
    }

    private func unread(_ source: HeaderMapping.Source) -> String {
        let written = source.header.written
        if RejectColumns.all.contains(written) { return "Muster's own, not read" }
        if source.role == .hashMarker { return "says that the password beside it is a hash" }
        if raw.profile.ignoredColumns.contains(where: {
            HeaderName($0).folded == source.header.folded
        }) {
            return "ignored by the profile"
        }
        let notices = raw.mapping.notices + (raw.batch.chunk.columns?.notices ?? [])
        guard let notice = notices.first(where: { $0.column == written }) else { return "not read" }
        return notice.message
    }

    // MARK: Derived values

    private func derived() -> [Explanation.Column] {
        guard !raw.isFaulty else { return [] }
        return raw.mapping.derivations.steps.compactMap { step in
            guard raw.batch.isDerived(raw.index, slot: step.slot) else { return nil }
            return Explanation.Column(
                header: nil, column: step.target.name, how: "derived", raw: nil,
                value: raw.text(slot: step.slot),
                note: "made from the template \"\(step.text)\""
                    + (step.isAlways ? "" : "; for new users only"))
        }
    }
}
