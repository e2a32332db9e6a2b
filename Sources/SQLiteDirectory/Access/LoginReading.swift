import GRDB
package import Provisioning

extension SQLiteDirectory {
    /// The number of the user whom somebody names; nil: nobody is called that.
    ///
    /// A name that is the username of one and the address of another means the username.
    package func user(_ name: NamedUser) throws(RunHalt) -> UserID? {
        switch name {
        case .number(let number):
            let user = UserID(number)
            return try perform("find the user") { database in
                try Int64.fetchOne(
                    database, sql: "SELECT id FROM users WHERE id = ?", arguments: [number])
            }.map { _ in user }
        case .key(let query):
            let match = try find([query]).first
            return match?.byUsername ?? match?.byEmail ?? match?.byExternalID
        }
    }

    /// What signing in as this user is decided on, as one state of the directory; nil: there is no
    /// such user.
    package func loginRecord(of user: UserID, at now: Instant) throws(RunHalt) -> LoginRecord? {
        let groups = try knownGroups()
        let apps = try knownApps()
        return try snapshot("read how the user signs in") { database in
            let loader = try UserLoader(database, groups: groups, apps: apps)
            guard let state = try loader.load(user) else { return nil }
            var record = LoginRecord(user: state)
            record.passwordHash = try Self.passwordHash(of: user, database)
            record.totp = try Self.totp(of: user, database)
            record.backupCodes = try Self.backupCodes(of: user, database)
            record.expiredGrants = try Self.expiredGrants(of: user, at: now, database)
            return record
        }
    }

    private static func passwordHash(of user: UserID, _ database: Database) throws -> ByteString? {
        let row = try PreparedStatement(database, "SELECT password_hash FROM users WHERE id = ?")
        row.bind(1, Int64(user.value))
        defer { row.reset() }
        return try row.step() ? row.optionalText(0) : nil
    }

    private static func totp(of user: UserID, _ database: Database) throws -> StoredTOTP? {
        let row = try PreparedStatement(
            database, "SELECT secret, last_step FROM enrolments WHERE user_id = ? AND method = ?")
        row.bind(1, Int64(user.value))
        row.bind(2, Int64(SecondFactorMethod.totp.rawValue))
        defer { row.reset() }
        guard try row.step(), !row.isNull(0) else { return nil }
        return StoredTOTP(sealedSecret: Array(row.bytes(0)), lastStep: row.optionalInt64(1))
    }

    private static func backupCodes(
        of user: UserID, _ database: Database
    ) throws -> [StoredBackupCode] {
        let rows = try PreparedStatement(
            database, "SELECT id, hash FROM backup_codes WHERE user_id = ? ORDER BY id")
        rows.bind(1, Int64(user.value))
        var codes: [StoredBackupCode] = []
        while try rows.step() {
            codes.append(StoredBackupCode(id: rows.int64(0), hash: rows.text(1)))
        }
        return codes
    }
}
