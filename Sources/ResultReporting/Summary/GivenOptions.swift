/// Options of a command that the next one needs, too: without them it would be about another
/// directory, or read its file in another way.
package struct GivenOptions: Equatable, Sendable {
    /// Which directory and configuration were named, as words: `--directory`, `people.sqlite` ...
    package var place: [String] = []
    /// How the file was to be read, as words: `--map`, `Their Header=email` ...
    package var reading: [String] = []

    /// Makes the options of a command without any.
    package init() {}

    /// The first ones as they follow a command, with a space before each; empty: none was given.
    var placeText: String { Self.text(place) }
    /// The second ones likewise.
    var readingText: String { Self.text(reading) }

    private static func text(_ words: [String]) -> String {
        words.map { " " + ShellWord.quoted($0) }.joined()
    }
}
