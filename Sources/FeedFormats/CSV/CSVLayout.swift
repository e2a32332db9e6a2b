import Provisioning

/// What the beginning of a CSV file has told: how it is written, and what its columns are.
struct CSVLayout: Sendable {
    var dialect: CSVDialect
    var rules: CSVRules
    var header: [ByteString]
    var faultText: CSVFaultText
    /// Place in the feed, and physical line, at which the first record may start.
    var offset: UInt64
    var line: UInt64

    init(
        dialect: CSVDialect, limits: Limits, header: [ByteString]? = nil, offset: UInt64,
        line: UInt64
    ) {
        self.dialect = dialect
        self.header = header ?? []
        self.offset = offset
        self.line = line
        rules = CSVRules(dialect, limits: limits, fieldsExpected: header?.count)
        faultText = CSVFaultText(
            header: self.header, limits: limits, delimiterName: dialect.delimiterName)
    }
}
