/// What the batch mapper does with the cells of a record, compiled from a header's mapping.
struct CellPlan {
    /// What a step does beyond checking its value.
    enum Kind: UInt8 {
        case plain, action, username, email, identifier, phone, joinedGroups, inverted, exemption,
            attribute
    }

    /// The work on one cell.
    struct Step {
        /// Index of the source column.
        let field: Int32
        let slot: Int32
        /// Index in `attributeNames`.
        let attribute: Int32
        let kind: Kind
        /// The column; `.reason` for an attribute, whose name stands in `attributeNames`.
        let column: UserColumn
        /// Whether `(clear)` may stand in the cell.
        let mayClear: Bool
        /// Bytes up to which printable ASCII is a value as it stands; 0: the column asks for more.
        let plainBytesMax: UInt16
        /// Whether few values are in use, so that checked cells are worth remembering.
        let hasFewValues: Bool
        /// Whether other fields have values of the same column: the first that a record has wins.
        var isShared = false
        /// Precedence among those.
        let rank: Int32
    }

    /// In order of precedence of their issues.
    private(set) var steps: ContiguousArray<Step> = []
    private(set) var attributeNames: [ByteString] = []
    /// Source columns that feed `groups`, in order.
    private(set) var groupFields: [Int] = []
    /// Their precedence: of those that a record has, the ones with the lowest count.
    private(set) var groupRanks: [Int] = []
    /// Names of all fields, where records name their own values.
    private(set) var fieldNames: [ByteString] = []
    /// Source columns whose filled cell says that the password is a hash.
    private(set) var hashMarkerFields: [Int] = []
    /// Whether `true`, `false` and `none` must stand in each chunk.
    private(set) var needsWords = false
    /// Source columns that a fingerprint covers where secrets are left out; empty: all.
    private(set) var publicFields: ContiguousArray<Int> = []
    private(set) var hasSecrets = false

    init(_ mapping: HeaderMapping) {
        let joins =
            mapping.sources.filter {
                if case .value(.column(.groups), _) = $0.role { true } else { false }
            }.count > 1
        for (field, source) in mapping.sources.enumerated() {
            var isSecret = false
            switch source.role {
            case .value(.column(.groups), let slot):
                groupFields.append(field)
                groupRanks.append(source.rank)
                if groupFields.count == 1 {
                    add(field, slot, joins ? .joinedGroups : .plain, .groups, rank: 0)
                }
            case .value(.column(let column), let slot):
                isSecret = column.isSecret
                add(
                    field, slot, Self.kind(column, source.reading), column, rank: source.rank)
            case .value(.attribute(let name), let slot):
                attributeNames.append(ByteString(name))
                add(field, slot, .attribute, .reason, rank: 0)
            case .hashMarker: hashMarkerFields.append(field)
            case .none: break
            }
            if isSecret { hasSecrets = true } else { publicFields.append(field) }
        }
        needsWords = steps.contains { $0.kind == .inverted || $0.kind == .exemption }
        steps.sort { (Self.rank($0), $0.rank) < (Self.rank($1), $1.rank) }
        if mapping.isFoundByRecord { prepareForFoundColumns(mapping) }
    }

    /// Marks the steps that have rivals, and puts names before cells where a digest needs them: in
    /// an order that does not depend on which record came first.
    private mutating func prepareForFoundColumns(_ mapping: HeaderMapping) {
        for index in steps.indices {
            let step = steps[index]
            steps[index].isShared =
                step.kind != .attribute
                && steps.contains { $0.slot == step.slot && $0.field != step.field }
        }
        fieldNames = mapping.sources.map { ByteString($0.header.written) }
        let names = fieldNames
        publicFields.sort { names[$0].bytes.lexicographicallyPrecedes(names[$1].bytes) }
    }

    private mutating func add(
        _ field: Int, _ slot: Int, _ kind: Kind, _ column: UserColumn, rank: Int
    ) {
        steps.append(
            Step(
                field: Int32(field), slot: Int32(slot), attribute: Int32(attributeNames.count - 1),
                kind: kind, column: column,
                mayClear: kind == .attribute || Self.mayClear(column),
                plainBytesMax: kind == .plain ? Self.plainBytesMax(column) : 0,
                hasFewValues: kind != .attribute && Self.hasFewValues(column),
                rank: Int32(clamping: rank)))
    }

    private static func kind(_ column: UserColumn, _ reading: CellReading) -> Kind {
        switch (column, reading) {
        case (.action, _): .action
        case (.username, _): .username
        case (.email, _): .email
        case (.externalID, _), (.employeeID, _): .identifier
        case (.phone, _): .phone
        case (_, .inverted): .inverted
        case (_, .exemption): .exemption
        default: .plain
        }
    }

    /// Attributes come last; the country before the phone that may need it.
    private static func rank(_ step: Step) -> Int {
        if step.kind == .attribute { return 1_000 + Int(step.field) }
        if step.column == .country { return 2 * Int(UserColumn.phone.rawValue) - 1 }
        return 2 * Int(step.column.rawValue)
    }

    /// Whether "nothing" is a state in which a column can be.
    private static func mayClear(_ column: UserColumn) -> Bool {
        switch column {
        case .action, .user, .username, .email, .password, .passwordHash, .totpSecret, .enabled,
            .sendMail, .reason, .device, .deviceName, .session, .count:
            false
        default: true
        }
    }

    /// Up to how many bytes printable ASCII needs no rule to be looked at; 0: it does.
    private static func plainBytesMax(_ column: UserColumn) -> UInt16 {
        switch column {
        case .firstName, .lastName, .displayName, .department, .jobTitle:
            UInt16(TextRule.bytesMax)
        default: 0
        }
    }

    /// Whether a column's values are words of a short list.
    private static func hasFewValues(_ column: UserColumn) -> Bool {
        switch column {
        case .action, .enabled, .secondFactor, .deviceLimit, .language, .timezone, .country,
            .sendMail:
            true
        default: false
        }
    }
}
