/// Numbers for people: groups of three digits, as in `1,000,000`.
package enum GroupedNumber {
    /// The digits with a comma between groups.
    package static func text(_ number: UInt64) -> String {
        let digits = Array(String(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// A number with its noun: `1 record`, `2,000 records`.
    package static func text(_ number: UInt64, _ noun: String) -> String {
        "\(text(number)) \(noun)\(number == 1 ? "" : "s")"
    }
}
