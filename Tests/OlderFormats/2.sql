-- What makes a directory of format 3 one of format 2, before the outbox.
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
