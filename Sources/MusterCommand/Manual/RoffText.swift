/// A manual page as it grows, in the macros of man(7).
struct RoffText {
    private(set) var text: String

    /// Begins a page: `MUSTER-IMPORT(1)`.
    init(title: String, version: String) {
        text = ".TH \(Self.escaped(title.uppercased())) 1 \"\" \"Muster \(version)\" \"Muster\"\n"
        text += ".nh\n.ad l\n"
    }

    mutating func heading(_ title: String) { text += ".SH \"\(title.uppercased())\"\n" }

    mutating func subheading(_ title: String) { text += ".SS \"\(Self.escaped(title))\"\n" }

    mutating func line(_ words: String) { text += Self.line(words) + "\n" }

    /// A paragraph of running text.
    mutating func paragraph(_ words: String) { text += ".PP\n\(Self.line(words))\n" }

    /// Lines that stay as they are.
    mutating func verbatim(_ lines: [String]) {
        text += ".PP\n.RS 4\n.nf\n"
        for line in lines { text += Self.line(line) + "\n" }
        text += ".fi\n.RE\n"
    }

    /// A term, in the fonts of `term`, with what it means under it.
    mutating func item(_ term: String, _ meaning: String) {
        text += ".TP\n\(term)\n\(Self.line(meaning.isEmpty ? " " : meaning))\n"
    }

    static func bold(_ words: String) -> String { "\\fB\(escaped(words))\\fR" }

    static func italic(_ words: String) -> String { "\\fI\(escaped(words))\\fR" }

    /// Text of a line, which no macro begins.
    private static func line(_ words: String) -> String {
        let text = escaped(words)
        return text.first == "." || text.first == "'" ? "\\&\(text)" : text
    }

    /// Text with what roff would take for its own; hyphens can be copied into a shell.
    private static func escaped(_ words: String) -> String {
        var text = ""
        for character in words {
            switch character {
            case "\\": text += "\\e"
            case "-": text += "\\-"
            case "\"": text += "\\(dq"
            case "'": text += "\\(aq"
            case "`": text += "\\(ga"
            case "^": text += "\\(ha"
            case "~": text += "\\(ti"
            case "…": text += "..."
            default: text.append(character)
            }
        }
        return text
    }
}
