/// Reads the plain forms of `muster user` past the parser.
///
/// An action on one user is over in a few milliseconds, of which the parser took half: it describes
/// all forty options of the command several times, for 33 of 64 million instructions. Only what cannot
/// be read in two ways is read here. Any other option, and every mistake, is for the parser.
enum PlainUserCommand {
    /// What the words after `muster` ask for; nil: it takes the parser to say.
    static func read(_ arguments: some Collection<String>) -> UserActionCall? {
        guard arguments.first == "user" else { return nil }
        var words: [String] = []
        var options: [String: String] = [:]
        var quiet = false
        var rest = arguments.dropFirst()
        while let word = rest.popFirst() {
            switch word {
            case "--quiet", "-q": quiet = true
            case "--directory", "--config", "--actor", "--reason":
                guard let value = rest.popFirst(), isPlain(value),
                    options.updateValue(value, forKey: word) == nil
                else { return nil }
            default:
                guard isPlain(word) else { return nil }
                words.append(word)
            }
        }
        guard words.count == 2 || words.count == 3 else { return nil }
        var call = UserActionCall(
            action: words[0], user: words[1], value: words.count == 3 ? words[2] : nil)
        call.columns = options["--reason"].map { [("reason", $0)] } ?? []
        call.common.directory = options["--directory"]
        call.common.config = options["--config"]
        call.common.actor = options["--actor"]
        call.common.quiet = quiet
        return call
    }

    /// Whether a word is no option and not empty.
    private static func isPlain(_ word: String) -> Bool {
        !word.isEmpty && word.utf8.first != UInt8(ascii: "-")
    }
}
