/// Amounts of bytes for people: `412 bytes`, `96 kB`, `12 MB`, `1.4 GB`, in powers of 1,000.
package enum ByteCountText {
    /// The amount with its unit, rounded.
    package static func text(_ bytes: UInt64) -> String {
        if bytes < 1_000 { return GroupedNumber.text(bytes, "byte") }
        if bytes < 1_000_000 { return "\((bytes + 500) / 1_000) kB" }
        if bytes < 1_000_000_000 { return "\((bytes + 500_000) / 1_000_000) MB" }
        let tenths = (bytes + 50_000_000) / 100_000_000
        return "\(GroupedNumber.text(tenths / 10)).\(tenths % 10) GB"
    }
}
