import Testing

/// All that must be the same in two directories that the same files were delivered to, whichever way
/// the program took.
struct FastPathState {
    private var contents: DirectoryContents
    /// What a run leaves in a user's row beside what the export shows.
    private var rows: String
    /// The log of changes, oldest last, without times and names of runs.
    private var changes: String
    private var indexes: String

    /// Looks at a directory, and holds its file and its audit log to account.
    init(of place: Workplace) throws {
        contents = try place.contents()
        let file = DirectoryFile(place)
        rows = try file.texts(
            """
            SELECT username_key || ' ' || version || ' ' || created_record || ' '
                || coalesce(feed_id, 0)
            FROM users ORDER BY 1
            """
        ).joined(separator: "\n")
        indexes = try file.texts(
            """
            SELECT name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE type = 'index'
            ORDER BY 1
            """
        ).joined(separator: "\n")
        changes = place.muster("audit", "show", "--limit", "1000000").lines.compactMap { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            // A run that was killed has entries of its own.
            guard cells.count > 6, !cells[5].isEmpty else { return nil }
            // A run that is carried on gives numbers of its own.
            let user = cells[3].hasPrefix("(deleted id:") ? "(deleted)" : cells[3]
            return ([cells[1], cells[2], user] + cells[5...]).joined(separator: "\t")
        }.joined(separator: "\n")
        #expect(try file.texts("PRAGMA integrity_check") == ["ok"])
        let verification = place.muster("audit", "verify")
        #expect(verification.status == 0, "\(verification.output)\(verification.error)")
    }

    /// Expects that this is the directory that it should be; `label` says when it was looked at.
    func expect(_ other: FastPathState, _ label: String) {
        #expect(!changes.isEmpty && !rows.isEmpty, "\(label)")
        #expect(Difference(contents, other.contents) == nil, "\(label)")
        #expect(Difference(rows, other.rows) == nil, "\(label)")
        #expect(Difference(changes, other.changes) == nil, "\(label)")
        #expect(Difference(indexes, other.indexes) == nil, "\(label)")
    }
}
