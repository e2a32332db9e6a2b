import Provisioning

/// The unique indexes of the identity keys: dropped while an empty directory is filled, and built
/// when it is full.
enum UniqueIndexes {
    /// Name in `meta` of the run that fills the directory without indexes.
    static let deferralName = "deferred_indexes"

    /// SQLite looks at the newest index first: a row that breaks several constraints is refused for
    /// its username before its e-mail address.
    static let creation = """
        CREATE UNIQUE INDEX users_by_external_id ON users(external_id)
            WHERE external_id IS NOT NULL;
        CREATE UNIQUE INDEX users_by_email ON users(email_key);
        CREATE UNIQUE INDEX users_by_username ON users(username_key);
        """

    static let removal = """
        DROP INDEX IF EXISTS users_by_username;
        DROP INDEX IF EXISTS users_by_email;
        DROP INDEX IF EXISTS users_by_external_id;
        """

    /// The fault that SQLite's message about a unique constraint on `users` stands for.
    static func violation(_ message: String) -> (code: IssueCode, column: UserColumn)? {
        if message.hasSuffix("users.username_key") { return (.directoryUsernameTaken, .username) }
        if message.hasSuffix("users.email_key") { return (.directoryEmailTaken, .email) }
        if message.hasSuffix("users.external_id") {
            return (.directoryExternalIDTaken, .externalID)
        }
        return nil
    }
}
