import Foundation
import GRDB
import Muster
import Provisioning

/// A directory whose days pass as a test says.
final class SweepScene {
    let workplace: Workplace
    let clock = SettableClock(day: "2049-05-10")

    init(configuration: String = "") throws {
        workplace = try Workplace(isOptimised: true)
        try workplace.write(configuration, to: "muster.yaml")
    }

    var place: DirectoryPlace { DirectoryPlace(directory: workplace.path("muster.sqlite")) }

    /// Imports a feed as of the scene's day.
    @discardableResult
    func load(_ csv: String, feed: String = "default", mail: Bool? = nil) throws -> ImportEnding {
        try workplace.write(csv, to: "feed.csv")
        var options = ImportOptions(file: workplace.path("feed.csv"), actor: "tester")
        options.feed = feed
        options.mail = mail
        return try ImportJob(options, into: place, clock: clock).run()
    }

    /// Sweeps as of the scene's day; `results` holds a line for each record.
    @discardableResult
    func sweep(_ change: (inout SystemRunOptions) -> Void = { _ in }) throws -> Swept {
        var options = SweepJob.options(actor: "tester")
        options.results = workplace.path("swept.jsonl")
        change(&options)
        let ending = try SweepJob(options, in: place, clock: clock).run()
        let text = try workplace.read("swept.jsonl")
        return Swept(
            ending: ending, results: try ResultLine.all(in: text))
    }

    // MARK: Past the directory

    func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
        try DatabaseQueue(path: place.directory).write {
            try $0.execute(sql: sql, arguments: arguments)
        }
    }

    func texts(_ sql: String) throws -> [String] {
        try DatabaseQueue(path: place.directory).read { try String.fetchAll($0, sql: sql) }
    }

    func number(_ sql: String) throws -> Int {
        try DatabaseQueue(path: place.directory).read { try Int.fetchOne($0, sql: sql) ?? -1 }
    }

    func user(_ name: String) throws -> Int {
        try number("SELECT id FROM users WHERE username_key = '\(name)'")
    }

    /// Makes a user a leaver whom feeds let go of on these days.
    func leave(_ name: String, _ feeds: KeyValuePairs<String, String>) throws {
        let user = try user(name)
        try execute("UPDATE users SET disabled_cause = 2 WHERE id = ?", [user])
        for (feed, day) in feeds {
            try execute("INSERT OR IGNORE INTO feeds(name) VALUES (?)", [feed])
            try execute(
                """
                INSERT INTO feed_absences(user_id, feed_id, files, run_id, since, left_at)
                VALUES (?, (SELECT id FROM feeds WHERE name = ?), 1, 1, 0, unixepoch(?) * 1000)
                """, [user, feed, day])
        }
    }

    /// Gives an onboarded user a password that expires on that day, and a session.
    func signIn(_ name: String, expires day: String?, session: String) throws {
        let user = try user(name)
        try execute(
            """
            UPDATE users SET onboarded_at = 1, password_hash = 'x', password_expires = ?
            WHERE id = ?
            """, [day, user])
        try execute("INSERT INTO sessions VALUES (?, ?, NULL, 1, 1)", [session, user])
    }
}

/// What a sweep did.
struct Swept {
    var ending: ImportEnding
    var results: [ResultLine]

    /// `disable ada disabled`, in order; the code of a finding at the end.
    var words: [String] {
        results.map { line in
            "\(line.action ?? "") \(line.username ?? "") \(line.outcome)"
                + (line.codes.first.map { " \($0)" } ?? "")
        }
    }
}

/// A clock that stands where a test puts it.
final class SettableClock: WallClock, @unchecked Sendable {
    private var instant: Instant

    init(day: ByteString) { instant = Instant(day: day) ?? Instant(milliseconds: 0) }

    func now() -> Instant { instant }

    /// Goes to noon of a day.
    func set(_ day: ByteString) {
        guard let start = Instant(day: day) else { return }
        instant = Instant(milliseconds: start.milliseconds + 43_200_000)
    }
}
