import Provisioning

/// What the beginning of a CSV file has told: how it is written, and what its columns are.
struct CSVLayout: Sendable {
    var dialect: CSVDialect
    var rules: CSVRules
    var header: [ByteString]
    var faultText: CSVFaultText
    /// Which rows are no records.
    var rows: CSVRowRules
    /// Rows around the header.
    var opening = CSVRowTally.Opening()
    /// Name of the feed's file, for messages.
    var feedName: String
    /// Place in the feed, and physical line, at which the first record may start.
    var offset: UInt64
    var line: UInt64

    init(
        dialect: CSVDialect, limits: Limits, header: [ByteString]? = nil,
        rows: CSVRowRules = .none, feedName: String, offset: UInt64, line: UInt64,
        encodingName: String?
    ) {
        self.dialect = dialect
        self.header = header ?? []
        self.feedName = feedName
        self.rows = rows
        self.rows.add(header: self.header, delimiter: dialect.delimiter)
        self.offset = offset
        self.line = line
        rules = CSVRules(dialect, limits: limits, fieldsExpected: header?.count)
        faultText = CSVFaultText(
            header: self.header, limits: limits, delimiterName: dialect.delimiterName,
            encodingName: encodingName)
    }

    /// A line as one where a trailer is looked for; nil: the feed need not have one.
    func trailerPlace(line: UInt64) -> CSVTrailer.Place? {
        rows.trailer.map { CSVTrailer.Place(feedName: feedName, line: line, rule: $0) }
    }
}
