/// Yes and no, kept as `true` and `false`.
enum BooleanRule {
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

    /// Checks a boolean without surrounding spaces; `active`, `suspended` and the like count where
    /// states are allowed.
    static func check(
        _ bytes: UnsafeRawBufferPointer, allowingStates: Bool,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        guard let value = (allowingStates ? state : plain).meaning(of: bytes) else {
            throw ValueFault(
                .fieldBooleanMalformed,
                "is neither yes nor no: true, false, yes, no, y, n, 1, 0, on and off"
                    + (allowingStates
                        ? ", active, inactive, enabled, disabled and suspended are allowed"
                        : " are allowed"))
        }
        return .word(value ? "true" : "false", for: bytes, into: &scratch)
    }
}
