import GRDB
package import Provisioning

/// Whom a run changed or created, in the order in which an undo deals with them: the last first.
///
/// Backwards, so that a key that one user gave up and the next one took comes back to the first: the
/// second has let go of it by then.
package struct UndoListing: Sendable {
    /// Users, four bytes each.
    package private(set) var users: ContiguousArray<UserID> = []
    private var words: ContiguousArray<UInt8> = []
    /// Users who are there, or whom an earlier attempt took back.
    package private(set) var takeable: UInt64 = 0

    private static let actions: [Action] = [.update, .enable, .disable, .delete]

    package init() {}

    /// The action that says best what the undo does with the user at `index`.
    package func action(_ index: Int) -> Action { Self.actions[Int(words[index])] }

    fileprivate mutating func add(_ user: UserID, _ action: Action, isTakeable: Bool) {
        users.append(user)
        words.append(UInt8(Self.actions.firstIndex(of: action) ?? 0))
        if isTakeable { takeable += 1 }
    }
}

extension SQLiteDirectory {
    /// The users that a run changed or created, gone or not.
    /// - Complexity: one pass over the users, and one over the run's part of the log.
    package func undoListing(of run: Int64) throws(RunHalt) -> UndoListing {
        try perform("list what the run changed") { database in
            let rows = try PreparedStatement(
                database,
                """
                WITH touched(user_id, record, created, turn) AS (
                    SELECT user_id, record, 0, CASE outcome
                        WHEN \(Outcome.disabled.rawValue) THEN 1
                        WHEN \(Outcome.enabled.rawValue) THEN -1 ELSE 0 END
                    FROM changes WHERE run_id = ?1 AND outcome <> \(Outcome.viewed.rawValue)
                    UNION ALL SELECT id, created_record, 1, 0 FROM users WHERE created_run = ?1
                    UNION ALL
                    SELECT user_id, created_record, 1, 0 FROM deleted_users WHERE created_run = ?1)
                SELECT user_id, max(created), sum(turn),
                    EXISTS(SELECT 1 FROM users WHERE id = user_id)
                    OR EXISTS(SELECT 1 FROM changes JOIN runs ON runs.id = run_id
                        WHERE changes.user_id = touched.user_id
                            AND outcome = \(Outcome.deleted.rawValue) AND undoes_run = ?1)
                FROM touched GROUP BY user_id ORDER BY max(record) DESC, user_id DESC
                """)
            rows.bind(1, run)
            var listing = UndoListing()
            while try rows.step() {
                let turn = rows.int64(2)
                let action: Action =
                    rows.int64(1) != 0
                    ? .delete : turn > 0 ? .enable : turn < 0 ? .disable : .update
                listing.add(
                    UserID(UInt32(clamping: rows.int64(0))), action, isTakeable: rows.int64(3) != 0)
            }
            return listing
        }
    }

    /// Whether a run that changed nobody left notes of its feed that an undo of it takes back: a file that
    /// was accepted, a count of files from which users were missing, rejected records.
    package func leftFeedNotes(_ run: Int64) throws(RunHalt) -> Bool {
        try perform("look for what the run noted of its feed") { database in
            try AbsenceJournal.hasTraces(of: run, in: database)
        }
    }

    /// Names of the groups that a run created and that are still there, in the order of their numbers.
    package func groupsCreated(by run: Int64) throws(RunHalt) -> [String] {
        try perform("list the run's groups") { database in
            try String.fetchAll(
                database, sql: "SELECT name FROM groups WHERE created_run = ? ORDER BY id",
                arguments: [run])
        }
    }
}
