import GRDB
package import Provisioning

extension SQLiteDirectory {
    /// Highest user number given so far; the sequence moves only forward.
    package func highestUser() throws(RunHalt) -> UInt32 {
        try perform("read the user sequence") { database in
            let next = try Int64.fetchOne(
                database, sql: "SELECT value FROM meta WHERE name = 'next_user'")
            return UInt32((next ?? 1) - 1)
        }
    }

    /// Opens an interrupted run again; the users that it has yet to create get new numbers.
    package func reopenRun(
        _ interrupted: InterruptedRun, creates: UInt32
    ) throws(RunHalt) -> OpenRun {
        let audit = try auditLog()
        let now = clock?.now() ?? interrupted.plan.startedAt
        return try writing("open the run again") { database in
            var run = interrupted.run
            run.firstNewUser = try Self.reserveUsers(creates, in: database)
            try database.execute(
                sql: "UPDATE runs SET state = ?, first_new_user = ? WHERE id = ?",
                arguments: [RunState.running.rawValue, run.firstNewUser, run.id])
            try Self.makeRoom(for: creates, in: database)
            try audit.appendReopening(run, plan: interrupted.plan, at: now, in: database)
            return run
        }
    }
}
