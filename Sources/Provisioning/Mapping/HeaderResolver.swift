/// Finds the target of each column of a header, step by step: wishes, aliases, attribute shapes.
struct HeaderResolver {
    private(set) var names: [HeaderName]
    private var noted: [(index: Int, issue: RecordIssue)] = []
    private let profile: FeedProfile
    /// Folded name without a SCIM schema before it, by column.
    private let keys: [String]
    private var targets: [ColumnTarget?]
    private var readings: [CellReading]
    /// Columns that are dealt with: they have a target, or a notice, or need none.
    private var isSettled: [Bool]

    init(_ header: [ByteString], profile: FeedProfile) {
        names = header.map { HeaderName($0) }
        keys = names.map { Self.key($0) }
        self.profile = profile
        targets = Array(repeating: nil, count: names.count)
        readings = Array(repeating: .plain, count: names.count)
        isSettled = Array(repeating: false, count: names.count)
    }

    /// What was noted, in the order of the header.
    var notices: [RecordIssue] {
        noted.sorted { $0.index < $1.index }.map(\.issue)
    }

    /// Targets that columns of the header have.
    var given: Set<ColumnTarget> { Set(targets.compactMap { $0 }) }

    private static func key(_ name: HeaderName) -> String {
        HeaderName.fold(AttributeShape.pathInSchema(name.name) ?? name.name)
    }

    // MARK: Wishes

    /// Gives columns the targets that people wish for; an option goes before the profile.
    mutating func assign(_ wishes: [ColumnAssignment]) throws(RunHalt) {
        var origins: [ColumnTarget: (index: Int, origin: ColumnAssignment.Origin)] = [:]
        for wish in wishes {
            let index = try index(of: wish)
            if targets[index] != nil {
                guard wish.origin == .option, targets[index] != wish.target else { continue }
                throw ColumnAssignment.halt(
                    .option, "\(quoted(index)) is to be read as two different columns")
            }
            if let other = origins[wish.target], wish.target != .column(.groups) {
                guard other.origin == wish.origin else { continue }
                throw ColumnAssignment.halt(
                    wish.origin,
                    "\(quoted(other.index)) and \(quoted(index)) are both to be read as"
                        + " \(wish.target.name)")
            }
            origins[wish.target] = (index, wish.origin)
            settle(index, wish.target, reading: reading(of: index, as: wish.target))
        }
        // An earlier import's rejects file adds two columns of its own to those of the feed.
        let ignored = Set(
            (profile.ignoredColumns + RejectColumns.all).map { HeaderName($0).folded })
        for index in names.indices where targets[index] == nil {
            if ignored.contains(names[index].folded) { isSettled[index] = true }
        }
    }

    private func index(of wish: ColumnAssignment) throws(RunHalt) -> Int {
        let exact = names.indices.filter { names[$0].written.trimmingBlanks == wish.header }
        if exact.count == 1 { return exact[0] }
        let folded = HeaderName(wish.header).folded
        let near = exact.isEmpty ? names.indices.filter { names[$0].folded == folded } : exact
        if near.count > 1 { throw collision(near[0], near[1], wish.target) }
        guard let found = near.first else {
            throw RunHalt(
                .malformedFile, .feedColumnNotMapped,
                "the header has no column \"\(MessageText.quoted(wish.header))\", which is to be"
                    + " read as \(wish.target.name)",
                advice: "it has \(headerList)")
        }
        return found
    }

    /// How the cells of a column are read that somebody says is `target`.
    private func reading(of index: Int, as target: ColumnTarget) -> CellReading {
        if turnsRound(index) && target == .column(.enabled) { return .inverted }
        for line in ColumnAliasTable.all where line.target == target {
            for alias in line.aliases where alias.matches(keys[index]) { return alias.reading }
        }
        return .plain
    }

    // MARK: Aliases

    /// Gives the other columns their targets by the table of aliases.
    mutating func matchAliases() throws(RunHalt) {
        for line in ColumnAliasTable.all { try match(line) }
    }

    private mutating func match(_ line: ColumnAliases) throws(RunHalt) {
        var hits: [(rank: Int, index: Int, alias: ColumnAlias)] = []
        for index in names.indices where !isSettled[index] {
            guard let rank = line.aliases.firstIndex(where: { $0.matches(keys[index]) }) else {
                continue
            }
            let alias = line.aliases[rank]
            if !alias.isRepeatable, let twin = hits.first(where: { $0.alias == alias }) {
                throw collision(twin.index, index, line.target)
            }
            // The name in Muster's own spelling goes before every alias.
            let isOwn = names[index].name.lowercased() == line.ownName
            hits.append((isOwn ? -1 : rank, index, alias))
        }
        let wished = targets.firstIndex { $0 == line.target }
        guard let best = hits.map(\.rank).min() else { return }
        let winner = wished ?? hits.first { $0.rank == best }?.index ?? 0
        for hit in hits {
            if wished == nil && hit.rank == best {
                let isTurned = turnsRound(hit.index) && hit.alias.reading == .plain
                settle(
                    hit.index, line.target,
                    reading: isTurned && line.target == .column(.enabled)
                        ? .inverted : hit.alias.reading)
            } else if hit.alias.folded == "costcenter" {
                // Where a department has a column of its own, the cost centre is kept apart.
                settle(hit.index, .attribute("costCenter"), reading: .plain)
            } else {
                isSettled[hit.index] = true
                note(
                    .feedColumnUnused, hit.index,
                    "is unused: \(line.target.name) is read from \(quoted(winner))")
            }
        }
    }

