import GRDB
package import Provisioning

/// Finding users by key: searches in the order of the keys, so that an index is walked once from
/// end to end and its pages are read once.
extension SQLiteDirectory {
    package func isEmpty() throws(RunHalt) -> Bool {
        try perform("look for users") { database in try !Self.hasUsers(database) }
    }

    /// Users in the directory.
    /// - Complexity: one pass over an index.
    package func userCount() throws(RunHalt) -> UInt64 {
        try perform("count the users") { database in
            UInt64(try Int64.fetchOne(database, sql: "SELECT count(*) FROM users") ?? 0)
        }
    }

    package func find(_ queries: [KeyQuery]) throws(RunHalt) -> [KeyMatch] {
        var matches = [KeyMatch](repeating: KeyMatch(), count: queries.count)
        guard !queries.isEmpty else { return matches }
        try snapshot("find users") { database in
            guard try Self.hasUsers(database) else { return }
            try Self.search(
                database, column: "username_key", queries, key: \.username,
                match: \.byUsername, &matches)
            try Self.search(
                database, column: "email_key", queries, key: \.email, match: \.byEmail, &matches)
            try Self.search(
                database, column: "external_id", queries, key: \.externalID,
                match: \.byExternalID, &matches)
        }
        return matches
    }

    static func hasUsers(_ database: Database) throws -> Bool {
        try Bool.fetchOne(database, sql: "SELECT EXISTS(SELECT 1 FROM users)") ?? false
    }

    private static func search(
        _ database: Database, column: String, _ queries: [KeyQuery],
        key: KeyPath<KeyQuery, ByteString?>, match: WritableKeyPath<KeyMatch, UserID?>,
        _ matches: inout [KeyMatch]
    ) throws {
        var wanted: [(key: ByteString, query: Int)] = []
        for (index, query) in queries.enumerated() {
            if let value = query[keyPath: key] { wanted.append((value, index)) }
        }
        guard !wanted.isEmpty else { return }
        if wanted.count > 1 { wanted.sort { $0.key.precedes($1.key) } }
        let statement = try PreparedStatement(
            kept: database, "SELECT id FROM users WHERE \(column) = ?")
        for (value, query) in wanted {
            let user = try value.bytes.withUnsafeBytes { bytes -> UserID? in
                statement.bind(1, text: bytes)
                guard try statement.step() else { return nil }
                let user = UserID(UInt32(clamping: statement.int64(0)))
                statement.reset()
                return user
            }
            matches[query][keyPath: match] = user
        }
        statement.clearBindings()
    }
}

extension ByteString {
    /// Whether these bytes come first, compared as SQLite's binary collation does.
    fileprivate func precedes(_ other: ByteString) -> Bool {
        bytes.withUnsafeBytes { left in
            other.bytes.withUnsafeBytes { right in left.precedes(right) }
        }
    }
}
