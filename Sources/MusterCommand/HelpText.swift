/// The help of a command as one reads it: what it does and how it is called first, its examples last.
///
/// The parser puts the examples before the options, and what every command takes into each help.
enum HelpText {
    private static let mark = "Examples:"

    /// The examples of a command, each as it is typed.
    static func examples(in discussion: String) -> [String] {
        discussion.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { $0 != mark }.dropFirst().prefix { $0.hasPrefix("  ") }
            .map { String($0.drop { $0 == " " }) }
    }

    /// The parser's help, arranged; any other text as it is.
    static func arranged(_ text: String) -> String {
        guard text.hasPrefix("OVERVIEW: ") else { return text }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let isRoot = lines.contains { $0.hasPrefix("USAGE: muster <") }
        let hasGroups = lines.contains { line in
            line.hasSuffix(":") && line == line.uppercased() && !line.hasSuffix("SUBCOMMANDS:")
                && !["OPTIONS:", "ARGUMENTS:"].contains(line)
        }
        let isLeaf = !lines.contains { $0.hasSuffix("SUBCOMMANDS:") }
        let examples = takeExamples(of: &lines)
        lines = lines.compactMap { line in
            shown(line, isRoot: isRoot, isLeaf: isLeaf, hasGroups: hasGroups)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        if !examples.isEmpty { lines += ["", "EXAMPLES:"] + examples }
        return lines.joined(separator: "\n")
    }

    /// Takes the paragraph of examples out of the overview.
    private static func takeExamples(of lines: inout [String]) -> [String] {
        guard let start = lines.firstIndex(where: { $0 == mark || $0 == "OVERVIEW: \(mark)" }),
            let usage = lines.firstIndex(where: { $0.hasPrefix("USAGE: ") }), start < usage
        else { return [] }
        let end = lines[start..<usage].firstIndex { $0.isEmpty } ?? usage
        let examples = Array(lines[(start + 1)..<end])
        // With the blank line before them.
        lines.removeSubrange(max(0, start - 1)..<end)
        return examples
    }

    /// A line of the help; nil: it is left out.
    private static func shown(
        _ line: String, isRoot: Bool, isLeaf: Bool, hasGroups: Bool
    ) -> String? {
        if line.hasPrefix("  --version ") { return isRoot ? line : nil }
        if line.hasPrefix("  -h, --help ") {
            return "  -h, --help              Show this help"
                + (isLeaf ? "; --help-hidden shows every option." : ".")
        }
        if line.hasPrefix("  --help-hidden ") || line.contains("for detailed help.") { return nil }
        if line == "OPTIONS:", hasGroups { return "COMMON OPTIONS:" }
        if line.hasSuffix(" SUBCOMMANDS:") { return String(line.dropLast(13)) + ":" }
        return line == "SUBCOMMANDS:" ? "COMMANDS:" : line
    }
}
