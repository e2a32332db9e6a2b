/// What a guard counted, and what it allows.
package struct GuardReading: Equatable, Sendable {
    /// The name in `--allow NAME=NUMBER`, such as `removals`.
    package var name: String
    /// What was counted.
    package var count: UInt64
    /// The largest count that passes; nil: the guard is off.
    package var limit: UInt64?
    /// Whether it stopped the run.
    package var hasTripped: Bool
    /// What stands out, in words, such as `phone fails in every record: is the column shifted?`.
    package var remark: String?

    /// Makes a reading.
    package init(
        name: String, count: UInt64, limit: UInt64?, hasTripped: Bool, remark: String? = nil
    ) {
        self.name = name
        self.count = count
        self.limit = limit
        self.hasTripped = hasTripped
        self.remark = remark
    }
}
