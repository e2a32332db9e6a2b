import GRDB

/// What a directory remembers of its feeds, as outside readers see it.
enum FeedState {
    /// Every row of the tables that a feed's next file is compared with, as text.
    static func text(of path: String) throws -> [String] {
        try read(path) { database in
            try tables.flatMap { table -> [String] in
                let columns = try database.columns(in: table).map { "quote(\($0.name))" }
                let row = columns.joined(separator: " || ' ' || ")
                return try String.fetchAll(
                    database, sql: "SELECT '\(table) ' || \(row) FROM \(table) ORDER BY 1")
            }
        }
    }

    private static let tables = [
        "feed_files", "feed_absences", "feed_claims", "row_fingerprints",
    ]

    /// What was allowed in each run, the oldest first.
    static func allowances(of path: String) throws -> [String] {
        try read(path) { database in
            try String.fetchAll(database, sql: "SELECT allowances FROM runs ORDER BY id")
        }
    }

    private static func read<T>(_ path: String, _ body: (Database) throws -> T) throws -> T {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read(body)
    }
}
