import GRDB
import Provisioning

/// Writes which fields of users were changed by hand since a feed last set them.
final class ManualEditWriter {
    private let statements: LazyStatements<ManualEditStatement>

    init(_ database: Database) { statements = LazyStatements(database) }

    /// Makes and ends the notes that a record's changes name; a note that is made again has the new
    /// time.
    func write(_ changes: UserChanges, of user: UInt32, at instant: Instant) throws {
        for name in changes.editsEnded {
            try statements.run(.end, .number(Int64(user)), .text(name))
        }
        for name in changes.editsMade {
            try statements.run(
                .make, .number(Int64(user)), .text(name), .number(instant.milliseconds))
        }
    }

    /// Forgets by whose hand the members of a group that is deleted came into it.
    ///
    /// Whoever was taken out by hand stays so should a feed make the group again.
    static func forgetMembers(
        of group: Int64, named name: ByteString, in database: Database
    ) throws {
        let removal = try PreparedStatement(
            database,
            """
            DELETE FROM manual_edits WHERE field = ?2
                AND user_id IN (SELECT user_id FROM memberships WHERE group_id = ?1)
            """)
        removal.bind(1, group)
        removal.bind(2, copying: ManualEdit.name(ofGroup: name))
        try removal.run()
    }
}

/// What `ManualEditWriter` does for one field of one user, as SQL.
enum ManualEditStatement: StatementText {
    case make, end

    var sql: String {
        switch self {
        case .make: "INSERT OR REPLACE INTO manual_edits(user_id, field, at) VALUES (?, ?, ?)"
        case .end: "DELETE FROM manual_edits WHERE user_id = ? AND field = ?"
        }
    }
}
