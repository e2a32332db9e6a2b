import ArgumentParser
import Muster

/// The columns of a record as options: `--first-name Ada`.
///
/// They are hidden from the help, whose discussion lists them in fewer lines.
struct UserColumnOptions: ParsableArguments {
    @Option(help: .hidden) var username: String?
    @Option(help: .hidden) var email: String?
    @Option(help: .hidden) var alternateEmail: String?
    @Option(help: .hidden) var firstName: String?
    @Option(help: .hidden) var lastName: String?
    @Option(help: .hidden) var displayName: String?
    @Option(help: .hidden) var phone: String?
    @Option(help: .hidden) var passwordExpires: String?
    @Option(help: .hidden) var externalID: String?
    @Option(help: .hidden) var employeeID: String?
    @Option(help: .hidden) var enabled: String?
    @Option(help: .hidden) var groups: String?
    @Option(help: .hidden) var apps: String?
    @Option(help: .hidden) var deviceLimit: String?
    @Option(help: .hidden) var secondFactor: String?
    @Option(help: .hidden) var department: String?
    @Option(help: .hidden) var jobTitle: String?
    @Option(help: .hidden) var manager: String?
    @Option(help: .hidden) var startDate: String?
    @Option(help: .hidden) var endDate: String?
    @Option(help: .hidden) var language: String?
    @Option(help: .hidden) var timezone: String?
    @Option(help: .hidden) var country: String?
    @Option(help: .hidden) var sendMail: String?
    @Option(help: .hidden) var reason: String?
    @Option(help: .hidden) var device: String?
    @Option(help: .hidden) var deviceName: String?
    @Option(help: .hidden) var session: String?
    @Option(help: .hidden) var count: String?

    @Option(help: .init("A custom attribute; repeat it for more.", valueName: "name=value"))
    var attr: [String] = []

    @Option(help: .hidden, completion: .file()) var passwordFile: String?
    @Option(help: .hidden, completion: .file()) var passwordHashFile: String?
    @Option(help: .hidden, completion: .file()) var totpSecretFile: String?

    mutating func validate() throws {
        for text in attr where text.first == "=" || !text.contains("=") {
            throw ValidationError("--attr takes NAME=VALUE, such as --attr costCenter=4711")
        }
        let inputs = [passwordFile, passwordHashFile, totpSecretFile].filter { $0 == "-" }
        if inputs.count > 1 {
            throw ValidationError("only one secret can come from standard input")
        }
    }

    /// The columns that were given, by name, in a fixed order.
    func columns() throws -> [(column: String, value: String)] {
        var columns: [(column: String, value: String)] = plain.compactMap { column, value in
            value.map { (column, $0) }
        }
        for text in attr {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            columns.append(("attr.\(parts[0])", String(parts[1])))
        }
        for (column, path) in secrets {
            if let path { columns.append((column, try SecretInput.read(path))) }
        }
        return columns
    }

    private var plain: [(String, String?)] {
        [
            ("username", username), ("email", email), ("alternate_email", alternateEmail),
            ("first_name", firstName), ("last_name", lastName), ("display_name", displayName),
            ("phone", phone), ("password_expires", passwordExpires), ("external_id", externalID),
            ("employee_id", employeeID), ("enabled", enabled), ("groups", groups), ("apps", apps),
            ("device_limit", deviceLimit), ("second_factor", secondFactor),
            ("department", department), ("job_title", jobTitle), ("manager", manager),
            ("start_date", startDate), ("end_date", endDate), ("language", language),
            ("timezone", timezone), ("country", country), ("send_mail", sendMail),
            ("reason", reason), ("device", device), ("device_name", deviceName),
            ("session", session), ("count", count),
        ]
    }

    private var secrets: [(String, String?)] {
        [
            ("password", passwordFile), ("password_hash", passwordHashFile),
            ("totp_secret", totpSecretFile),
        ]
    }
}
