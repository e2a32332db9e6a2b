import GRDB
package import Provisioning

/// Loading what the directory holds of users, in the order of their numbers.
extension SQLiteDirectory {
    package func load(_ users: [UserID]) throws(RunHalt) -> [UserID: UserState] {
        guard !users.isEmpty else { return [:] }
        let groups = try knownGroups()
        let apps = try knownApps()
        return try snapshot("load users") { database in
            let loader = try UserLoader(
                database, groups: groups, apps: apps, givenUp: givenUpRun)
            var states: [UserID: UserState] = [:]
            states.reserveCapacity(users.count)
            for user in users.sorted() where states[user] == nil {
                states[user] = try loader.load(user)
            }
            return states
        }
    }
}

/// Reads single users with statements that are prepared once.
final class UserLoader {
    private let database: Database
    private let groups: GroupNumbers
    private let row: PreparedStatement
    private let memberships: PreparedStatement
    private let attributes: PreparedStatement
    private let claims: PreparedStatement
    /// nil: nobody is missing from anywhere.
    private let absences: PreparedStatement?
    private let access: AccessLoader
    /// An interrupted run whose counts of missing users are passed over; nil: none.
    private let givenUp: Int64?
    /// nil where nobody changed anything by hand.
    private let edits: PreparedStatement?

    /// Columns before those of the profile.
    private static let head = [
        "username", "username_key", "email", "email_key", "external_id", "disabled_cause",
        "device_limit", "second_factor", "feed_id", "version", "onboarding_generation",
        "onboarded_at", "password_hash IS NOT NULL", "password_expires",
    ]

    init(
        _ database: Database, groups: GroupNumbers, apps: AppTable, givenUp: Int64? = nil
    ) throws {
        self.givenUp = givenUp
        self.database = database
        self.groups = groups
        let columns = Self.head + UserColumn.profile.map(\.name)
        row = try PreparedStatement(
            kept: database, "SELECT \(columns.joined(separator: ", ")) FROM users WHERE id = ?")
        memberships = try PreparedStatement(
            kept: database, "SELECT group_id FROM memberships WHERE user_id = ?")
        attributes = try PreparedStatement(
            kept: database,
            """
            SELECT name, value FROM user_attributes
            JOIN attribute_names ON attribute_names.id = attribute_id WHERE user_id = ?
            """)
        claims = try PreparedStatement(
            kept: database, "SELECT feed_id FROM feed_claims WHERE user_id = ?")
        absences = try FeedAbsences.statement(database)
        access = try AccessLoader(database, apps: apps)
        let hasEdits = try PreparedStatement(
            kept: database, "SELECT EXISTS(SELECT 1 FROM manual_edits)")
        _ = try hasEdits.step()
        let sql = "SELECT field FROM manual_edits WHERE user_id = ?"
        edits = hasEdits.int64(0) == 0 ? nil : try PreparedStatement(kept: database, sql)
        hasEdits.reset()
    }

    /// The user with this number; nil if there is none.
    func load(_ user: UserID) throws -> UserState? {
        row.bind(1, Int64(user.value))
        guard try row.step() else { return nil }
        var state = head(user)
        for (index, column) in UserColumn.profile.enumerated() {
            state.profile[column] = row.optionalText(Int32(Self.head.count + index))
        }
        row.reset()
        memberships.bind(1, Int64(user.value))
        while try memberships.step() {
            let number = UInt32(clamping: memberships.int64(0))
            if let index = try groups.index(of: number, in: database) {
                state.groups.append(index)
            }
        }
        state.groups.sort()
        attributes.bind(1, Int64(user.value))
        while try attributes.step() { state.attributes[attributes.text(0)] = attributes.text(1) }
        claims.bind(1, Int64(user.value))
        while try claims.step() { state.feeds.insert(FeedID(UInt32(clamping: claims.int64(0)))) }
        if let absences { try FeedAbsences.load(into: &state, absences, givenUp: givenUp) }
        try access.load(into: &state)
        if let edits {
            edits.bind(1, Int64(user.value))
            while try edits.step() { state.manualEdits.insert(edits.text(0)) }
        }
        return state
    }

    private func head(_ user: UserID) -> UserState {
        let usernameKey = row.text(1)
        let emailKey = row.text(3)
        var state = UserState(
            id: user, username: row.optionalText(0) ?? usernameKey, usernameKey: usernameKey,
            email: row.optionalText(2) ?? emailKey, emailKey: emailKey,
            externalID: row.optionalText(4))
        if let cause = row.optionalInt64(5) {
            state.isEnabled = false
            state.disabledCause = DisabledCause(rawValue: UInt8(truncatingIfNeeded: cause))
        }
        state.deviceLimit = row.optionalInt64(6).map { UInt16(clamping: $0) }
        state.secondFactor = row.optionalInt64(7).flatMap {
            SecondFactorMethod(rawValue: UInt8(truncatingIfNeeded: $0))
        }
        if let feed = row.optionalInt64(8) { state.feeds.insert(FeedID(UInt32(clamping: feed))) }
        state.version = UInt32(clamping: row.int64(9))
        state.onboardingGeneration = UInt32(clamping: row.int64(10))
        state.isOnboarded = !row.isNull(11)
        state.hasPassword = row.int64(12) != 0
        state.access.passwordExpires = row.optionalText(13)
        return state
    }
}
