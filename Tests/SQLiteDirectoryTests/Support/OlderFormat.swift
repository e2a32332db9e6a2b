/// What makes a directory of today one of an older format, as a program of then left it.
enum OlderFormat {
    /// Format 3: before runs had guards, leavers and ways back.
    static let three = """
        DROP TABLE run_leavers;
        DROP TABLE feed_files;
        DROP TABLE feed_absences;
        DROP TABLE absences_before;
        DROP TABLE manual_edits;
        DROP TABLE open_rejects;
        DROP INDEX runs_by_undone;
        DROP INDEX runs_by_first_attempt;
        ALTER TABLE runs DROP COLUMN mode;
        ALTER TABLE runs DROP COLUMN records;
        ALTER TABLE runs DROP COLUMN allowances;
        ALTER TABLE runs DROP COLUMN request;
        ALTER TABLE runs DROP COLUMN undoes_run;
        ALTER TABLE runs DROP COLUMN undone_state;
        ALTER TABLE runs DROP COLUMN first_attempt;
        ALTER TABLE groups DROP COLUMN created_run;
        ALTER TABLE run_chunks DROP COLUMN kept_bytes;
        DELETE FROM grdb_migrations WHERE identifier = '4 safety';
        PRAGMA user_version = 3;
        """

    /// Format 2: before the outbox.
    static let two =
        three + """

            DROP TABLE mail_deliveries;
            DROP TABLE mail_recipients;
            DROP TABLE mail_permits;
            ALTER TABLE mail_queue DROP COLUMN lease;
            ALTER TABLE mail_queue DROP COLUMN not_before;
            ALTER TABLE mail_queue ADD COLUMN first_attempt_at INTEGER;
            CREATE INDEX onboarding_attempts ON mail_queue(user_id, first_attempt_at)
                WHERE kind = 1 AND first_attempt_at IS NOT NULL;
            DELETE FROM grdb_migrations WHERE identifier = '3 outbox';
            PRAGMA user_version = 2;
            """
}
