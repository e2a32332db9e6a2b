/// How the files of a feed are to be read, as its profile in the configuration says.
package struct FeedProfile: Equatable, Sendable {
    /// Name of the feed.
    package var feed = "default"
    /// Format of the file: `csv`, `xml` or `jsonl`; nil: by its name and first bytes.
    package var format: String?
    /// Names of the elements that lead to a record of an XML feed, from the root on and without
    /// prefixes; empty: `users`, `user`.
    package var recordPath: [String] = []
    /// Field separator; nil: found by looking (`,` `;` tab `|`).
    package var delimiter: UInt8?
    /// How a quote inside a quoted field is written.
    package var quoting: QuoteStyle = .doubled
    /// Lines that begin with this are comments, outside of quotes; nil: there are none.
    package var commentPrefix: ByteString?
    /// Records before the header that are not part of it (a version row).
    package var rowsBeforeHeader = 0
    /// Records after the header that are not people (a second header row, an example row).
    package var rowsAfterHeader = 0
    /// Texts of a first cell that mark a row as no record, in any case: `Total`, a type of
    /// settings record.
    package var skippedRows: [ByteString] = []
    /// Whether rows that repeat the header are no records: files joined to one have them.
    package var skipsRepeatedHeaders = false
    /// Whether rows with nothing but empty cells are no records: spreadsheets leave them.
    package var skipsBlankRows = false
    /// The row that must end the file, with the count of what is before it; nil: there is none.
    package var trailer: TrailerRule?
    /// Declared encoding; nil: UTF-8, or what a byte order mark says.
    package var encoding: String?
    /// Canonical name (`email`, `attr.costCenter`) by header of the file, before any alias.
    package var columns: [String: String] = [:]
    /// Headers that the profile wants ignored without a warning.
    package var ignoredColumns: [String] = []
    package var unknownColumns: UnknownColumnRule = .warn
    /// What clears a value.
    package var clearToken: ByteString = "(clear)"
    /// Cells that mean "keep", beside the empty one.
    package var keepTokens: [ByteString] = []
    /// Words that mean yes beside the usual ones, in any case: `A`.
    package var trueWords: [ByteString] = []
    /// Words that mean no beside the usual ones, in any case: `T`, `L`.
    package var falseWords: [ByteString] = []
    /// Bytes between the names of a list in `groups` and `apps`; the first one is what Muster
    /// writes.
    package var listSeparators: [UInt8] = [0x3B, 0x7C]
    /// Action of a record without one.
    package var defaultAction: Action = .upsert
    /// What a bare name in `groups` does.
    package var groupsMode: GroupsMode = .add
    package var unknownGroups: UnknownGroupRule = .create
    /// Calling code for phones without one, such as `44`; nil: such a phone is refused.
    package var defaultCallingCode: String?
    /// Whether the country column may give the calling code.
    package var callingCodeFromCountry = false
    /// Date format by column name, such as `DD/MM/YYYY`; ISO 8601 where there is none.
    package var dateFormats: [String: String] = [:]
    package var badOptionalValue: BadOptionalValueRule = .reject
    /// Template by column name: `email: "{username}@corp.example"`.
    package var derivations: [String: String] = [:]
    /// Columns whose derived value also changes a matched user.
    package var derivedAlways: Set<String> = []
    package var derivedCollision: DerivedCollisionRule = .number
    /// Match keys in order.
    package var matchOrder: [MatchKey] = [.externalID, .username, .email]
    package var onDuplicate: DuplicateRule = .first
    /// Whether onboarding mail is on; nil: as the configuration says.
    package var mail: Bool?
    /// Whether users are told of changes to their access; nil: as the configuration says.
    package var notices: Bool?
    /// What the guards allow; one that is not here has its default.
    package var guards: [GuardName: GuardLimit] = [:]
    /// Differences from the last accepted file that stop the run.
    package var healthStops: [HealthKind] = []
    /// What a file of the feed holds.
    package var mode: FeedMode = .delta
    /// What becomes of users who are missing from full files.
    package var leavers = LeaverRules()
    /// Whether `user` alone says whom a record deletes: in records that the program makes itself.
    package var deletesByUser = false
    /// What becomes of values that were changed by hand.
    package var manualEdits: ManualEditRule = .overwrite

    /// Rejects that the run may have; nil: the default guard.
    package var rejectsMax: GuardLimit? {
        get { guards[.rejects] }
        set { guards[.rejects] = newValue }
    }

    package init() {}
}

/// How a quote inside a quoted field is written: twice, or after a backslash.
package enum QuoteStyle: String, Sendable, CaseIterable { case doubled, backslash }

/// What becomes of a header that is no column: a warning, an error, a custom attribute, nothing.
package enum UnknownColumnRule: String, Sendable, CaseIterable {
    case warn, error, attributes, ignore
}

/// What a bare group name does: joins the user to it, or makes the bare names the whole list.
package enum GroupsMode: String, Sendable, CaseIterable { case add, replace }

/// What becomes of a group that does not exist: created with a warning, or the record rejected.
package enum UnknownGroupRule: String, Sendable, CaseIterable { case create, reject }

/// What a bad value in an optional column does: rejects its record, or is dropped with a warning.
package enum BadOptionalValueRule: String, Sendable, CaseIterable { case reject, drop }

/// What becomes of a derived username that is taken: it gets a number, or the record is rejected.
package enum DerivedCollisionRule: String, Sendable, CaseIterable { case number, reject }

/// Which of several records that describe one user counts; `reject`: none of them.
package enum DuplicateRule: String, Sendable, CaseIterable { case first, last, reject }

/// What becomes of a value that an administrator changed by hand since the feed last set it: the feed
/// overwrites it, or it is kept.
package enum ManualEditRule: String, Sendable, CaseIterable { case overwrite, keep }

/// What becomes of users who are missing from a feed's full files.
package struct LeaverRules: Equatable, Sendable {
    /// Accepted full files in a row from which a user has to be missing to be disabled.
    package var filesMin: UInt16 = 1
    /// Time from the day on which the feed let go of a user to their deletion; nil: never.
    package var deleteAfter: Duration?

    package init() {}
}

/// A column that finds a user.
package enum MatchKey: String, Sendable, CaseIterable {
    case externalID = "external_id"
    case username
    case email

    package var column: UserColumn {
        switch self {
        case .externalID: .externalID
        case .username: .username
        case .email: .email
        }
    }
}

/// A last row that says how many rows a file has.
package struct TrailerRule: Equatable, Sendable {
    /// Rows that a trailer's count can have in it beside the records.
    package enum Counted: String, Sendable, CaseIterable {
        /// The rows above the header that `rowsBeforeHeader` announces.
        case rowsBeforeHeader = "rows_before_header"
        /// The row that names the columns.
        case header
        /// The rows below the header that `rowsAfterHeader` announces.
        case rowsAfterHeader = "rows_after_header"
        /// Rows passed over by `skippedRows` and `skipsRepeatedHeaders`, wherever they stand.
        case skipped
        /// The trailer itself.
        case trailer
    }

    /// Text of the row's first cell: `TRL`.
    package var mark: ByteString
    /// Number of the cell with the count, from 1; the mark stands in the first.
    package var countField: Int
    /// What is counted beside the records.
    package var includes: Set<Counted>

    package init(mark: ByteString, countField: Int = 2, includes: Set<Counted> = []) {
        self.mark = mark
        self.countField = countField
        self.includes = includes
    }
}
