import GRDB
import Provisioning

/// Writes what hangs on a user: memberships, custom attributes, feeds and queued mail.
final class UserDetails {
    private let joining: PreparedStatement
    private let leaving: PreparedStatement
    private let attributeSetting: PreparedStatement
    private let attributeClearing: PreparedStatement
    private let mailQueuing: PreparedStatement
    private let firstFeed: PreparedStatement
    private let furtherFeed: PreparedStatement
    private var removal: UserRemoval?
    private var feedLeaving: [PreparedStatement] = []
    private let database: Database
    private var attributeNumbers: [ByteString: Int64] = [:]

    init(_ database: Database) throws {
        self.database = database
        func prepare(_ sql: String) throws -> PreparedStatement {
            try PreparedStatement(database, sql)
        }
        joining = try prepare(
            "INSERT OR IGNORE INTO memberships(user_id, group_id) VALUES (?, ?)")
        leaving = try prepare("DELETE FROM memberships WHERE user_id = ? AND group_id = ?")
        attributeSetting = try prepare(
            "INSERT OR REPLACE INTO user_attributes(user_id, attribute_id, value) VALUES (?, ?, ?)")
        attributeClearing = try prepare(
            "DELETE FROM user_attributes WHERE user_id = ? AND attribute_id = ?")
        mailQueuing = try prepare(MailQueueing.sql)
        firstFeed = try prepare("UPDATE users SET feed_id = ?2 WHERE id = ?1 AND feed_id IS NULL")
        furtherFeed = try prepare(
            """
            INSERT OR IGNORE INTO feed_claims(user_id, feed_id)
            SELECT id, ?2 FROM users WHERE id = ?1 AND feed_id <> ?2
            """)
    }

    /// Binds what all mails of a chunk share.
    func begin(run: OpenRun) {
        mailQueuing.bind(2, Int64(MailKind.onboarding.rawValue))
        mailQueuing.bind(4, run.startedAt.milliseconds)
        mailQueuing.bind(5, run.id)
    }

    /// Forgets the pointers into the chunk.
    func end() {
        mailQueuing.clearBindings()
        attributeSetting.clearBindings()
    }

    @inline(__always)
    func join(_ user: UInt32, group: UInt32) throws {
        joining.bind(1, Int64(user))
        joining.bind(2, Int64(group))
        try joining.run()
    }

    func leave(_ user: UInt32, group: UInt32) throws {
        leaving.bind(1, Int64(user))
        leaving.bind(2, Int64(group))
        try leaving.run()
    }

    func setAttribute(
        _ number: Int64, of user: UInt32, to value: UnsafeRawBufferPointer
    ) throws {
        attributeSetting.bind(1, Int64(user))
        attributeSetting.bind(2, number)
        attributeSetting.bind(3, text: value)
        try attributeSetting.run()
    }

    func clearAttribute(_ number: Int64, of user: UInt32) throws {
        attributeClearing.bind(1, Int64(user))
        attributeClearing.bind(2, number)
        try attributeClearing.run()
    }

    /// Queues the one onboarding mail that this generation of the user's onboarding owes.
    @inline(__always)
    func queueOnboardingMail(for user: UInt32, generation: UInt32, record: UInt32) throws {
        mailQueuing.bind(1, Int64(user))
        mailQueuing.bind(3, Int64(generation))
        mailQueuing.bind(6, Int64(record))
        try mailQueuing.run()
    }

    func joinFeed(_ feed: FeedID, user: UInt32) throws {
        for statement in [firstFeed, furtherFeed] {
            statement.bind(1, Int64(user))
            statement.bind(2, Int64(feed.value))
            try statement.run()
        }
    }

    /// Takes a feed's claim on a user away; another of their feeds takes its place in the row.
    func leaveFeed(_ feed: FeedID, user: UserID) throws {
        let texts = [
            """
            UPDATE users SET feed_id = (
                SELECT min(feed_id) FROM feed_claims WHERE user_id = ?1 AND feed_id <> ?2)
            WHERE id = ?1 AND feed_id = ?2
            """,
            """
            DELETE FROM feed_claims WHERE user_id = ?1
                AND feed_id IN (?2, (SELECT feed_id FROM users WHERE id = ?1))
            """,
            "DELETE FROM feed_absences WHERE user_id = ?1 AND feed_id = ?2",
        ]
        if feedLeaving.isEmpty {
            feedLeaving = try texts.map { try PreparedStatement(database, $0) }
        }
        for statement in feedLeaving {
            statement.bind(1, Int64(user.value))
            statement.bind(2, Int64(feed.value))
            try statement.run()
        }
    }

    /// Removes everything that hangs on a user.
    func removeAll(of user: UInt32) throws {
        let removal = try removal ?? UserRemoval(database)
        self.removal = removal
        try removal.run(user)
    }

    /// The number that stands for a custom attribute's name; made when the name is new.
    func attributeNumber(_ name: ByteString) throws -> Int64 {
        if let known = attributeNumbers[name] { return known }
        let insertion = try PreparedStatement(
            database, "INSERT OR IGNORE INTO attribute_names(name) VALUES (?)")
        insertion.bind(1, copying: name)
        try insertion.run()
        let search = try PreparedStatement(
            database, "SELECT id FROM attribute_names WHERE name = ?")
        search.bind(1, copying: name)
        guard try search.step() else {
            throw DatabaseError(resultCode: .SQLITE_INTERNAL, message: "a new name is not there")
        }
        let number = search.int64(0)
        attributeNumbers[name] = number
        return number
    }
}
