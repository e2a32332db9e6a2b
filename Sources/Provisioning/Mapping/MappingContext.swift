/// What stays the same for all chunks of a feed.
final class MappingContext {
    let mapping: HeaderMapping
    let plan: CellPlan
    let profile: FeedProfile
    let rules: ColumnRules
    let hash: KeyedHash
    let clearToken: ByteString
    /// By first byte: whether a cell may be blank, or one of the tokens that are no values.
    let specialHeads: ContiguousArray<Bool>
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
        let tokenHeads = (keepTokens + [profile.clearToken]).compactMap(\.bytes.first)
        // A no-break space begins with C2.
        specialHeads = ContiguousArray(
            (UInt8.min...UInt8.max).map { $0 <= 0x20 || $0 == 0xC2 || tokenHeads.contains($0) })
        required = RequiredCells(mapping.layout)
        related = RelatedCells(mapping.layout)
    }
}
