package import Provisioning

/// How long ago something began, in bands.
package enum AgeBand: String, CaseIterable, Sendable {
    case underOneDay = "under-1-day"
    case oneToThreeDays = "1-3-days"
    case threeToSevenDays = "3-7-days"
    case sevenToThirtyDays = "7-30-days"
    case overThirtyDays = "over-30-days"

    /// The band of what began at `since`; each begins where the one before ends, at full days.
    package init(since: Instant, now: Instant) {
        let days = (now.milliseconds - since.milliseconds) / 86_400_000
        self =
            switch days {
            case ..<1: .underOneDay
            case ..<3: .oneToThreeDays
            case ..<7: .threeToSevenDays
            case ..<30: .sevenToThirtyDays
            default: .overThirtyDays
            }
    }
}
