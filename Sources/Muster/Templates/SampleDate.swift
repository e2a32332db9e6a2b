import Provisioning

/// Writes the days of the sample in the format that a profile declares.
enum SampleDate {
    private static let months = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]

    /// A day, given as `YYYY-MM-DD`; a text that is none stays.
    static func text(_ day: String, as format: DateFormat) -> String {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]) else { return day }
        let (year, month, date) = (parts[0], parts[1], parts[2])
        switch format.pattern.lowercased() {
        case "epoch-s": return String(seconds(year, month, date))
        case "epoch-ms": return String(seconds(year, month, date) * 1_000)
        default: break
        }
        var text = ""
        var rest = Substring(format.pattern.uppercased())
        let words = [
            ("YYYY", padded(year, 4)), ("YY", padded(year % 100, 2)), ("MON", months[month - 1]),
            ("MM", padded(month, 2)), ("DD", padded(date, 2)),
        ]
        while let next = rest.first {
            let word = words.first { rest.hasPrefix($0.0) }
            text += word?.1 ?? String(next)
            rest = rest.dropFirst(word?.0.count ?? 1)
        }
        return text
    }

    /// Seconds from 1970-01-01 to a day of the Gregorian calendar, for years from 1970 on.
    private static func seconds(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // Years begin in March, so that a leap day is the last of its year.
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = (month + 9) % 12
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        let days = marchYear * 365 + leapDays + (marchMonth * 153 + 2) / 5 + day - 1 - 719_468
        return days * 86_400
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
