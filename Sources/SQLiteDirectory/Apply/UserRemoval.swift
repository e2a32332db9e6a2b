import GRDB
import Provisioning

/// Removes what hangs on a user who is deleted.
final class UserRemoval {
    private let statements: [PreparedStatement]

    /// Tables whose rows belong to one user.
    private static let tables = [
        "memberships", "user_attributes", "feed_claims", "feed_absences", "absences_before",
        "manual_edits", "mail_queue", "mail_deliveries",
        "mail_recipients", "user_apps", "app_access", "enrolments", "backup_codes", "devices",
        "sessions", "links", "grants",
    ]

    init(_ database: Database) throws {
        statements = try Self.tables.map {
            try PreparedStatement(database, "DELETE FROM \($0) WHERE user_id = ?")
        }
    }

    /// Removes everything but the user's own row.
    func run(_ user: UInt32) throws {
        for statement in statements {
            statement.bind(1, Int64(user))
            try statement.run()
        }
    }
}
