import Provisioning
import SQLiteDirectory

/// Everything there is to say about why a record got its outcome.
struct Explanation {
    /// Where the raw record was found.
    enum RawSource: String {
        /// A copy of all records in the run folder.
        case records
        /// The run folder's rejects.
        case rejects
        /// The feed's own file, which is still the same.
        case file
    }

    /// One value of the record on its way into the directory.
    struct Column {
        /// Name in the feed; nil: the value was derived.
        var header: String?
        /// The column it is read as; nil: it is not read.
        var column: String?
        /// How the header came to that column, or why it is not read.
        var how: String
        /// The cell as written, secrets masked; nil: the record has none.
        var raw: String?
        /// What the rules made of it; nil: nothing.
        var value: String?
        /// What the rules did, and which.
        var note: String
    }

    /// A key of the record with whom it leads to.
    struct Key {
        var name: String
        var value: String
        /// The user as the directory is now; nil: nobody.
        var user: String?
        /// What is to be known about that user; empty: nothing.
        var remark: String
    }

    /// A setting of the user with what it comes from.
    struct Policy {
        var name: String
        var value: String
        var source: String
    }

    /// What would come of the record if it were imported now.
    struct Now {
        var outcome: String
        var messages: [String]
        var detail: String
    }

    var run: RunListing
    /// nil: a leaver.
    var record: UInt32?
    var line: UInt64?
    /// `leaver ada` or nothing.
    var subject: String?
    var outcome: String?
    var action: String?
    var identity: (username: String, email: String, externalID: String)?
    /// Findings as the results say them: code and message.
    var issues: [(code: String, message: String)] = []
    var detail = ""
    /// The answer in a sentence or two.
    var answer = ""

    var raw: String?
    var rawSource: RawSource?
    var rawPath: String?
    /// Whether the raw record is a copy with more cells than it came with.
    var isPadded = false
    /// Whether the results say what was decided of it, and the directory was never told.
    var isUnwritten = false
    /// Why there is no raw record; nil: there is one, or there can be none.
    var rawMissing: String?
    var columns: [Column] = []
    var keys: [Key] = []
    var match: String?
    var policies: [Policy] = []
    var log = RecordLog()
    var userNow: String?
    var now: Now?
    /// What is not as it was, or gone.
    var remarks: [String] = []

    init(run: RunListing) { self.run = run }

    /// How the record is called in a sentence.
    var name: String {
        if let subject { return subject }
        return run.plan.command == "user" ? "the command" : "record \(record ?? 0)"
    }
}
