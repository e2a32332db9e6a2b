import GRDB
package import Provisioning

extension SQLiteDirectory {
    /// Opens a run; see `Directory`. A plan without a feed name gets the feed number 0: its users
    /// belong to no feed.
    package func openRun(_ plan: RunPlan) throws(RunHalt) -> OpenRun {
        let audit = try auditLog()
        if commitsRunsOnce { try beginWhole() }
        do throws(RunHalt) {
            let (run, defers) = try writing("open the run") { database in
                let opened = try openRun(plan, in: database)
                try audit.appendOpening(plan, run: opened.run.id, in: database)
                return opened
            }
            if defers { deferringRun = run.id }
            return run
        } catch {
            if commitsRunsOnce { rollbackWhole() }
            throw error
        }
    }

    private func openRun(
        _ plan: RunPlan, in database: Database
    ) throws -> (run: OpenRun, defers: Bool) {
        let feed = try Self.feedNumber(plan.feed, in: database)
        let first = try Self.reserveUsers(plan.creates, in: database)
        let defers = try plan.allowsDeferredIndexes && runLock != nil && !Self.hasUsers(database)
        let id = try Self.insert(
            plan, feed: feed, first: first, defers: defers, in: database)
        if defers {
            try database.execute(
                sql: "INSERT INTO meta(name, value) VALUES (?, ?)",
                arguments: [UniqueIndexes.deferralName, id])
            try database.execute(sql: UniqueIndexes.removal)
            try DirectoryConnection.keep(DirectoryConnection.loadingCacheKiB, in: database)
        } else {
            try Self.makeRoom(for: plan.creates, in: database)
        }
        let run = OpenRun(
            id: id, name: plan.name, feed: feed, firstNewUser: first,
            fingerprintBasis: plan.fingerprintBasis, actor: plan.actor,
            startedAt: plan.startedAt)
        return (run, defers)
    }

    /// Gives the page cache the size that suits so many new users among others.
    static func makeRoom(for creates: UInt32, in database: Database) throws {
        guard creates >= DirectoryConnection.growingCreatesMin else { return }
        try DirectoryConnection.keep(DirectoryConnection.growingCacheKiB, in: database)
    }

    private static func insert(
        _ plan: RunPlan, feed: FeedID, first: UInt32, defers: Bool, in database: Database
    ) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO runs(
                    name, feed, feed_id, command, actor, reason, file, file_hash,
                    configuration_hash, options_hash, fingerprint_basis, first_new_user, creates,
                    defers_indexes, state, started_at, mode, records, allowances, request,
                    undoes_run)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                plan.name, plan.feed, feed.value, plan.command, plan.actor, plan.reason,
                plan.file, plan.fileHash, plan.configurationHash, plan.optionsHash,
                Int64(bitPattern: plan.fingerprintBasis), first, plan.creates, defers,
                RunState.running.rawValue, plan.startedAt.milliseconds, plan.mode.rawValue,
                plan.records, plan.allowances, plan.request, plan.undoes,
            ])
        let id = database.lastInsertedRowID
        try RunLeavers.insert(plan.leavers, run: id, in: database)
        return id
    }

    private static func feedNumber(_ name: String, in database: Database) throws -> FeedID {
        guard !name.isEmpty else { return FeedID(0) }
        try database.execute(
            sql: "INSERT OR IGNORE INTO feeds(name) VALUES (?)", arguments: [name])
        let number = try UInt32.fetchOne(
            database, sql: "SELECT id FROM feeds WHERE name = ?", arguments: [name])
        return FeedID(number ?? 0)
    }

    /// Takes `count` user numbers that nobody had and nobody else will get.
    static func reserveUsers(_ count: UInt32, in database: Database) throws -> UInt32 {
        let first =
            try Int64.fetchOne(
                database, sql: "SELECT value FROM meta WHERE name = 'next_user'") ?? 1
        let next = first + Int64(count)
        guard next <= Int64(UInt32.max) else {
            throw RunHalt(
                .internalFault, .directoryStorageFailed, "the directory is out of user numbers")
        }
        if count > 0 {
            try database.execute(
                sql: "UPDATE meta SET value = ? WHERE name = 'next_user'", arguments: [next])
        }
        return UInt32(first)
    }
}
