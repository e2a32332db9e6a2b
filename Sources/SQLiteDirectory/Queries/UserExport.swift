import GRDB
package import Provisioning

extension SQLiteDirectory {
    /// Names of all custom attributes that some user has, in the order of their bytes: the columns
    /// of an export beside the fixed ones.
    package func attributeNames() throws(RunHalt) -> [ByteString] {
        try perform("read the attributes") { database in
            let rows = try PreparedStatement(
                database,
                """
                SELECT name FROM attribute_names
                WHERE id IN (SELECT attribute_id FROM user_attributes) ORDER BY name
                """)
            var names: [ByteString] = []
            while try rows.step() { names.append(rows.text(0)) }
            return names
        }
    }

    /// Calls `each` for every user, in the order of their usernames' compared form.
    ///
    /// What it gives depends on nothing but the users: two directories are equal when it gives the
    /// same. One user is in memory at a time. Hashes of passwords are there only `withHashes`.
    package func exportUsers(
        withHashes: Bool = false, _ each: (ExportedUser) throws -> Void
    ) throws(RunHalt) {
        try perform("export the users") { database in
            let export = try UserExport(database, withHashes: withHashes)
            try database.inTransaction(.deferred) {
                try export.run(each)
                return .commit
            }
        }
    }
}

/// Reads users in the order of their usernames, each with all that hangs on it.
private struct UserExport {
    private let rows: PreparedStatement
    private let memberships: PreparedStatement
    private let attributes: PreparedStatement
    private let apps: PreparedStatement

    private static let head = [
        "id", "coalesce(username, username_key)", "coalesce(email, email_key)", "external_id",
        "disabled_cause", "device_limit", "second_factor", "password_expires",
    ]

    init(_ database: Database, withHashes: Bool) throws {
        let hash = withHashes ? "password_hash" : "NULL"
        let columns = Self.head + [hash] + UserColumn.profile.map(\.name)
        rows = try PreparedStatement(
            database,
            "SELECT \(columns.joined(separator: ", ")) FROM users ORDER BY username_key")
        memberships = try PreparedStatement(
            database,
            """
            SELECT name FROM memberships JOIN groups ON groups.id = group_id
            WHERE user_id = ? ORDER BY name
            """)
        attributes = try PreparedStatement(
            database,
            """
            SELECT name, value FROM user_attributes
            JOIN attribute_names ON attribute_names.id = attribute_id
            WHERE user_id = ? ORDER BY name
            """)
        apps = try PreparedStatement(
            database,
            """
            SELECT name FROM user_apps JOIN apps ON apps.id = app_id
            WHERE user_id = ? ORDER BY name
            """)
    }

    /// Columns before those of the profile.
    private static let headCount = head.count + 1

    func run(_ each: (ExportedUser) throws -> Void) throws {
        defer { rows.reset() }
        while try rows.step() {
            var user = ExportedUser(
                username: rows.text(1), email: rows.text(2), externalID: rows.optionalText(3),
                isEnabled: rows.isNull(4))
            user.deviceLimit = rows.optionalInt64(5).map { UInt16(clamping: $0) }
            user.secondFactor = rows.optionalInt64(6).flatMap {
                SecondFactorMethod(rawValue: UInt8(truncatingIfNeeded: $0))
            }
            user.passwordExpires = rows.optionalText(7)
            user.passwordHash = rows.optionalText(8)
            for index in UserColumn.profile.indices {
                user.profile.append(rows.optionalText(Int32(Self.headCount + index)))
            }
            let number = rows.int64(0)
            memberships.bind(1, number)
            while try memberships.step() { user.groups.append(memberships.text(0)) }
            apps.bind(1, number)
            while try apps.step() { user.apps.append(apps.text(0)) }
            attributes.bind(1, number)
            while try attributes.step() {
                user.attributes.append((attributes.text(0), attributes.text(1)))
            }
            try each(user)
        }
    }
}
