import ArgumentParser
import Glibc
import Provisioning

/// What to do about a mistake on the command line.
///
/// The parser says what it could not read. What was probably meant is found here from the words.
enum UsageAdvice {
    /// The parser's message with a proposal; `arguments` as the process was given them.
    static func text(_ message: String, _ arguments: [String]) -> String {
        var lines = message.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        let (stack, rest) = commands(named: arguments.dropFirst())
        guard let command = stack.last, !lines.isEmpty else { return message }
        let name = stack.map { $0.configuration.commandName ?? "" }.joined(separator: " ")
        let hasOwnWork =
            command.configuration.subcommands.isEmpty
            || command.configuration.defaultSubcommand != nil
        if !hasOwnWork, let word = rest.first {
            lines[0] = "Error: \(unknown(word, in: command, called: name))"
        } else if hasOwnWork,
            let example = HelpText.examples(
                in: command.configuration.discussion
            ).first
        {
            lines.append("  For example: \(example)")
        }
        return lines.joined(separator: "\n")
    }

    /// The commands that words name one below the other, and the words after them.
    private static func commands(
        named words: ArraySlice<String>
    ) -> (stack: [any ParsableCommand.Type], rest: ArraySlice<String>) {
        var stack: [any ParsableCommand.Type] = [MusterMain.self]
        var rest = words
        while let word = rest.first,
            let next = stack.last?.configuration.subcommands.first(where: {
                $0.configuration.commandName == word
            })
        {
            stack.append(next)
            rest.removeFirst()
        }
        return (stack, rest)
    }

    /// What is wrong with a word where the name of a command has to stand.
    private static func unknown(
        _ word: String, in command: any ParsableCommand.Type, called name: String
    ) -> String {
        let shown = MessageText.quoted(word)
        if word.hasPrefix("-") {
            let option = word.prefix { $0 != "=" }
            return "'\(MessageText.quoted(String(option)))' comes before a command; options follow "
                + "it: \(name) COMMAND \(MessageText.quoted(String(option)))"
        }
        let names = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
            .compactMap { $0.configuration.commandName }
        let start = "there is no command '\(name) \(shown)'"
        if name == "muster", isFeed(word) {
            return "\(start); to import the file: muster import \(shown)"
        }
        if let near = NearWord.proposal(for: word, among: names) {
            return "\(start); did you mean '\(name) \(near)'?"
        }
        if name == "muster", Action.allCases.contains(where: { $0.word == word }) {
            return "\(start); did you mean 'muster user \(shown) USER'?"
        }
        guard names.count <= 8 else { return "\(start); \(name) --help lists those there are" }
        return "\(start); there are \(names.joined(separator: ", "))"
    }

    private static func isFeed(_ word: String) -> Bool {
        let endings = [".csv", ".tsv", ".xml", ".jsonl", ".json", ".txt", ".gz", ".zst"]
        let isPath = word.contains(".") || word.contains("/")
        return isPath && access(word, F_OK) == 0
            || endings.contains { word.lowercased().hasSuffix($0) }
    }
}
