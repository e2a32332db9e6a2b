package import Provisioning

/// How cells of a feed that Muster writes are separated and quoted: as in the feed that it reads.
package struct FeedDialect: Equatable, Sendable {
    /// Field separator.
    package var delimiter: UInt8 = 0x2C
    /// How a quote inside a quoted field is written.
    package var quoting: QuoteStyle = .doubled
    /// What begins a comment line; a first cell that begins so is quoted.
    package var commentPrefix: ByteString?
    /// Whether formula characters at the start of a cell get a `'` in front, which makes the cell
    /// another value.
    package var isSpreadsheetSafe = false
    /// Whether the file begins with U+FEFF, so that it is read as UTF-8 where the profile
    /// declares another encoding.
    package var hasByteOrderMark = false
    /// Rows that the profile skips before the header. A feed that Muster writes has as many,
    /// filled with `skippedRow`, so that it is read right by the same profile.
    package var rowsBeforeHeader = 0
    /// Rows that the profile skips after the header, likewise.
    package var rowsAfterHeader = 0
    /// Whether lines end as RFC 4180 has it, with CR and LF; else with LF.
    package var hasCarriageReturns = false
    /// The row that has to end the feed; nil: none.
    package var trailer: TrailerRule?

    /// Makes a dialect; that of RFC 4180 unless told otherwise.
    package init(
        delimiter: UInt8 = 0x2C, quoting: QuoteStyle = .doubled,
        commentPrefix: ByteString? = nil, isSpreadsheetSafe: Bool = false,
        hasByteOrderMark: Bool = false
    ) {
        self.delimiter = delimiter
        self.quoting = quoting
        self.commentPrefix = commentPrefix
        self.isSpreadsheetSafe = isSpreadsheetSafe
        self.hasByteOrderMark = hasByteOrderMark
    }

    /// The dialect that a profile describes, for a file in which `delimiter` was found.
    package init(_ profile: FeedProfile, delimiter: UInt8, isSpreadsheetSafe: Bool = false) {
        self.init(
            delimiter: delimiter, quoting: profile.quoting, commentPrefix: profile.commentPrefix,
            isSpreadsheetSafe: isSpreadsheetSafe, hasByteOrderMark: profile.encoding != nil)
        rowsBeforeHeader = profile.rowsBeforeHeader
        rowsAfterHeader = profile.rowsAfterHeader
        trailer = profile.trailer
    }
}
