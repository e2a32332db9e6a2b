import GRDB

/// The migrations that make a directory; each ends with its format number in `user_version`.
enum DirectorySchema {
    /// Brings a database to the current format, in one transaction a migration.
    static func migrate(_ writer: some DatabaseWriter) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 directory", foreignKeyChecks: .immediate) { database in
            try database.execute(sql: PeopleTables.sql)
            try database.execute(sql: RunTables.sql)
            try database.execute(sql: UniqueIndexes.creation)
            try database.execute(sql: UserView.sql)
            try database.execute(sql: "INSERT INTO meta(name, value) VALUES ('next_user', 1)")
            try database.execute(sql: "PRAGMA user_version = 1")
        }
        migrator.registerMigration("2 access and audit", foreignKeyChecks: .immediate) { database in
            try AccessTables.make(in: database)
            try database.execute(sql: AuditTables.sql)
            try database.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3 outbox", foreignKeyChecks: .immediate) { database in
            try MailTables.make(in: database)
            try database.execute(sql: "PRAGMA user_version = 3")
        }
        migrator.registerMigration("4 safety", foreignKeyChecks: .immediate) { database in
            try SafetyTables.make(in: database)
            try database.execute(sql: "PRAGMA user_version = 4")
        }
        try migrator.migrate(writer)
    }
}
