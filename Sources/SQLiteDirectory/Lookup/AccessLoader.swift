import GRDB
import Provisioning

/// Reads what users can get at and by what means.
///
/// Most directories have nothing in most of these tables: a table without rows is not asked for
/// each of a run's ten thousand users.
final class AccessLoader {
    private let apps: AppTable
    /// nil where the table has no rows.
    private var statements: [PreparedStatement?] = []

    /// What is read, in the order of `statements`.
    private enum Part: Int, CaseIterable {
        case enrolments, devices, sessions, apps, lastAccess, backupCodes, onboardingMail, links

        /// The rows that it comes from.
        var rows: String {
            switch self {
            case .enrolments: "enrolments"
            case .devices: "devices"
            case .sessions: "sessions"
            case .apps: "user_apps"
            case .lastAccess: "app_access"
            case .backupCodes: "backup_codes"
            case .links: "links"
            case .onboardingMail: "mail_deliveries"
            }
        }

        var sql: String {
            switch self {
            case .enrolments: "SELECT method FROM enrolments WHERE user_id = ?"
            case .devices:
                """
                SELECT device, name, registered_at FROM devices WHERE user_id = ?
                ORDER BY registered_at, id
                """
            case .sessions:
                """
                SELECT id, device, started_at, last_seen_at FROM sessions WHERE user_id = ?
                ORDER BY started_at, id
                """
            case .apps: "SELECT app_id FROM user_apps WHERE user_id = ?"
            case .lastAccess: "SELECT app_id, last_at FROM app_access WHERE user_id = ?"
            case .backupCodes: "SELECT count(*) FROM backup_codes WHERE user_id = ?"
            case .links: "SELECT count(*) FROM links WHERE user_id = ?"
            case .onboardingMail:
                """
                SELECT max(last_attempt_at) FROM mail_deliveries
                WHERE user_id = ? AND kind = \(MailKind.onboarding.rawValue) 
                    AND state IN (\(MailState.sent.rawValue), \(MailState.attempting.rawValue))
                """
            }
        }
    }

    init(_ database: Database, apps: AppTable) throws {
        self.apps = apps
        let questions = Part.allCases.map { "EXISTS(SELECT 1 FROM \($0.rows))" }
        let presence = try PreparedStatement(
            kept: database, "SELECT \(questions.joined(separator: ", "))")
        _ = try presence.step()
        let areThere = Part.allCases.map { presence.int64(Int32($0.rawValue)) != 0 }
        presence.reset()
        statements = try Part.allCases.map { part in
            areThere[part.rawValue] ? try PreparedStatement(kept: database, part.sql) : nil
        }
    }

    /// Fills in a user's enrolments and access, all but what the user's own row says.
    func load(into user: inout UserState) throws {
        try eachRow(.enrolments, of: user.id) { row in
            let number = UInt8(truncatingIfNeeded: row.int64(0))
            if let method = SecondFactorMethod(rawValue: number) { user.enrolments.insert(method) }
        }
        try loadApps(into: &user)
        try eachRow(.devices, of: user.id) { row in
            user.access.devices.append(
                RegisteredDevice(
                    device: row.text(0), name: row.optionalText(1),
                    registeredAt: Instant(milliseconds: row.int64(2))))
        }
        try eachRow(.sessions, of: user.id) { row in
            user.access.sessions.append(
                ActiveSession(
                    id: row.text(0), device: row.optionalText(1),
                    startedAt: Instant(milliseconds: row.int64(2)),
                    lastSeenAt: Instant(milliseconds: row.int64(3))))
        }
        try eachRow(.backupCodes, of: user.id) { user.access.backupCodes = Int($0.int64(0)) }
        try eachRow(.links, of: user.id) { user.access.hasLinks = $0.int64(0) > 0 }
        try eachRow(.onboardingMail, of: user.id) { row in
            user.access.onboardingMailAt = row.optionalInt64(0).map { Instant(milliseconds: $0) }
        }
    }

    private func loadApps(into user: inout UserState) throws {
        try eachRow(.apps, of: user.id) { row in
            // One that was made since the run asked for them is none that a record can name.
            guard let app = apps.index(ofID: UInt32(clamping: row.int64(0))) else { return }
            user.access.apps.append(app)
        }
        if user.access.apps.count > 1 { user.access.apps.sort() }
        try eachRow(.lastAccess, of: user.id) { row in
            guard let app = apps.index(ofID: UInt32(clamping: row.int64(0))) else { return }
            user.access.lastAccess[app] = Instant(milliseconds: row.int64(1))
        }
    }

    private func eachRow(
        _ part: Part, of user: UserID, _ body: (PreparedStatement) -> Void
    ) throws {
        guard let statement = statements[part.rawValue] else { return }
        statement.bind(1, Int64(user.value))
        while try statement.step() { body(statement) }
    }
}
