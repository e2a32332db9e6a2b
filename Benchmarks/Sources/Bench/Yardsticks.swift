/// The reference tools, each doing what GOALS name for it.
struct Yardsticks {
    let options: BenchOptions
    let scratch: String

    private var database: String { options.data + "/yardstick.sqlite" }

    /// Seconds that `sqlite3` takes to import the feed into a fresh table with unique indexes.
    func sqliteImport(_ feed: String) throws(BenchFault) -> Double {
        for suffix in ["", "-wal", "-shm"] { TextFile.remove(database + suffix) }
        let script = """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            CREATE TABLE users (action TEXT, username TEXT, email TEXT, first_name TEXT,
              last_name TEXT, phone TEXT, groups TEXT, device_limit TEXT, second_factor TEXT,
              department TEXT, external_id TEXT);
            CREATE UNIQUE INDEX users_username ON users (username COLLATE NOCASE);
            CREATE UNIQUE INDEX users_email ON users (email COLLATE NOCASE);
            .import --csv --skip 1 "\(feed)" users
            SELECT count(*) FROM users;

            """
        let run = try ChildProcess(
            words: ["sqlite3", database], input: script, scratch: scratch
        ).run()
        guard run.status == 0, run.output.split(separator: "\n").last == "\(options.records)"
        else {
            throw BenchFault("sqlite3 did not import the feed: \(run.output)\(run.errors)")
        }
        return run.seconds
    }

    /// Seconds that the `sqlite3` command line takes to update one user of the imported table.
    func sqliteUpdate(_ username: String, deviceLimit: Int) throws(BenchFault) -> Double {
        let statement =
            "UPDATE users SET device_limit = '\(deviceLimit)' "
            + "WHERE username = '\(username)' COLLATE NOCASE; SELECT changes();"
        let run = try ChildProcess(
            words: ["sqlite3", database, statement], scratch: scratch
        ).run()
        guard run.status == 0, run.output == "1\n" else {
            throw BenchFault("sqlite3 did not update \(username): \(run.output)\(run.errors)")
        }
        return run.seconds
    }

    /// Seconds that `xmllint` takes to check that the feed is well-formed, streaming; nil if it is
    /// not there.
    func xmllint(_ feed: String) throws(BenchFault) -> Double? {
        guard let xmllint = TextFile.program("xmllint") else { return nil }
        let run = try ChildProcess(
            words: [xmllint, "--stream", "--noout", feed], scratch: scratch
        ).run()
        guard run.status == 0, run.errors.isEmpty else {
            throw BenchFault("xmllint did not read the feed: \(run.errors)")
        }
        return run.seconds
    }

    /// Seconds that `smtp-source` takes to send so many mails over one connection, one after another.
    func smtpSource(
        mails: Int, bodyBytes: Int, to sink: MailSink
    ) throws(BenchFault) -> Double {
        let run = try ChildProcess(
            words: [
                TextFile.program("smtp-source") ?? "smtp-source", "-d", "-s", "1", "-m", "\(mails)",
                "-l", "\(bodyBytes)",
                "-f", "accounts@corp.example", "-t", "somebody@corp.example", sink.address,
            ], scratch: scratch
        ).run()
        guard run.status == 0, run.errors.isEmpty else {
            throw BenchFault("smtp-source did not send: \(run.errors)")
        }
        return run.seconds
    }

    /// Seconds that DuckDB's query takes; nil if DuckDB is not there.
    func duckdbCounts(_ feed: String) throws(BenchFault) -> Double? {
        guard let python = options.duckdbPython else { return nil }
        let run = try ChildProcess(
            words: [python, options.duckdbQuery, feed], scratch: scratch
        ).run()
        let words = run.output.split(whereSeparator: { $0 == " " || $0 == "\n" })
        guard run.status == 0, words.count == 5, let seconds = Double(words[0]),
            words[1...].allSatisfy({ $0 == "\(options.records)" })
        else { throw BenchFault("DuckDB did not count the feed: \(run.output)\(run.errors)") }
        return seconds
    }
}
