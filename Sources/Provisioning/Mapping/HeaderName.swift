/// The name of one column as a feed's header gives it, in the forms in which it is compared.
///
/// The rule: NFKC, invisible characters dropped, trimmed; then brackets in two dialects. In
/// `Label [property] Required` (Entra) the bracket holds the key; in `Label [Required]` (Google)
/// the bracket is noise. A bracket of noise words is noise, one with a single name in it is the
/// key, and any other (a SCIM value filter, an index) is part of the name.
package struct HeaderName: Equatable, Sendable {
    /// As written, for messages.
    package let written: String
    /// The key, cleaned but not folded: what an attribute is called after.
    package let name: String
    /// The key with case folded and space, `_`, `-`, `.`, `:` left out.
    package let folded: String
    /// Folded text before an Entra bracket, which can turn its meaning round; else empty.
    package let foldedLabel: String

    package init(_ bytes: ByteString) {
        self.init(bytes.text)
    }

    package init(_ text: String) {
        written = text
        let clean = Self.clean(text)
        let parts = Self.split(clean)
        name = parts.name
        folded = Self.fold(parts.name)
        foldedLabel = Self.fold(parts.label)
    }

    /// Words of brackets that say nothing about which column it is.
    private static let noise: Set<String> = [
        "required", "optional", "mandatory", "recommended", "upload", "download", "read", "write",
        "only", "must", "be", "in", "the", "e.164", "format", "unique", "yes/no", "y/n",
        "true/false", "*",
    ]

    /// `text` in NFKC, without characters that nobody sees, trimmed, inner spaces made one.
    static func clean(_ text: String) -> String {
        var kept = ""
        for scalar in UnicodeForm.nfkc.applied(to: text).unicodeScalars {
            switch scalar.properties.generalCategory {
            case .format, .control: if scalar == "\t" || scalar == "\n" { kept.append(" ") }
            case .spaceSeparator, .lineSeparator, .paragraphSeparator: kept.append(" ")
            default: kept.unicodeScalars.append(scalar)
            }
        }
        return kept.split(separator: " ").joined(separator: " ")
    }

    /// `name` with case folded and the characters left out that differ from system to system.
    package static func fold(_ name: String) -> String {
        var folded = ""
        for scalar in name.lowercased().unicodeScalars {
            switch scalar {
            case " ", "_", "-", ".", ":": continue
            default: folded.unicodeScalars.append(scalar)
            }
        }
        return folded
    }

    private static func split(_ text: String) -> (name: String, label: String) {
        var rest = text
        if let keyed = entraKey(of: rest) { return keyed }
        for (open, close) in [("[", "]"), ("(", ")")] as [(Character, Character)] {
            while let start = rest.lastIndex(of: open),
                let end = rest[start...].firstIndex(of: close), start > rest.startIndex,
                isNoise(rest[rest.index(after: start)..<end])
            {
                rest.removeSubrange(start...end)
            }
        }
        return (rest.split(separator: " ").joined(separator: " "), "")
    }

    /// The key of `Label [property] Required`, or nil where the header is not of that dialect.
    private static func entraKey(of text: String) -> (name: String, label: String)? {
        guard let start = text.lastIndex(of: "["), start > text.startIndex,
            let end = text[start...].firstIndex(of: "]")
        else { return nil }
        let inside = text[text.index(after: start)..<end]
        let label = text[..<start]
        let tail = text[text.index(after: end)...]
        // A property follows a blank; an index or a filter of a path does not.
        guard label.last == " ", tail.isEmpty || isNoise(tail), !isNoise(inside),
            let first = inside.first, first.isLetter,
            inside.allSatisfy({ $0.isLetter || $0.isNumber || "._-:@".contains($0) })
        else { return nil }
        return (String(inside), String(label))
    }

    private static func isNoise(_ text: Substring) -> Bool {
        let words = text.lowercased().split { $0 == " " || $0 == "," }
        return !words.isEmpty && words.allSatisfy { noise.contains(String($0)) }
    }
}
