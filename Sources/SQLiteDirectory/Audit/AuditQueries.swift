import GRDB
package import Provisioning

extension SQLiteDirectory {
    /// The lines of the audit log that pass the filter, newest first.
    ///
    /// - Complexity: of one user, an index search a line; of a run or of all, the entries from the
    ///   newest back to the last that is wanted.
    package func auditLines(_ filter: AuditFilter) throws(RunHalt) -> [AuditLine] {
        try snapshot("read the audit log") { database in
            let reader = try AuditReader(database, filter)
            if let users = filter.users {
                for user in users { try reader.read(user) }
            } else {
                try reader.readAll()
            }
            return try reader.finish()
        }
    }

    /// Users who have this name as username or e-mail address now, and deleted ones who had it as
    /// username last.
    ///
    /// The keys are in compared form; nil: it cannot be one.
    package func auditedUsers(
        username: ByteString?, email: ByteString?, seal: any AuditSeal
    ) throws(RunHalt) -> [UserID] {
        try snapshot("find the users") { database in
            let rows = try PreparedStatement(
                database,
                """
                SELECT id FROM users WHERE username_key = ?1 OR email_key = ?2
                UNION SELECT user_id FROM deleted_users WHERE pseudonym = ?3
                """)
            rows.bind(1, copying: username)
            rows.bind(2, copying: email)
            var found: [UserID] = []
            let pseudonym = username.map { seal.pseudonym(of: $0) } ?? []
            try pseudonym.withUnsafeBytes { pseudonym in
                rows.bind(3, blob: pseudonym)
                while try rows.step() { found.append(UserID(UInt32(clamping: rows.int64(0)))) }
            }
            return found
        }
    }

    /// The user with this external id; nil: there is none.
    package func auditedUser(externalID: ByteString) throws(RunHalt) -> UserID? {
        try perform("find the user") { database in
            let row = try PreparedStatement(
                database, "SELECT id FROM users WHERE external_id = ?")
            row.bind(1, copying: externalID)
            guard try row.step() else { return nil }
            defer { row.reset() }
            return UserID(UInt32(clamping: row.int64(0)))
        }
    }
}
