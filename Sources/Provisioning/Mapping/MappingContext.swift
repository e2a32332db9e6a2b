/// What stays the same for all chunks of a feed.
final class MappingContext {
    let mapping: HeaderMapping
    let plan: CellPlan
    let profile: FeedProfile
    let rules: ColumnRules
    let hash: KeyedHash
    let clearToken: ByteString
    /// First byte of the clear token; 0: there is no token.
    let clearHead: UInt8
    /// Whether every cell must be compared with tokens.
    let hasKeepTokens: Bool
    let required: RequiredCells
    let related: RelatedCells
    /// Columns that the records of the feed name; nil where a header does.
    let found: FoundColumns?
    /// Fields whose cells are secrets, where records name their own values.
    let secretFields: [Int]
    let secretNames: Set<String>
    /// Cells that mean "keep": the profile's, and in a rejects file what stands for a secret.
    let keepTokens: [ByteString]

    init(
        mapping: HeaderMapping, profile: FeedProfile, limits: Limits, hash: KeyedHash,
        found: FoundColumns? = nil
    ) {
        self.mapping = mapping
        self.found = found
        secretFields = found == nil ? [] : mapping.secretSourceColumns.sorted()
        let names = mapping.sources.map(\.header.written)
        secretNames = Set(
            secretFields.compactMap { field in
                names[field].split { ".@]".contains($0) }.last.map { HeaderName.fold(String($0)) }
            })
        let isRejects = names.contains(RejectColumns.codes)
        keepTokens = profile.keepTokens + (isRejects ? [RejectColumns.mask] : [])
        self.profile = profile
        self.hash = hash
        plan = CellPlan(mapping)
        rules = ColumnRules(profile: profile, limits: limits)
        clearToken = profile.clearToken
        clearHead = profile.clearToken.bytes.first ?? 0
        hasKeepTokens = !keepTokens.isEmpty
        required = RequiredCells(mapping.layout)
        related = RelatedCells(mapping.layout)
    }
}
