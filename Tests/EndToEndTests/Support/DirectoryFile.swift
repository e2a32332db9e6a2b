import GRDB

/// Looks into a directory past the program, and changes what no command can.
struct DirectoryFile {
    private let path: String

    init(_ place: Workplace) { path = place.path("muster.sqlite") }

    func count(_ table: String) throws -> Int {
        try DatabaseQueue(path: path).read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0
        }
    }

    func text(_ sql: String) throws -> String {
        try DatabaseQueue(path: path).read { try String.fetchOne($0, sql: sql) ?? "" }
    }

    /// The first column of each row; the file may be in use.
    func texts(_ sql: String) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read {
            try String.fetchAll($0, sql: sql)
        }
    }

    func execute(_ sql: String) throws {
        try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
    }

    /// Brings SQLite's log into the file.
    func checkpoint() throws {
        try DatabaseQueue(path: path).writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    /// Number of the user with this username in its compared form.
    func number(of username: String) throws -> Int {
        try DatabaseQueue(path: path).read {
            try Int.fetchOne(
                $0, sql: "SELECT id FROM users WHERE username_key = ?", arguments: [username]) ?? 0
        }
    }
}
