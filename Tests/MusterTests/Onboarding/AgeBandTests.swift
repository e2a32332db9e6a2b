import Muster
import Provisioning
import Testing

/// Bands of age begin where the one before ends.
@Suite struct AgeBandTests {
    static let cases: [(days: Int64, band: AgeBand)] = [
        (0, .underOneDay), (1, .oneToThreeDays), (3, .threeToSevenDays),
        (7, .sevenToThirtyDays), (30, .overThirtyDays),
    ]

    @Test(arguments: cases) func aBandBeginsAtItsFullDay(days: Int64, band: AgeBand) {
        let now = Instant(milliseconds: 100 * 86_400_000)
        let since = Instant(milliseconds: now.milliseconds - days * 86_400_000)
        #expect(AgeBand(since: since, now: now) == band)
        let younger = AgeBand(since: Instant(milliseconds: since.milliseconds + 1), now: now)
        let all = AgeBand.allCases
        let index = all.firstIndex(of: band) ?? 0
        #expect(younger == all[max(0, index - 1)])
    }

    @Test func whatBeginsAheadIsYoung() {
        #expect(
            AgeBand(since: Instant(milliseconds: 5), now: Instant(milliseconds: 0))
                == .underOneDay)
    }
}
