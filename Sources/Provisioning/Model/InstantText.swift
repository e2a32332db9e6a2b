extension Instant {
    private static let dayMilliseconds: Int64 = 86_400_000

    /// The first instant of a day in UTC, written `YYYY-MM-DD`; nil: no such day.
    package init?(day: ByteString) {
        let parts = day.bytes.split(separator: 0x2D).map { digits -> Int? in
            guard !digits.isEmpty, digits.count <= 4,
                digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
            else { return nil }
            return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let date = parts[2],
            CalendarDay(year: year, month: month, day: date).exists
        else { return nil }
        let days = CalendarDay(year: year, month: month, day: date).daysSince1970
        self.init(milliseconds: Int64(days) * Self.dayMilliseconds)
    }

    /// As RFC 3339 writes it in UTC, to the second: `2026-11-24T03:15:00Z`.
    package var utcText: String {
        let days = Int(
            (Double(milliseconds) / Double(Self.dayMilliseconds)).rounded(.down))
        let seconds = Int((milliseconds - Int64(days) * Self.dayMilliseconds) / 1_000)
        var day = ContiguousArray<UInt8>()
        CalendarDay(daysSince1970: days).write(into: &day)
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { part in
            part < 10 ? "0\(part)" : "\(part)"
        }
        return "\(String(decoding: day, as: UTF8.self))T\(time.joined(separator: ":"))Z"
    }
}

extension CalendarDay {
    /// Days from 1970-01-01 to this day; negative before it.
    var daysSince1970: Int {
        // As in `init(daysSince1970:)`, years are counted from March.
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
