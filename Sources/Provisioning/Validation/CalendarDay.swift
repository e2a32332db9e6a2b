/// A day of the proleptic Gregorian calendar.
struct CalendarDay: Equatable {
    let year: Int
    let month: Int
    let day: Int

    /// Days of a month; 0 for a month that does not exist.
    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 1, 3, 5, 7, 8, 10, 12: 31
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 0
        }
    }

    var exists: Bool { day >= 1 && day <= Self.days(in: month, of: year) }

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that is `days` after 1970-01-01 (before it, where negative).
    init(daysSince1970 days: Int) {
        // Years are counted from March, so that a leap day is the last of its year; 719,468 days
        // lie between 0000-03-01 and 1970-01-01, 146,097 in 400 years.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Puts `YYYY-MM-DD` into scratch; the year has four digits.
    func write(into scratch: inout ContiguousArray<UInt8>) {
        scratch.removeAll(keepingCapacity: true)
        for divisor in [1_000, 100, 10, 1] { scratch.append(0x30 + UInt8(year / divisor % 10)) }
        for part in [month, day] {
            scratch.append(0x2D)
            scratch.append(0x30 + UInt8(part / 10 % 10))
            scratch.append(0x30 + UInt8(part % 10))
        }
    }
}
