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

    init(mapping: HeaderMapping, profile: FeedProfile, limits: Limits, hash: KeyedHash) {
        self.mapping = mapping
        self.profile = profile
        self.hash = hash
        plan = CellPlan(mapping)
        rules = ColumnRules(profile: profile, limits: limits)
        clearToken = profile.clearToken
        clearHead = profile.clearToken.bytes.first ?? 0
        hasKeepTokens = !profile.keepTokens.isEmpty
        required = RequiredCells(mapping.layout)
        related = RelatedCells(mapping.layout)
    }
}
