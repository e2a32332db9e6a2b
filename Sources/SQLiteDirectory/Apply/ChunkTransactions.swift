import GRDB
import GRDBSQLite
package import Provisioning

/// The transaction of a chunk: begin, write, commit or give up.
extension SQLiteDirectory {
    package func beginChunk() throws(RunHalt) {
        if !holdsWhole { try beginWriting() }
    }

    package func write(
        _ chunk: DecidedChunk, run: OpenRun
    ) throws(RunHalt) -> [ConstraintViolation] {
        let numbers = try knownGroups()
        let apps = try knownApps()
        let log = try auditLog()
        let now = clock?.now() ?? run.startedAt
        return try perform("write a chunk") { database in
            let writer =
                try chunkWriter
                ?? ChunkWriter(
                    database, groups: numbers, apps: apps)
            chunkWriter = writer
            var collector = FingerprintCollector(hasOlder: try hasFingerprints(database))
            var audit = ChunkAudit(log, layout: chunk.batch.layout)
            let violations = try writer.write(
                chunk, run: run, fingerprints: &collector, audit: &audit)
            try audit.append(run: run, at: now, in: database)
            try collector.write(database, run: run)
            fingerprintTally.add(collector)
            return violations
        }
    }

    package func commitChunk(_ checkpoint: RunCheckpoint, run: OpenRun) throws(RunHalt) {
        try perform("store the checkpoint") { database in
            let insertion = try PreparedStatement(
                database,
                """
                INSERT INTO run_chunks(
                    run_id, chunk, last_record, results_bytes, rejects_bytes, secrets_bytes,
                    outcomes, kept_bytes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
            insertion.bind(1, run.id)
            insertion.bind(2, Int64(checkpoint.chunk))
            insertion.bind(3, Int64(checkpoint.record))
            insertion.bind(4, Int64(bitPattern: checkpoint.positions.results))
            insertion.bind(5, Int64(bitPattern: checkpoint.positions.rejects))
            insertion.bind(6, Int64(bitPattern: checkpoint.positions.secrets))
            insertion.bind(8, Int64(bitPattern: checkpoint.positions.kept))
            let outcomes = checkpoint.outcomes.map(\.rawValue)
            try outcomes.withUnsafeBytes { outcomes in
                insertion.bind(7, blob: outcomes)
                try insertion.run()
            }
        }
        guard !holdsWhole else { return }
        try commit()
        groupNumbers?.committed()
        try self.checkpoint(ifLongerThan: Self.logBytesMax)
    }

    package func rollbackChunk() {
        // The end of a whole run is for `rollbackWhole`, which knows that there is one.
        guard !holdsWhole else { return }
        rollback()
        groupNumbers?.rolledBack()
        // Its statements know names that are no longer there.
        chunkWriter = nil
        fingerprintTally.hasSegments = nil
    }
}
