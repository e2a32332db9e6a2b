/// A column that a feed, a command or the directory knows by name.
///
/// The raw value is stored (change log, undo payloads): append, never renumber.
package enum UserColumn: UInt8, CaseIterable, Sendable {
    case action = 0
    case user, username, email, alternateEmail, firstName, lastName, displayName, phone
    case password, passwordHash, passwordExpires, totpSecret, externalID, employeeID, enabled
    case groups, apps, deviceLimit, secondFactor, department, jobTitle, manager
    case startDate, endDate, language, timezone, country, sendMail, reason
    case device, deviceName, session, count

    /// The name in feeds, results and messages, such as `first_name`.
    package var name: String {
        switch self {
        case .action: "action"
        case .user: "user"
        case .username: "username"
        case .email: "email"
        case .alternateEmail: "alternate_email"
        case .firstName: "first_name"
        case .lastName: "last_name"
        case .displayName: "display_name"
        case .phone: "phone"
        case .password: "password"
        case .passwordHash: "password_hash"
        case .passwordExpires: "password_expires"
        case .totpSecret: "totp_secret"
        case .externalID: "external_id"
        case .employeeID: "employee_id"
        case .enabled: "enabled"
        case .groups: "groups"
        case .apps: "apps"
        case .deviceLimit: "device_limit"
        case .secondFactor: "second_factor"
        case .department: "department"
        case .jobTitle: "job_title"
        case .manager: "manager"
        case .startDate: "start_date"
        case .endDate: "end_date"
        case .language: "language"
        case .timezone: "timezone"
        case .country: "country"
        case .sendMail: "send_mail"
        case .reason: "reason"
        case .device: "device"
        case .deviceName: "device_name"
        case .session: "session"
        case .count: "count"
        }
    }

    /// The column called `name`, spelled exactly.
    package init?(name: String) {
        guard let column = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = column
    }

    /// Whether a cell of this column is a secret that no log, result or report may show.
    package var isSecret: Bool {
        self == .password || self == .passwordHash || self == .totpSecret
    }

    /// Plain profile columns: one text value each, kept in the user's own row of the directory.
    ///
    /// Username, e-mail and external id are not among them: they are identity keys.
    package static let profile: [UserColumn] = [
        .alternateEmail, .firstName, .lastName, .displayName, .phone, .employeeID, .department,
        .jobTitle, .manager, .startDate, .endDate, .language, .timezone, .country,
    ]
}
