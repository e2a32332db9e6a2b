/// How the dates of one column are written, as a profile declares it: `DD/MM/YYYY`.
///
/// A pattern is made of `YYYY`, `YY`, `MM`, `DD`, `MON` (an English month name of three letters)
/// and separators, or is one of `epoch-s` and `epoch-ms`. A time of day may follow the date in a
/// cell; it is checked for its shape and left out.
package struct DateFormat: Equatable, Sendable {
    enum Part: Equatable, Sendable {
        case year, shortYear, month, monthName, day
        case separator(UInt8)
    }

    enum Kind: Equatable, Sendable {
        case parts([Part])
        /// Units of an epoch count in one day.
        case epoch(unitsPerDay: Int)
    }

    /// As declared; what a finding calls it.
    package let pattern: String
    let kind: Kind
    /// Whether a value in this format may stand as it is written.
    let isISO: Bool

    /// ISO 8601, the format of a column without a declared one.
    package static let iso = DateFormat(
        pattern: "YYYY-MM-DD",
        kind: .parts([.year, .separator(0x2D), .month, .separator(0x2D), .day]))

    private init(pattern: String, kind: Kind) {
        self.pattern = pattern
        self.kind = kind
        isISO =
            kind == .parts([.year, .separator(0x2D), .month, .separator(0x2D), .day])
    }

    /// Reads a pattern, in any case.
    ///
    /// - Returns: nil unless it has a year, a month and a day once each, or is an epoch.
    package init?(_ pattern: String) {
        switch pattern.lowercased() {
        case "epoch-s": self.init(pattern: pattern, kind: .epoch(unitsPerDay: 86_400))
        case "epoch-ms": self.init(pattern: pattern, kind: .epoch(unitsPerDay: 86_400_000))
        default:
            guard let parts = Self.parts(of: pattern) else { return nil }
            self.init(pattern: pattern, kind: .parts(parts))
        }
    }

    private static func parts(of pattern: String) -> [Part]? {
        var rest = Substring(pattern.uppercased())
        var parts: [Part] = []
        let words: [(String, Part)] = [
            ("YYYY", .year), ("YY", .shortYear), ("MON", .monthName), ("MM", .month),
            ("DD", .day),
        ]
        while let next = rest.utf8.first {
            if let (word, part) = words.first(where: { rest.hasPrefix($0.0) }) {
                parts.append(part)
                rest = rest.dropFirst(word.count)
            } else if [0x2D, 0x2E, 0x2F, 0x20, 0x2C, 0x5F].contains(next) {
                parts.append(.separator(next))
                rest = rest.dropFirst()
            } else {
                return nil
            }
        }
        let years = parts.count { $0 == .year || $0 == .shortYear }
        let months = parts.count { $0 == .month || $0 == .monthName }
        let days = parts.count { $0 == .day }
        return years == 1 && months == 1 && days == 1 ? parts : nil
    }
}
