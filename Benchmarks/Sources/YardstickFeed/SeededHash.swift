/// Random-looking bits that depend on a seed and a number alone.
///
/// A feed made from these needs no generator state: any record can be made on its own, and the
/// next night's feed differs only where it is meant to.
package enum SeededHash {
    /// 64 bits for `number` under `seed`: the finalizer of SplitMix64 over both.
    package static func value(_ seed: UInt64, _ number: UInt64) -> UInt64 {
        var bits = (number &+ 0x9E37_79B9_7F4A_7C15) ^ (seed &* 0xBF58_476D_1CE4_E5B9)
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
