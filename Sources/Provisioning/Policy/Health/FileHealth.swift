/// What is remembered of an accepted file, so that the next one can be compared with it: nothing of
/// anybody's values.
package struct FileHealth: Equatable, Sendable {
    /// Such as `CSV`.
    package var format = ""
    /// Such as `UTF-8`.
    package var encoding = ""
    /// Such as `semicolon`; empty where the format has none.
    package var delimiter = ""
    /// Names of the columns as the file writes them.
    package var header: [String] = []
    /// Records that the figures of the columns are about.
    package var sampled: UInt64 = 0
    /// Columns that mean something, in the order of the file.
    package var columns: [ColumnHealth] = []

    package init() {}
}

/// How a column of a file is filled, among the records that were looked at.
package struct ColumnHealth: Equatable, Sendable {
    /// Such as `email` or `attr.costCenter`.
    package var name: String
    /// Cells that are not empty.
    package var filled: UInt64
    /// Distinct values in them, about.
    package var distinct: UInt64

    package init(name: String, filled: UInt64, distinct: UInt64) {
        self.name = name
        self.filled = filled
        self.distinct = distinct
    }
}

/// A file of a feed that was accepted: its run finished.
package struct AcceptedFile: Equatable, Sendable {
    package var acceptedAt: Instant
    package var records: UInt64
    /// nil: nothing was remembered of it.
    package var health: FileHealth?

    package init(acceptedAt: Instant, records: UInt64, health: FileHealth?) {
        self.acceptedAt = acceptedAt
        self.records = records
        self.health = health
    }
}

/// A way in which a file can differ from the last accepted one of its feed.
///
/// The raw value is the word in `feeds.NAME.guards.health`.
package enum HealthKind: String, CaseIterable, Sendable {
    /// CSV, XML, JSON Lines ...
    case format
    case encoding, delimiter
    /// Columns that are gone or new.
    case header
    /// A number of records that is more than half as large again, or less than half.
    case records
    /// A column that is suddenly empty.
    case empty
    /// A column whose values are suddenly the same, or nearly.
    case distinct
}
