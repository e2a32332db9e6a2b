package import Provisioning

/// What a look at the first records of a file has shown.
package struct ProfileCheck {
    /// One name of the file.
    package struct Column: Equatable, Sendable {
        /// As the file spells it.
        package var header: String
        /// What it is read as; nil: nothing.
        package var column: String?
        /// Records that have something there; nil: nobody counts what nothing is read from.
        package var filled: Int?
        /// The first value; nil for a secret, or where there is none.
        package var example: String?
    }

    /// A column that the profile makes.
    package struct Derived: Equatable, Sendable {
        package var column: String
        package var template: String
        package var isAlways: Bool
    }

    /// Something wrong with values, with its first place.
    package struct Finding: Equatable, Sendable {
        package var issue: RecordIssue
        package var count: Int
        /// `users.csv:41 (record 38)`.
        package var place: String
    }

    package var feed: String
    /// The last part of the file's path.
    package var file: String
    package var reading: FeedReading?
    /// Records that were looked at, and those among them with an error.
    package var records = 0
    package var rejected = 0
    /// Records without an error that lack a username or an e-mail address, and the first of them.
    package var incomplete = 0
    package var firstIncomplete: String?
    /// Whether these are all records of the file.
    package var isWhole = false
    package var columns: [Column] = []
    package var derived: [Derived] = []
    package var notices: [RecordIssue] = []
    /// By code, in order of their first places.
    package var findings: [Finding] = []
    private var filled: [Int] = []
    private var examples: [String?] = []

    init(feed: String, file: String, reading: FeedReading?) {
        self.feed = feed
        self.file = file
        self.reading = reading
    }

    /// The status that a command ends with.
    package var status: ExitStatus { rejected == 0 ? .allAccepted : .someRejected }

    /// Counts the records of a mapped batch.
    mutating func add(_ batch: RecordBatch, recordsMax: Int) {
        let chunk = batch.chunk
        for (index, record) in chunk.records.enumerated() where records < recordsMax {
            records += 1
            if batch.hasErrors[index] {
                rejected += 1
            } else if batch.actions[index].isDescribing, !Self.canCreate(index, batch) {
                incomplete += 1
                firstIncomplete = firstIncomplete ?? place(of: record)
            }
            let fields = chunk.fields[Int(record.firstField)...].prefix(Int(record.fieldCount))
            while filled.count < fields.count {
                filled.append(0)
                examples.append(nil)
            }
            for (number, range) in fields.enumerated() where range.length > 0 {
                filled[number] += 1
                if examples[number] == nil { examples[number] = chunk.copy(range).text }
            }
            for issue in batch.issues(of: index) {
                count(issue, place(of: record))
            }
        }
    }

    private func place(of record: FeedRecord) -> String {
        "\(file):\(record.line) (record \(record.number))"
    }

    /// Whether a record says enough to make a new user.
    private static func canCreate(_ record: Int, _ batch: RecordBatch) -> Bool {
        batch.value(record, .username).isValue && batch.value(record, .email).isValue
    }

    private mutating func count(_ issue: RecordIssue, _ place: String) {
        if let known = findings.firstIndex(where: { $0.issue.code == issue.code }) {
            findings[known].count += 1
        } else {
            findings.append(Finding(issue: issue, count: 1, place: place))
        }
    }

    /// Adds names of records that nothing is read from.
    mutating func addLeftOut(_ names: [String]) {
        columns += names.map { Column(header: $0, column: nil, filled: nil, example: nil) }
    }

    /// Says what the columns are, once all batches were added.
    mutating func addColumns(of mapping: HeaderMapping) {
        let secrets = mapping.secretSourceColumns
        for (index, source) in mapping.sources.enumerated() {
            var column: String?
            if case .value(let target, _) = source.role {
                column = target.name + (source.reading == .inverted ? " (inverted)" : "")
            }
            let isKnown = index < filled.count
            columns.append(
                Column(
                    header: source.header.written, column: column,
                    filled: isKnown ? filled[index] : 0,
                    example: isKnown && !secrets.contains(index) ? examples[index] : nil))
        }
    }
}
