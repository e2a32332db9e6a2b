package import Provisioning

/// Instants as text, without a library of dates.
package enum InstantText {
    private static let dayMilliseconds: Int64 = 86_400_000

    /// `2026-11-24T03:15:00.000Z` (RFC 3339), for any year from 0 to 9999.
    package static func utc(_ instant: Instant) -> String {
        let (day, time) = divided(instant.milliseconds, by: dayMilliseconds)
        let date = civil(day)
        return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T"
            + "\(padded(time / 3_600_000, 2)):\(padded(time / 60_000 % 60, 2)):"
            + "\(padded(time / 1_000 % 60, 2)).\(padded(time % 1_000, 3))Z"
    }

    /// The date of a day counted from 1970-01-01, in the Gregorian calendar.
    ///
    /// Years begin in March here, so that a leap day is the last of its year.
    private static func civil(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let daysToEpoch: Int64 = 719_468
        let (era, dayOfEra) = divided(day + daysToEpoch, by: 146_097)
        let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leapDays) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    /// Quotient and remainder, the remainder never negative.
    private static func divided(_ number: Int64, by divisor: Int64) -> (Int64, Int64) {
        let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
