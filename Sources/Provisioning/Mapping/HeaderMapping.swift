/// What each column of a feed's header is, and which slots its records have.
package struct HeaderMapping: Equatable, Sendable {
    /// What is done with the cells of one source column.
    package enum Role: Equatable, Sendable {
        /// They are values of a slot.
        case value(ColumnTarget, slot: Int)
        /// A filled one says that the password beside it is a hash.
        case hashMarker
        /// Nothing: unknown, unused or to be ignored.
        case none
    }

    /// One column of the header with its role.
    package struct Source: Equatable, Sendable {
        package let header: HeaderName
        package let role: Role
        package let reading: CellReading
        /// Precedence among columns with the same target, the lowest first; columns of a header
        /// have no rivals.
        package var rank = 0
    }

    /// The columns in the order of the header.
    package let sources: [Source]
    /// Whether each record names its own values, so that the columns are found while reading.
    package let isFoundByRecord: Bool
    /// Slots of the records: columns of the header, columns derived, then attributes.
    package let layout: ColumnLayout
    /// How empty cells are filled.
    package let derivations: Derivations
    /// What a person should know about the header; warnings.
    package let notices: [RecordIssue]
    /// Hash of everything above but the notices, the same in every process and version of this
    /// code: part of the basis under which fingerprints hold.
    package let digest: UInt64

    /// Maps a header, whose names stand as the reader gives them. `options` are wishes from the
    /// command line; they go before the profile's.
    /// - Throws: a halt with status 65 (colliding, unmapped or missing columns), 64 or 78 (a wish
    ///   that makes no sense, a bad template).
    package init(
        header: [ByteString], profile: FeedProfile, options: [ColumnAssignment] = []
    ) throws(RunHalt) {
        let wishes = options + (try ColumnAssignment.ofProfile(profile))
        var resolver = HeaderResolver(header, profile: profile)
        try resolver.assign(wishes)
        try resolver.matchAliases()
        try resolver.nameAttributes()
        try resolver.reportUnknown()

        let plan = try DerivationPlan(profile: profile)
        try resolver.requireKeys(derivable: plan.derivable(from: resolver.given))
        var layout = ColumnLayout()
        resolver.addColumns(to: &layout)
        derivations = try plan.compiled(addingTo: &layout)
        sources = resolver.sources(addingTo: &layout)
        self.layout = layout
        notices = resolver.notices
        isFoundByRecord = false
        digest = Self.digest(sources: sources, profile: profile)
    }

    /// Prepares for records that name their own values: it has the derivations, and columns come
    /// with `FoundColumns`.
    /// - Throws: a halt with status 64 or 78, as for a header.
    package init(
        foundByRecordIn profile: FeedProfile, options: [ColumnAssignment] = []
    ) throws(RunHalt) {
        let plan = try DerivationPlan(profile: profile)
        var layout = ColumnLayout()
        derivations = try plan.compiled(addingTo: &layout)
        self.layout = layout
        sources = []
        notices = []
        isFoundByRecord = true
        // Every column of a wish counts, whether or not a record has it.
        let wishes = options + (try ColumnAssignment.ofProfile(profile))
        digest = Self.digest(
            sources: wishes.map {
                Source(
                    header: HeaderName($0.header), role: .value($0.target, slot: 0),
                    reading: .plain)
            }, profile: profile)
    }

    /// The mapping that `found` has come to.
    init(_ base: HeaderMapping, found: FoundColumns) {
        sources = found.sources
        layout = found.layout
        derivations = base.derivations
        notices = base.notices
        isFoundByRecord = true
        digest = base.digest
    }

    private static func digest(sources: [Source], profile: FeedProfile) -> UInt64 {
        var text: [UInt8] = [1]
        func add(_ part: String) {
            text.append(contentsOf: part.utf8)
            text.append(0)
        }
        for source in sources {
            add(source.header.written)
            switch source.role {
            case .value(let target, let slot): add("\(target.name) \(slot)")
            case .hashMarker: add("#")
            case .none: add("-")
            }
            add("\(source.reading.rawValue)")
        }
        for (column, template) in profile.derivations.sorted(by: { $0.key < $1.key }) {
            add(column)
            add(template)
            add(profile.derivedAlways.contains(column) ? "always" : "new")
        }
        return text.withUnsafeBytes { SipHash.hash64($0, key: (0, 0)) }
    }
}

extension HeaderMapping {
    /// Whether the feed gives a column, or may give it, rather than lacking or deriving it.
    package func gives(_ column: UserColumn) -> Bool {
        isFoundByRecord
            || sources.contains { source in
                if case .value(.column(column), _) = source.role { true } else { false }
            }
    }
}

extension HeaderMapping {
    /// Indexes of the feed's columns whose cells are secrets: those that a secret is read from, and
    /// attributes, and columns that nothing is read from, whose name sounds like a secret's.
    package var secretSourceColumns: Set<Int> {
        Set(
            sources.indices.filter { index in
                switch sources[index].role {
                case .value(.column(let column), _): column.isSecret
                case .value(.attribute(let name), _): SecretNames.includes(name)
                case .hashMarker, .none: SecretNames.includes(sources[index].header.written)
                }
            })
    }
}
