/// How the file of a feed is read, and why so: what detection decided, for people to check.
package struct FeedReading: Equatable, Sendable {
    /// Such as `CSV`, `XML`, `JSON Lines`, `JSON array`.
    package var format: String
    /// Such as `gzip`; nil: the file is not compressed.
    package var compression: String?
    /// Such as `UTF-8` or `windows-1252`.
    package var encoding: String
    /// Why this encoding: `byte order mark`, `declared`, `nothing else is declared` ...
    package var encodingReason: String
    /// Such as `semicolon`; nil where the format has none.
    package var delimiter: String?
    /// Why this delimiter: `found by looking`, `the profile says so` ...
    package var delimiterReason: String?

    package init(
        format: String, compression: String? = nil, encoding: String, encodingReason: String,
        delimiter: String? = nil, delimiterReason: String? = nil
    ) {
        self.format = format
        self.compression = compression
        self.encoding = encoding
        self.encodingReason = encodingReason
        self.delimiter = delimiter
        self.delimiterReason = delimiterReason
    }
}
