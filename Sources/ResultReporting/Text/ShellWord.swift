/// A word of a command that is proposed.
enum ShellWord {
    /// The word, quoted where a shell would take it apart; safe for a terminal.
    static func quoted(_ text: String) -> String {
        let shown = FileFault.shown(text)
        let isPlain = shown.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || "0123456789-_=+,./:@%".unicodeScalars.contains(scalar)
        }
        return isPlain && !shown.isEmpty ? shown : "'\(shown.replacing("'", with: "'\\''"))'"
    }
}
