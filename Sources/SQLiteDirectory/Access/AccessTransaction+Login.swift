import GRDB
package import Provisioning

/// What a successful sign-in leaves behind.
extension AccessTransaction {
    /// Notes that the TOTP code of a time step was accepted.
    ///
    /// It returns false, and nothing is noted, where a code of this or a later step was accepted
    /// before: each is good once (RFC 6238, section 5.2).
    package func acceptTOTP(step: Int64, of user: UserID) throws -> Bool {
        try run(
            """
            UPDATE enrolments SET last_step = ?1
            WHERE user_id = ?2 AND method = ?3 AND (last_step IS NULL OR last_step < ?1)
            """, .number(step), .number(Int64(user.value)),
            .number(Int64(SecondFactorMethod.totp.rawValue)))
        return database.changesCount == 1
    }

    /// Removes a backup code, which is good once; false: it was not there any more.
    package func spend(_ code: StoredBackupCode, of user: UserID) throws -> Bool {
        try run(
            "DELETE FROM backup_codes WHERE id = ? AND user_id = ?", .number(code.id),
            .number(Int64(user.value)))
        guard database.changesCount == 1 else { return false }
        try touch(user)
        try log("backup-code.used", user: user)
        return true
    }

    /// Stores another hash of the same password.
    package func upgradePasswordHash(_ hash: ByteString, of user: UserID) throws {
        try run(
            "UPDATE users SET password_hash = ? WHERE id = ?", .text(hash),
            .number(Int64(user.value)))
        try log("password-hash.upgraded", user: user)
    }

    /// Registers a device in place of others, whose sessions end; nobody may have registered one
    /// since the user was read.
    package func register(
        _ device: ByteString, name: ByteString?, droppingOldest dropped: [ByteString],
        of user: UserID
    ) throws {
        for old in dropped {
            try run(
                "DELETE FROM devices WHERE user_id = ? AND device = ?",
                .number(Int64(user.value)), .text(old))
            try run(
                "DELETE FROM sessions WHERE user_id = ? AND device = ?",
                .number(Int64(user.value)), .text(old))
            try log("device.removed", user: user, detail: ["device": old])
        }
        try run(
            """
            INSERT INTO devices(user_id, device, name, registered_at, last_seen_at)
            VALUES (?1, ?2, ?3, ?4, ?4)
            """, .number(Int64(user.value)), .text(device), .text(name),
            .number(now.milliseconds))
        try touch(user)
        try log("device.registered", user: user, detail: ["device": device])
    }

    /// Starts a session called `id`, or goes on with the one that the user has on this device.
    ///
    /// It returns the id of the session that there is now.
    package func startSession(
        _ id: ByteString, of user: UserID, device: ByteString?, app: ByteString?
    ) throws -> ByteString {
        if let device {
            try run(
                "UPDATE devices SET last_seen_at = ? WHERE user_id = ? AND device = ?",
                .number(now.milliseconds), .number(Int64(user.value)), .text(device))
            if let known = try session(of: user, on: device) {
                try run(
                    "UPDATE sessions SET last_seen_at = ? WHERE id = ?",
                    .number(now.milliseconds), .text(known))
                return known
            }
        }
        try run(
            """
            INSERT INTO sessions(id, user_id, device, started_at, last_seen_at)
            VALUES (?1, ?2, ?3, ?4, ?4)
            """, .text(id), .number(Int64(user.value)), .text(device), .number(now.milliseconds))
        try touch(user)
        try log(
            "session.started", user: user, detail: ["session": id, "device": device, "app": app])
        return id
    }

    /// Notes that a user got into an application.
    package func noteAccess(to app: UInt32, by user: UserID) throws {
        try run(
            """
            INSERT INTO app_access(user_id, app_id, last_at) VALUES (?, ?, ?)
            ON CONFLICT(user_id, app_id) DO UPDATE SET last_at = max(last_at, excluded.last_at)
            """, .number(Int64(user.value)), .number(Int64(app)), .number(now.milliseconds))
    }

    private func session(of user: UserID, on device: ByteString) throws -> ByteString? {
        let row = try PreparedStatement(
            database,
            "SELECT id FROM sessions WHERE user_id = ? AND device = ? ORDER BY started_at LIMIT 1")
        row.bind(1, Int64(user.value))
        row.bind(2, copying: device)
        defer { row.reset() }
        return try row.step() ? row.text(0) : nil
    }
}
