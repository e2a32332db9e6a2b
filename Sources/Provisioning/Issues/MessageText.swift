/// How input is quoted in messages: safe on a terminal, and short.
package enum MessageText {
    /// Characters of a value that a message shows before it is cut.
    package static let quotedCharactersMax = 80

    /// `value` with control, bidi and invisible characters escaped as `\u{XX}`, cut to
    /// `quotedCharactersMax` characters with an ellipsis.
    package static func quoted(_ value: String) -> String {
        escaped(value, charactersMax: quotedCharactersMax)
    }

    /// A path, escaped like a value and never cut: its end says which file it is, and whoever reads it
    /// has to get there.
    package static func path(_ path: String) -> String { escaped(path, charactersMax: .max) }

    private static func escaped(_ value: String, charactersMax: Int) -> String {
        var text = ""
        var shown = 0
        for scalar in value.unicodeScalars {
            if shown == charactersMax {
                text += "…"
                break
            }
            shown += 1
            if isHarmless(scalar) {
                text.unicodeScalars.append(scalar)
            } else {
                text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
        return text
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .privateUse,
            .unassigned:
            false
        default: true
        }
    }
}
