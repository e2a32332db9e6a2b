import Muster

/// The command line that lets a run pass which a guard has stopped: the user's own once more, with
/// what is allowed.
enum AllowingCommand {
    /// The command, quoted for a shell; `arguments` as the process was given them.
    ///
    /// Earlier allowances of the same guards are replaced. What the person who allows it has to say
    /// for themselves is left to fill in.
    static func text(_ arguments: [String], allowing allowances: [String]) -> String {
        let guards = allowances.map { $0.prefix { $0 != "=" } }
        var words = ["muster"]
        var hasReason = false
        var rest = arguments.dropFirst()
        var kept: [String] = []
        while let word = rest.popFirst() {
            if word == "--allow", let value = rest.first {
                rest.removeFirst()
                if !guards.contains(value.prefix { $0 != "=" }) { kept += [word, value] }
                continue
            }
            if word.hasPrefix("--allow="),
                guards.contains(word.dropFirst("--allow=".count).prefix { $0 != "=" })
            {
                continue
            }
            if word == "--reason" || word.hasPrefix("--reason=") { hasReason = true }
            kept.append(word)
        }
        // Options that follow a bare -- would be taken for files.
        let end = kept.firstIndex(of: "--") ?? kept.endIndex
        words += kept[..<end]
        for allowance in allowances { words += ["--allow", allowance] }
        if !hasReason { words += ["--reason", "..."] }
        words += kept[end...]
        return words.map(quoted).joined(separator: " ")
    }

    /// Only the options: for a command that does not take them itself.
    static func options(_ allowances: [String]) -> String {
        allowances.map { "--allow \($0) " }.joined() + "--reason '...'"
    }

    /// A word as a shell reads it back.
    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || "-_=+,./:@%".utf8.contains(byte)
        }
        if plain, !word.isEmpty, word != "..." { return word }
        return "'\(word.replacing("'", with: "'\\''"))'"
    }
}
