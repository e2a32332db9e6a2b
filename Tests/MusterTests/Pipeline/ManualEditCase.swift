import Muster
import Provisioning
import SQLiteDirectory

/// One kind of value: how a feed sets it first, how a command changes it, what the feed may say then.
struct ManualEditCase: Sendable, CustomStringConvertible {
    /// The name under which the change is noted.
    let field: String
    let column: String
    /// What the feed said first, what says the same as the command, and something third.
    let old: String
    let same: String
    let new: String
    let command: [String: String]
    /// Whether the column can be cleared.
    var canBeCleared = true
    /// What the directory has.
    let value: @Sendable (ExportedUser) -> String?

    var description: String { field }

    static let all: [ManualEditCase] = [
        ManualEditCase(
            field: "department", column: "department", old: "Sales", same: "Board", new: "Ops",
            command: ["action": "update", "department": "Board"], value: { $0[.department] }),
        ManualEditCase(
            field: "phone", column: "phone", old: "+442079460001", same: "+442079460002",
            new: "+442079460003", command: ["action": "update", "phone": "+442079460002"],
            value: { $0[.phone] }),
        ManualEditCase(
            field: "end_date", column: "end_date", old: "9998-01-01", same: "9998-01-02",
            new: "9998-01-03", command: ["action": "update", "end_date": "9998-01-02"],
            value: { $0[.endDate] }),
        ManualEditCase(
            field: "attr.costCenter", column: "attr.costCenter", old: "1", same: "2", new: "3",
            command: ["action": "update", "attr.costCenter": "2"],
            value: { $0.attributes.first?.value.text }),
        ManualEditCase(
            field: "username", column: "username", old: "ada", same: "lovelace", new: "ada.l",
            command: ["action": "update", "username": "lovelace"], canBeCleared: false,
            value: { $0.username.text }),
        ManualEditCase(
            field: "email", column: "email", old: "ada@example.com", same: "a@b.example",
            new: "c@d.example", command: ["action": "update", "email": "a@b.example"],
            canBeCleared: false, value: { $0.email.text }),
        ManualEditCase(
            field: "device_limit", column: "device_limit", old: "4", same: "5", new: "6",
            command: ["action": "set-device-limit", "device_limit": "5"],
            value: { $0.deviceLimit.map { "\($0)" } }),
        ManualEditCase(
            field: "second_factor", column: "second_factor", old: "none", same: "otp-email",
            new: "email-link",
            command: ["action": "set-second-factor", "second_factor": "otp-email"],
            value: { $0.secondFactor?.word }),
        ManualEditCase(
            field: "password_expires", column: "password_expires", old: "9998-01-01",
            same: "9998-01-02", new: "9998-01-03",
            command: ["action": "set-password-expiry", "password_expires": "9998-01-02"],
            value: { $0.passwordExpires?.text }),
        // By hand a value can go, too.
        ManualEditCase(
            field: "job_title", column: "job_title", old: "Clerk", same: "(clear)", new: "Chief",
            command: ["action": "update", "job_title": "(clear)"], canBeCleared: false,
            value: { $0[.jobTitle] }),
        ManualEditCase(
            field: "enabled", column: "enabled", old: "true", same: "false", new: "yes",
            command: ["action": "disable"], canBeCleared: false, value: { "\($0.isEnabled)" }),
    ]

    /// The feed with this value in the column, of a user whose external id never changes.
    func feed(_ value: String) -> String {
        var cells = [
            ("external_id", "E1"), ("username", "ada"), ("email", "ada@example.com"),
            ("first_name", "Ada"),
        ]
        if let index = cells.firstIndex(where: { $0.0 == column }) {
            cells[index].1 = value
        } else {
            cells.append((column, value))
        }
        let header = cells.map(\.0).joined(separator: ",")
        return "\(header)\n\(cells.map(\.1).joined(separator: ","))\n"
    }

    /// What the user has in the directory.
    func value(in scenario: Scenario) throws -> String? {
        try scenario.users().first.flatMap(value)
    }
}

extension ExportedUser {
    subscript(column: UserColumn) -> String? {
        UserColumn.profile.firstIndex(of: column).flatMap { profile[$0]?.text }
    }
}

extension Scenario {
    /// The users of the directory, in the order of their usernames.
    func users() throws -> [ExportedUser] {
        var users: [ExportedUser] = []
        try place.openForReading().exportUsers { users.append($0) }
        return users
    }

    /// What is noted as changed by hand about a user, in order.
    func edits(of user: UInt32 = 1) throws -> [String] {
        let states = try place.openForReading().load([UserID(user)])
        return (states[UserID(user)]?.manualEdits ?? []).sorted().map(\.text)
    }

    /// Carries out a command that names its user.
    @discardableResult
    func act(on user: String, _ cells: [String: String]) throws -> UserActionEnding {
        let all = [(column: "user", value: user)] + cells.map { (column: $0.key, value: $0.value) }
        return try UserActionJob(all, in: place, actor: actor).run()
    }

    func configure(manualEdits rule: String, _ more: String = "") throws {
        try configure("feeds:\n  default: {manual_edits: \(rule)\(more)}\n")
    }
}
