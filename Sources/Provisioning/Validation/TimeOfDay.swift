/// The time that may follow a date in a cell: read for its shape, and left out.
enum TimeOfDay {
    /// Whether nothing follows at `start`, or a time of day, with a zone or without.
    ///
    /// `T00:00:00Z`, ` 00:00`, ` 07.51.57 PM`, `T00:00:00.000+02:00`.
    static func follows(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard start < bytes.count else { return true }
        guard bytes[start] == 0x20 || bytes[start] | 0x20 == 0x74 else { return false }
        var cursor = start + 1
        guard twoDigits(bytes, &cursor, below: 25), isColon(bytes, cursor) else { return false }
        cursor += 1
        guard twoDigits(bytes, &cursor, below: 60) else { return false }
        if isColon(bytes, cursor) {
            cursor += 1
            guard twoDigits(bytes, &cursor, below: 61) else { return false }
            skipFraction(bytes, &cursor)
        }
        skipHalf(bytes, &cursor)
        return isZone(CellBytes.part(bytes, cursor..<bytes.count))
    }

    private static func isColon(_ bytes: UnsafeRawBufferPointer, _ cursor: Int) -> Bool {
        cursor < bytes.count && (bytes[cursor] == 0x3A || bytes[cursor] == 0x2E)
    }

    private static func twoDigits(
        _ bytes: UnsafeRawBufferPointer, _ cursor: inout Int, below bound: UInt8
    ) -> Bool {
        var value: UInt8 = 0
        var count = 0
        while count < 2, cursor < bytes.count, CellBytes.isDigit(bytes[cursor]) {
            value = value * 10 + bytes[cursor] - 0x30
            cursor += 1
            count += 1
        }
        return count > 0 && value < bound
    }

    private static func skipFraction(_ bytes: UnsafeRawBufferPointer, _ cursor: inout Int) {
        guard cursor + 1 < bytes.count, bytes[cursor] == 0x2E || bytes[cursor] == 0x2C,
            CellBytes.isDigit(bytes[cursor + 1])
        else { return }
        cursor += 1
        while cursor < bytes.count, CellBytes.isDigit(bytes[cursor]) { cursor += 1 }
    }

    /// ` AM`, `pm`.
    private static func skipHalf(_ bytes: UnsafeRawBufferPointer, _ cursor: inout Int) {
        let start = cursor < bytes.count && bytes[cursor] == 0x20 ? cursor + 1 : cursor
        guard start + 2 <= bytes.count else { return }
        let word = CellBytes.part(bytes, start..<start + 2)
        if CellBytes.equalsFolded(word, "am") || CellBytes.equalsFolded(word, "pm") {
            cursor = start + 2
        }
    }

    /// Nothing, `Z`, `+02:00`, `-0500`, `+02`.
    private static func isZone(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first else { return true }
        if first | 0x20 == 0x7A { return bytes.count == 1 }
        guard first == 0x2B || first == 0x2D, bytes.count == 3 || bytes.count >= 5 else {
            return false
        }
        var cursor = 1
        guard twoDigits(bytes, &cursor, below: 15), cursor == 3 else { return false }
        guard cursor < bytes.count else { return true }
        if bytes[cursor] == 0x3A { cursor += 1 }
        let minutes = cursor
        return twoDigits(bytes, &cursor, below: 60) && cursor == minutes + 2
            && cursor == bytes.count
    }
}