    /// Whether an Entra label says the opposite of its property.
    private func turnsRound(_ index: Int) -> Bool {
        names[index].foldedLabel.hasPrefix("blocksignin")
    }

    // MARK: Attributes and the rest

    /// Makes custom attributes of the columns that are spelled like one.
    mutating func nameAttributes() throws(RunHalt) {
        for index in names.indices where !isSettled[index] {
            guard UnmappedHeaders.reasons[keys[index]] == nil,
                let name = AttributeShape.attributeName(of: names[index].name)
            else { continue }
            settle(index, .attribute(name), reading: .plain)
        }
        try refuseTwins()
    }

    /// Deals with the columns that nothing is known about, as the profile wishes.
    mutating func reportUnknown() throws(RunHalt) {
        let known = given
        var unknown: [String] = []
        for index in names.indices where !isSettled[index] {
            if UnmappedHeaders.hashMarkers.contains(keys[index]) { continue }
            let proposal = MisspelledHeader.proposal(for: keys[index], except: known)
            let makesAttribute = profile.unknownColumns == .attributes && !names[index].name.isEmpty
            if makesAttribute { targets[index] = .attribute(names[index].name) }
            let fate = makesAttribute ? "read as attr.\(names[index].name)" : "left out"
            if let proposal {
                note(
                    .feedColumnMisspelled, index,
                    "is not a known column and is \(fate): is \(proposal.name) meant?")
            } else if names[index].name.isEmpty {
                note(.feedColumnUnknown, index, "has no name and is left out")
            } else if let reason = UnmappedHeaders.reasons[keys[index]] {
                note(.feedColumnUnknown, index, "is \(fate): \(reason)")
            } else {
                note(.feedColumnUnknown, index, "is not a known column and is \(fate)")
            }
            unknown.append(quoted(index) + (proposal.map { " (\($0.name)?)" } ?? ""))
        }
        if profile.unknownColumns == .error, !unknown.isEmpty {
            throw RunHalt(
                .malformedFile, .feedColumnUnknown,
                "the header has unknown columns: \(unknown.joined(separator: ", "))",
                advice: "Map them (--map \"Their Header=column\"), or list them under ignore in the"
                    + " profile.")
        }
        try refuseTwins()
    }

    /// Refuses a header that names nobody, given the targets that the profile derives from it.
    func requireKeys(derivable: Set<ColumnTarget>) throws(RunHalt) {
        let keys: [UserColumn] = [.user, .username, .email, .externalID]
        let present = given.union(derivable)
        if keys.contains(where: { present.contains(.column($0)) }) { return }
        throw RunHalt(
            .malformedFile, .feedKeysMissing,
            "no column of the header names a user: it has \(headerList)",
            advice: "one of user, username, email and external_id is needed: map a column to it"
                + " (--map \"Their Header=username\"), or derive one in the profile")
    }

    private func refuseTwins() throws(RunHalt) {
        var first: [ColumnTarget: Int] = [:]
        for index in names.indices {
            guard let target = targets[index], case .attribute = target else { continue }
            if let twin = first[target] { throw collision(twin, index, target) }
            first[target] = index
        }
    }

    // MARK: The answer

    /// Adds the slots of the header's columns, identity keys first.
    func addColumns(to layout: inout ColumnLayout) {
        for target in targets {
            if case .column(let column) = target { _ = layout.addColumn(column) }
        }
    }

    /// The roles of all columns, with slots for attributes added that have none yet.
    func sources(addingTo layout: inout ColumnLayout) -> [HeaderMapping.Source] {
        var sources: [HeaderMapping.Source] = []
        for index in names.indices {
            let role: HeaderMapping.Role
            switch targets[index] {
            case .column(let column):
                role = .value(.column(column), slot: layout.addColumn(column))
            case .attribute(let name):
                let bytes = ByteString(name)
                let known = layout.attributeSlots.first { $0.name == bytes }?.slot
                role = .value(.attribute(name), slot: known ?? layout.addAttribute(bytes))
            case nil:
                let isMarker = UnmappedHeaders.hashMarkers.contains(keys[index])
                role = isMarker && given.contains(.column(.password)) ? .hashMarker : .none
            }
            sources.append(.init(header: names[index], role: role, reading: readings[index]))
        }
        return sources
    }

    private mutating func settle(_ index: Int, _ target: ColumnTarget, reading: CellReading) {
        targets[index] = target
        readings[index] = reading
        isSettled[index] = true
    }

    private mutating func note(_ code: IssueCode, _ index: Int, _ predicate: String) {
        if profile.unknownColumns == .ignore && code == .feedColumnUnknown { return }
        let written = names[index].written
        let isNamed = !names[index].name.isEmpty
        var issue = RecordIssue(
            code, column: written, value: isNamed ? written : nil,
            finding: isNamed ? predicate : "column \(index + 1) \(predicate)",
            severity: .warning)
        issue.columnNumber = isNamed ? UInt16(clamping: index + 1) : nil
        noted.append((index, issue))
    }

    private func collision(_ left: Int, _ right: Int, _ target: ColumnTarget) -> RunHalt {
        RunHalt(
            .malformedFile, .feedColumnColliding,
            "columns \(quoted(left)) and \(quoted(right)) are both \(target.name)",
            advice: "remove or rename one of them, or ignore it in the profile")
    }

    private func quoted(_ index: Int) -> String {
        "\"\(MessageText.quoted(names[index].written))\""
    }

    /// The first headers, quoted.
    private var headerList: String {
        let shown = names.indices.prefix(30).map { quoted($0) }.joined(separator: ", ")
        return names.count > 30 ? "\(shown) and \(names.count - 30) more" : shown
    }
}
