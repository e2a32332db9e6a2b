import GRDB
package import Provisioning

extension SQLiteDirectory {
    package func closeRun(
        _ run: OpenRun, state: RunState, summary: RunSummary
    ) throws(RunHalt) {
        let audit = try auditLog()
        let finished = clock?.now()
        let text = SummaryText.json(of: summary)
        let compacts = run.fingerprintBasis != 0 && fingerprintTally.wantsCompaction
        try writing("close the run") { database in
            if try Self.deferral(database) != nil { try Self.buildIndexes(database) }
            if compacts { try FingerprintCompaction.run(database) }
            try database.execute(
                sql: "UPDATE runs SET state = ?, finished_at = ?, summary = ? WHERE id = ?",
                arguments: [state.rawValue, finished?.milliseconds, text, run.id])
            try FileAcceptance.settle(
                run, state: state, summary: summary, at: finished ?? run.startedAt, in: database)
            // What could not be taken back this time may be the next time.
            if state == .finished, summary.count(.rejected) == 0 {
                try UndoClosing(database, audit: audit, at: finished ?? run.startedAt).close(run)
            }
            try audit.appendClosing(
                run, state: state, summary: summary, at: finished ?? run.startedAt, in: database)
        }
        if commitsRunsOnce { try commitWhole() }
        deferringRun = nil
        if compacts { fingerprintTally.compacted() }
        try moveLogAfterwards()
    }
}
