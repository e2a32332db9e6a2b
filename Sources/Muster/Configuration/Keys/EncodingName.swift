import FeedFormats

/// Names of encodings, as the configuration and the command line take them.
package enum EncodingName {
    /// What may be said, to end the sentence "it takes ...".
    package static let allowed = "the name of an encoding such as utf-8, utf-16 or windows-1252"

    /// Names to propose for a misspelled one.
    private static let usual = [
        "utf-8", "utf-16", "utf-16le", "utf-16be", "windows-1250", "windows-1252", "iso-8859-1",
        "iso-8859-2", "iso-8859-15", "macintosh",
    ]

    /// The name in lower case, if a feed can be read that is declared to be in that encoding; nil
    /// otherwise.
    package static func canonical(_ text: String) -> String? {
        DeclaredEncoding.isReadable(text) ? text.lowercased() : nil
    }

    /// An encoding that can be read.
    static var form: ValueForm<String> {
        ValueForm(allowed: allowed, words: usual, parse: canonical)
    }
}
