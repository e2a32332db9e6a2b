/// Which characters may reach a terminal, a spreadsheet or a log as they are.
package enum HarmlessText {
    /// Whether a character shows as itself: not a control, a bidi or zero-width mark, a line or
    /// paragraph separator.
    static func shows(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return false
        default: return true
        }
    }

    /// `text` with every other character written as `\u{XX}`, its code point in hexadecimal.
    package static func escaped(_ text: String) -> String {
        guard !text.unicodeScalars.allSatisfy(shows) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if shows(scalar) {
                shown.unicodeScalars.append(scalar)
            } else {
                shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
        return shown
    }
}
