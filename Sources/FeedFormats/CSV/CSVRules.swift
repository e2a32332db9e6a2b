import Provisioning

/// What the scanners need to know: the dialect and the limits, ready for use on bytes.
struct CSVRules: Sendable {
    var delimiter: UInt8
    var escapesByBackslash: Bool
    /// Empty: there are no comments.
    var commentPrefix: [UInt8]
    var fieldBytesMax: Int
    var recordBytesMax: Int
    var columnsMax: Int
    /// Fields that a record must have; nil: any number will do, up to `columnsMax`.
    var fieldsExpected: Int?

    init(_ dialect: CSVDialect, limits: Limits, fieldsExpected: Int? = nil) {
        delimiter = dialect.delimiter
        escapesByBackslash = dialect.quoting == .backslash
        commentPrefix = Array(dialect.commentPrefix?.bytes ?? [])
        fieldBytesMax = limits.fieldBytesMax
        recordBytesMax = limits.recordBytesMax
        columnsMax = limits.columnsMax
        self.fieldsExpected = fieldsExpected
    }
}
