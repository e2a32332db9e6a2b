/// Yes and no, kept as `true` and `false`.
struct BooleanRule: Sendable {
    private static let plainWords: [(String, Bool)] = [
        ("true", true), ("false", false), ("1", true), ("0", false), ("yes", true), ("no", false),
        ("y", true), ("n", false), ("t", true), ("f", false), ("on", true), ("off", false),
    ]
    private static let plain = WordTable(plainWords)

    /// The states that other systems give an account.
    private static let state = WordTable(
        plainWords + [
            ("active", true), ("inactive", false), ("enabled", true), ("disabled", false),
            ("suspended", false), ("deactivated", false), ("blocked", false), ("locked", false),
        ])

    /// The profile's own words, which go before the usual ones: one may turn `T` round.
    private let own: [(word: ByteString, meaning: Bool)]

    /// Rules of a feed with this profile.
    init(profile: FeedProfile) {
        own = profile.trueWords.map { ($0, true) } + profile.falseWords.map { ($0, false) }
    }

    /// Checks a boolean without surrounding spaces; `active`, `suspended` and the like count where
    /// states are allowed.
    func check(
        _ bytes: UnsafeRawBufferPointer, allowingStates: Bool,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        let usual = allowingStates ? Self.state : Self.plain
        guard let value = ownMeaning(of: bytes) ?? usual.meaning(of: bytes) else {
            throw ValueFault(
                .fieldBooleanMalformed,
                "is neither yes nor no: \(ownWords)true, false, yes, no, y, n, 1, 0, on and off"
                    + (allowingStates
                        ? ", active, inactive, enabled, disabled and suspended are allowed"
                        : " are allowed"))
        }
        return .word(value ? "true" : "false", for: bytes, into: &scratch)
    }

    private func ownMeaning(of bytes: UnsafeRawBufferPointer) -> Bool? {
        for entry in own where CellBytes.equalsFolded(bytes, word: entry.word) {
            return entry.meaning
        }
        return nil
    }

    /// The profile's words at the head of the list of what is allowed.
    private var ownWords: String {
        own.map { "\(MessageText.quoted($0.word.text)), " }.joined()
    }
}
