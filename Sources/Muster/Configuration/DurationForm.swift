import Provisioning

extension ValueForm where Value == Duration {
    /// A length of time with its unit: `30 s`, `15 min`, `72 h`, `3 d`.
    static func duration(upToDays days: Int64) -> ValueForm {
        ValueForm(allowed: "a time from 1 s to \(days) d, such as 15 min or 72 h (s, min, h, d)") {
            DurationText.parse($0, upToDays: days)
        }
    }
}

extension ValueForm where Value == Duration? {
    /// A length of time, or `none`.
    static func durationOrNone(upToDays days: Int64) -> ValueForm {
        ValueForm(
            allowed: "none, or a time from 1 s to \(days) d, such as 90 d (s, min, h, d)",
            words: ["none"]
        ) { text in
            if text == "none" { return .some(nil) }
            return DurationText.parse(text, upToDays: days).map { .some($0) }
        }
    }
}

/// Lengths of time as people write them.
package enum DurationText {
    private static let secondsOf: [Substring: Int64] = [
        "s": 1, "min": 60, "h": 3_600, "d": 86_400,
    ]

    /// Reads `30 s`, `15min`, `72 h` or `3d`, at least a second; nil: the text is something else.
    package static func parse(_ text: String, upToDays days: Int64 = 36_500) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count > 0, count <= 100_000_000,
            let seconds = secondsOf[text.dropFirst(digits.count).drop { $0 == " " }],
            count * seconds <= days * 86_400
        else { return nil }
        return .seconds(count * seconds)
    }
}
