import Provisioning
import ResultReporting

/// Figures of a feed's runs that went to their end, oldest first, and what is usual for them.
package struct FeedFigures: Equatable, Sendable {
    /// Records of each run.
    package var records: [UInt64] = []
    /// Users whom each run created, changed or removed.
    package var changes: [UInt64] = []
    /// Records that each run rejected.
    package var rejects: [UInt64] = []
    /// How long each run took, in milliseconds by the clock on the wall.
    package var durations: [UInt64] = []

    package init() {}

    /// The middle one of some figures, the lower one of two; nil: there are none.
    package static func median(_ figures: [UInt64]) -> UInt64? {
        guard !figures.isEmpty else { return nil }
        return figures.sorted()[(figures.count - 1) / 2]
    }

    /// What is unlike the runs before it in the newest one, as clauses.
    ///
    /// Three runs must have gone before. Half or double of their median is unlike; so that small
    /// feeds do not cry wolf, a difference of less than 100 records, 20 rejects or 10 seconds is
    /// not.
    package var remarks: [String] {
        guard records.count > 3 else { return [] }
        var remarks: [String] = []
        if let (usual, word) = Self.difference(records, least: 100) {
            remarks.append("\(word) records than usual: the median is \(GroupedNumber.text(usual))")
        }
        if let (usual, word) = Self.difference(rejects, least: 20), word == "more" {
            remarks.append("more rejects than usual: the median is \(GroupedNumber.text(usual))")
        }
        if let (usual, word) = Self.difference(durations, least: 10_000), word == "more" {
            let median = ResultReporting.DurationText.text(.milliseconds(usual))
            remarks.append("slower than usual: the median is \(median)")
        }
        return remarks
    }

    private static func difference(
        _ figures: [UInt64], least: UInt64
    ) -> (usual: UInt64, word: String)? {
        guard let last = figures.last, let usual = median(figures.dropLast()) else { return nil }
        if last >= usual + least, last >= usual * 2 { return (usual, "more") }
        if usual >= last + least, last <= usual / 2 { return (usual, "fewer") }
        return nil
    }
}
