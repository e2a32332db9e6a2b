import Provisioning

/// One line of a results file, taken apart; it stands for as long as the bytes do that it was read
/// from.
///
/// Only lines of `ResultsWriter` are read: ten cells, or ten members in a known order, and no line
/// break within them.
struct ResultLine {
    /// What stands in which place.
    enum Column: Int {
        case record, line, action, outcome, username, email, externalID, codes, messages, detail
    }

    /// How a cell is written.
    enum Style { case plain, quoted, escaped }

    private struct Cell {
        var start: Int
        var end: Int
        var style: Style
    }

    static let columnCount = 10
    let format: ResultsFormat
    private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    private var cells: ContiguousArray<Cell> = []

    init(format: ResultsFormat) {
        self.format = format
        cells.reserveCapacity(Self.columnCount)
    }

    /// Takes a line apart, without its end; false: it is no result.
    mutating func read(_ line: UnsafeRawBufferPointer) -> Bool {
        bytes = line
        cells.removeAll(keepingCapacity: true)
        if format == .csv { readCells() } else { readMembers() }
        return cells.count == Self.columnCount && outcome != nil
    }

    private mutating func readCells() {
        var start = 0
        let count = bytes.count
        while cells.count < Self.columnCount {
            if start < count, bytes[start] == 0x22 {
                var end = start + 1
                while end < count {
                    if bytes[end] == 0x22 {
                        guard end + 1 < count, bytes[end + 1] == 0x22 else { break }
                        end += 1
                    }
                    end += 1
                }
                cells.append(Cell(start: start + 1, end: end, style: .quoted))
                start = end + 2
            } else {
                var end = start
                while end < count, bytes[end] != 0x2C { end += 1 }
                cells.append(Cell(start: min(start, count), end: end, style: .plain))
                start = end + 1
            }
            if start > count { return }
        }
    }

    private mutating func readMembers() {
        var place = 0
        let count = bytes.count
        while cells.count < Self.columnCount {
            // Past the key: a quote, a word of ours, a quote and a colon.
            while place < count, bytes[place] != 0x3A { place += 1 }
            place += 1
            guard place < count else { return }
            let isText = bytes[place] == 0x22
            let start = isText ? place + 1 : place
            var end = start
            if isText {
                while end < count, bytes[end] != 0x22 { end += bytes[end] == 0x5C ? 2 : 1 }
            } else {
                while end < count, bytes[end] != 0x2C, bytes[end] != 0x7D { end += 1 }
            }
            guard end < count else { return }
            let isNull = !isText && bytes[start] == 0x6E
            cells.append(
                Cell(start: start, end: isNull ? start : end, style: isText ? .escaped : .plain))
            place = end
        }
    }

    /// The cell as it stands there, without quotes around it.
    func raw(_ column: Column) -> (bytes: UnsafeRawBufferPointer, style: Style) {
        let cell = cells[column.rawValue]
        return (UnsafeRawBufferPointer(rebasing: bytes[cell.start..<cell.end]), cell.style)
    }

    /// Whether the cell is empty.
    func isEmpty(_ column: Column) -> Bool {
        cells[column.rawValue].start >= cells[column.rawValue].end
    }

    /// The number in a cell; 0: there is none.
    func number(_ column: Column) -> UInt64 {
        var number: UInt64 = 0
        for byte in raw(column).bytes {
            guard byte >= 0x30, byte <= 0x39 else { return 0 }
            number = number &* 10 &+ UInt64(byte &- 0x30)
        }
        return number
    }

    /// What was done; nil: no word that we know.
    var outcome: Outcome? {
        guard cells.count > Column.outcome.rawValue else { return nil }
        let word = raw(.outcome).bytes
        return Outcome.allCases.first { outcome in
            outcome.word.utf8.count == word.count && outcome.word.utf8.elementsEqual(word)
        }
    }

    /// Codes in order; those of another version are left out.
    var codes: [IssueCode] {
        raw(.codes).bytes.split(separator: 0x3B).compactMap {
            IssueCode(rawValue: String(decoding: $0, as: UTF8.self))
        }
    }

    /// What the cell says.
    func text(_ column: Column) -> String {
        let (bytes, style) = raw(column)
        let text = String(decoding: bytes, as: UTF8.self)
        switch style {
        case .plain: return text
        case .quoted:
            var shown = ""
            var isSecond = false
            for scalar in text.unicodeScalars {
                isSecond = scalar == "\"" && !isSecond
                if !isSecond { shown.unicodeScalars.append(scalar) }
            }
            return shown
        case .escaped: return JSONText.unescaped(text)
        }
    }
}

/// The content of a JSON string that `JSONString` wrote.
enum JSONText {
    /// What the escapes stand for; half a surrogate pair is U+FFFD.
    static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(0x5C) else { return text }
        var units: [UInt16] = []
        var rest = Array(text.utf16)[...]
        while let unit = rest.popFirst() {
            guard unit == 0x5C, let mark = rest.popFirst() else {
                units.append(unit)
                continue
            }
            switch mark {
            case 0x6E: units.append(0x0A)
            case 0x72: units.append(0x0D)
            case 0x74: units.append(0x09)
            case 0x75:
                let digits = String(decoding: rest.prefix(4), as: UTF16.self)
                units.append(UInt16(digits, radix: 16) ?? 0xFFFD)
                rest = rest.dropFirst(4)
            default: units.append(mark)
            }
        }
        return String(decoding: units, as: UTF16.self)
    }
}
