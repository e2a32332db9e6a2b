/// Reads a cell in a declared date format.
enum DateReading {
    /// The date at the beginning of the bytes; nil where they do not have the format.
    ///
    /// The day need not exist in the calendar.
    static func read(_ bytes: UnsafeRawBufferPointer, as format: DateFormat) -> CalendarDay? {
        switch format.kind {
        case .epoch(let unitsPerDay): readEpoch(bytes, unitsPerDay: unitsPerDay)
        case .parts(let parts): readParts(bytes, parts)
        }
    }

    /// The date of `YYYY-MM-DD` and nothing more; nil for anything else.
    @inline(__always)
    static func readISO(_ bytes: UnsafeRawBufferPointer) -> CalendarDay? {
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        func digit(_ index: Int) -> Int { Int(bytes[index] &- 0x30) }
        for index in 0..<10 where index != 4 && index != 7 {
            if digit(index) > 9 { return nil }
        }
        return CalendarDay(
            year: digit(0) * 1_000 + digit(1) * 100 + digit(2) * 10 + digit(3),
            month: digit(5) * 10 + digit(6), day: digit(8) * 10 + digit(9))
    }

    private static func readEpoch(
        _ bytes: UnsafeRawBufferPointer, unitsPerDay: Int
    ) -> CalendarDay? {
        guard let first = bytes.first else { return nil }
        let isNegative = first == 0x2D
        let digits = CellBytes.part(bytes, (isNegative ? 1 : 0)..<bytes.count)
        // 9999-12-31 has 15 digits in milliseconds.
        guard digits.count <= 15, let number = PlainNumber(digits) else { return nil }
        let units = isNegative ? -Int(number.value) : Int(number.value)
        let days = units >= 0 ? units / unitsPerDay : (units - unitsPerDay + 1) / unitsPerDay
        return CalendarDay(daysSince1970: days)
    }

    private static func readParts(
        _ bytes: UnsafeRawBufferPointer, _ parts: [DateFormat.Part]
    ) -> CalendarDay? {
        var cursor = 0
        var (year, month, day) = (0, 0, 0)
        for (index, part) in parts.enumerated() {
            // Between digits only the full width says where a number begins and ends.
            let isBounded =
                (index == 0 || isSeparator(parts[index - 1]))
                && (index + 1 == parts.count || isSeparator(parts[index + 1]))
            let smallest = isBounded ? 1 : 2
            switch part {
            case .separator(let byte):
                guard cursor < bytes.count, bytes[cursor] == byte else { return nil }
                cursor += 1
            case .year:
                guard let value = number(bytes, &cursor, digits: 4...4) else { return nil }
                year = value
            case .shortYear:
                guard let value = number(bytes, &cursor, digits: 2...2) else { return nil }
                year = value < 50 ? 2_000 + value : 1_900 + value
            case .month:
                guard let value = number(bytes, &cursor, digits: smallest...2) else { return nil }
                month = value
            case .day:
                guard let value = number(bytes, &cursor, digits: smallest...2) else { return nil }
                day = value
            case .monthName:
                guard let value = monthName(bytes, &cursor) else { return nil }
                month = value
            }
        }
        guard TimeOfDay.follows(bytes, at: cursor) else { return nil }
        return CalendarDay(year: year, month: month, day: day)
    }

    private static func isSeparator(_ part: DateFormat.Part) -> Bool {
        if case .separator = part { true } else { false }
    }

    @inline(__always)
    private static func number(
        _ bytes: UnsafeRawBufferPointer, _ cursor: inout Int, digits: ClosedRange<Int>
    ) -> Int? {
        var value = 0
        var count = 0
        while count < digits.upperBound, cursor < bytes.count, CellBytes.isDigit(bytes[cursor]) {
            value = value * 10 + Int(bytes[cursor] - 0x30)
            cursor += 1
            count += 1
        }
        return count >= digits.lowerBound ? value : nil
    }

    private static let monthNames: [StaticString] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    private static func monthName(_ bytes: UnsafeRawBufferPointer, _ cursor: inout Int) -> Int? {
        guard cursor + 3 <= bytes.count else { return nil }
        let word = CellBytes.part(bytes, cursor..<cursor + 3)
        guard let index = monthNames.firstIndex(where: { CellBytes.equalsFolded(word, $0) }) else {
            return nil
        }
        cursor += 3
        return index + 1
    }
}
