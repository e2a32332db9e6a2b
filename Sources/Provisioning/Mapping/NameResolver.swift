/// Says what a single name of a record means, where records name their own values.
///
/// The same rules as for a header, but name by name: no other name decides what one means, so that
/// a feed's first record and its last are read alike.
struct NameResolver {
    /// What a name means.
    enum Meaning: Equatable {
        /// A value of a target; of several names that a record has for one target the one with the
        /// lowest rank counts, and names of equal rank say the same thing twice.
        case value(ColumnTarget, CellReading, rank: Int)
        /// A filled one says that the password beside it is a hash.
        case hashMarker
        /// A column that an earlier rejects file has added.
        case reject(ByteString)
        /// Nothing, and nothing is to be said about it.
        case ignored
        /// Nothing, because the profile names another source for the target.
        case unused(ColumnTarget, source: String)
        /// Nothing, and a likely meaning or the reason, if there is one.
        case unknown(proposal: ColumnTarget?, reason: String?)
    }

    private let profile: FeedProfile
    private let wishes: [ColumnAssignment]
    private let wishByName: [String: ColumnAssignment]
    private let wishByFold: [String: ColumnAssignment]
    private let ignored: [String]

    /// - Throws: a halt with status 64 or 78 for wishes that contradict each other.
    init(profile: FeedProfile, options: [ColumnAssignment]) throws(RunHalt) {
        self.profile = profile
        let wishes = options + (try ColumnAssignment.ofProfile(profile))
        self.wishes = wishes
        wishByName = Dictionary(wishes.map { ($0.header, $0) }) { first, _ in first }
        wishByFold = Dictionary(wishes.map { (HeaderName($0.header).folded, $0) }) { first, _ in
            first
        }
        ignored = profile.ignoredColumns.map { HeaderName($0).folded }
    }

    /// Names that a person has said something about, as that person spells them.
    var wishedNames: [String] { wishes.map(\.header) }

    /// What `name` means.
    func meaning(of name: String) -> Meaning {
        let header = HeaderName(name)
        if let wish = wishByName[name.trimmingBlanks] ?? wishByFold[header.folded] {
            return .value(wish.target, reading(of: header, as: wish.target), rank: -2)
        }
        if let own = RejectColumns.all.first(where: { $0 == name }) {
            return .reject(ByteString(own))
        }
        if isIgnored(header) { return .ignored }
        let key = Self.key(header)
        if let known = alias(key, header) { return known }
        if UnmappedHeaders.hashMarkers.contains(key) { return .hashMarker }
        if UnmappedHeaders.reasons[key] == nil,
            let attribute = AttributeShape.attributeName(of: Self.plain(header.name))
        {
            return .value(.attribute(attribute), .plain, rank: 0)
        }
        let proposal = MisspelledHeader.proposal(for: key, except: [])
        return .unknown(proposal: proposal, reason: UnmappedHeaders.reasons[key])
    }

    private func alias(_ key: String, _ header: HeaderName) -> Meaning? {
        for line in ColumnAliasTable.all {
            guard let rank = line.aliases.firstIndex(where: { $0.matches(key) }) else { continue }
            let alias = line.aliases[rank]
            // Nobody knows whether a record that comes later has a department as well.
            let target =
                alias.folded == "costcenter" ? ColumnTarget.attribute("costCenter") : line.target
            if let wish = wishes.first(where: { $0.target == target }) {
                return .unused(target, source: wish.header)
            }
            let isOwn = Self.plain(header.name).lowercased() == line.ownName
            return .value(target, alias.reading, rank: isOwn ? -1 : rank)
        }
        return nil
    }

    /// How values are read under a name that somebody says is `target`.
    private func reading(of header: HeaderName, as target: ColumnTarget) -> CellReading {
        let key = Self.key(header)
        for line in ColumnAliasTable.all where line.target == target {
            for alias in line.aliases where alias.matches(key) { return alias.reading }
        }
        return .plain
    }

    /// A name that the profile ignores, or one below it; and the envelope of SCIM (RFC 7643, 3.1).
    private func isIgnored(_ header: HeaderName) -> Bool {
        let name = header.name.lowercased()
        if name == "schemas" || name.hasPrefix("meta.") { return true }
        if ignored.contains(header.folded) { return true }
        return profile.ignoredColumns.contains { ignored in
            let stem = ignored.lowercased()
            return name.hasPrefix(stem + ".") || name.hasPrefix(stem + "[")
        }
    }

    /// The folded name without a SCIM schema or the sign of an attribute before it.
    private static func key(_ header: HeaderName) -> String {
        HeaderName.fold(plain(AttributeShape.pathInSchema(header.name) ?? header.name))
    }

    /// The name without the sign of an attribute of the record's element.
    private static func plain(_ name: String) -> String {
        name.hasPrefix("@") ? String(name.dropFirst()) : name
    }
}
