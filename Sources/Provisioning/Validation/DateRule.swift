/// Dates: days, kept as `YYYY-MM-DD`, read in the one format that the column is declared to have.
enum DateRule {
    /// Years that a date may have.
    static let years = 1_900...9_999

    /// Checks a date without surrounding spaces.
    static func check(
        _ bytes: UnsafeRawBufferPointer, format: DateFormat,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        if format.isISO, let day = DateReading.readISO(bytes), day.exists,
            years.contains(day.year)
        {
            return .asWritten
        }
        guard let day = DateReading.read(bytes, as: format) else {
            throw otherForm(bytes, than: format)
        }
        guard years.contains(day.year) else {
            throw ValueFault(
                .fieldDateOutOfRange,
                "is in the year \(day.year); years from \(years.lowerBound) to "
                    + "\(years.upperBound) are allowed")
        }
        guard day.exists else { throw noSuchDay(day, format) }
        day.write(into: &scratch)
        return .rewritten
    }

    private static func noSuchDay(_ day: CalendarDay, _ format: DateFormat) -> ValueFault {
        guard (1...12).contains(day.month) else {
            return ValueFault(
                .fieldDateOutOfRange,
                "has the month \(day.month), read as \(format.pattern); months are 1 to 12")
        }
        let days = CalendarDay.days(in: day.month, of: day.year)
        return ValueFault(
            .fieldDateOutOfRange,
            "has the day \(day.day) in a month of \(days) days, read as \(format.pattern)")
    }

    // MARK: Another form

    /// Formats that a finding can recognise.
    private static let known = [
        "YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "DD-MM-YYYY", "YYYY/MM/DD",
        "YYYYMMDD", "DD-MON-YYYY", "DD-MON-YY", "DD/MM/YY", "MM/DD/YY", "DD.MM.YY",
    ].compactMap { DateFormat($0) }

    private static func otherForm(
        _ bytes: UnsafeRawBufferPointer, than format: DateFormat
    ) -> ValueFault {
        let declared = "this column has dates as \(format.pattern)"
        let found = known.filter { candidate in
            guard let day = DateReading.read(bytes, as: candidate) else { return false }
            return day.exists && years.contains(day.year)
        }
        if !found.isEmpty {
            let names = found.map(\.pattern).joined(separator: " or ")
            return ValueFault(
                .fieldDateMalformed,
                "is written as \(names), but \(declared); "
                    + "`dates` in the feed's profile can declare another format")
        }
        if CellBytes.isDigits(bytes), bytes.count == 5 {
            return ValueFault(
                .fieldDateMalformed,
                "looks like a spreadsheet's day number, but \(declared); format the column as a "
                    + "date and export it again")
        }
        return ValueFault(.fieldDateMalformed, "is not a date: \(declared)")
    }
}
