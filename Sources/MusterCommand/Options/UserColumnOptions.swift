import ArgumentParser
import Muster

/// The columns of a record as options: `--first-name Ada`.
///
/// Most of them stand only in the full help (`--help-hidden`), so that the short one fits a screen.
struct UserColumnOptions: ParsableArguments {
    @Option(
        help: .init(
            "The name to sign in with; a new one renames.", valueName: "name", visibility: .hidden))
    var username: String?
    @Option(
        help: .init("E-mail address.", valueName: "address"))
    var email: String?
    @Option(
        help: .init("A second address.", valueName: "address", visibility: .hidden))
    var alternateEmail: String?
    @Option(
        help: .init("Given name.", valueName: "name"))
    var firstName: String?
    @Option(
        help: .init("Family name.", valueName: "name"))
    var lastName: String?
    @Option(
        help: .init("The name that is shown.", valueName: "name", visibility: .hidden))
    var displayName: String?
    @Option(
        help: .init("Phone, as +44 20 7946 0018.", valueName: "number", visibility: .hidden))
    var phone: String?
    @Option(
        help: .init(
            "Day from which the password no longer works.", valueName: "day", visibility: .hidden))
    var passwordExpires: String?
    @Option(
        help: .init(
            "The key that the feed knows the user by.", valueName: "key", visibility: .hidden))
    var externalID: String?
    @Option(
        help: .init("Personnel number.", valueName: "key", visibility: .hidden))
    var employeeID: String?
    @Option(
        help: .init(
            "Whether the user may sign in: true or false.", valueName: "true|false",
            visibility: .hidden))
    var enabled: String?
    @Option(
        help: .init("Groups: 'staff;sales', '+new', or =-old.", valueName: "groups"))
    var groups: String?
    @Option(
        help: .init("Applications, written as groups are.", valueName: "apps", visibility: .hidden))
    var apps: String?
    @Option(
        help: .init(
            "Devices that may be registered, or default.", valueName: "limit", visibility: .hidden))
    var deviceLimit: String?
    @Option(
        help: .init("Method of the second factor.", valueName: "method", visibility: .hidden))
    var secondFactor: String?
    @Option(
        help: .init("Department.", valueName: "name", visibility: .hidden))
    var department: String?
    @Option(
        help: .init("Job title.", valueName: "title", visibility: .hidden))
    var jobTitle: String?
    @Option(
        help: .init("Who the manager is.", valueName: "user", visibility: .hidden))
    var manager: String?
    @Option(
        help: .init(
            "First day on which the user may sign in.", valueName: "day", visibility: .hidden))
    var startDate: String?
    @Option(
        help: .init(
            "Last day on which the user may sign in.", valueName: "day", visibility: .hidden))
    var endDate: String?
    @Option(
        help: .init("Language, such as de.", valueName: "tag", visibility: .hidden))
    var language: String?
    @Option(
        help: .init("Time zone, such as Europe/Berlin.", valueName: "name", visibility: .hidden))
    var timezone: String?
    @Option(
        help: .init("Country, such as DE.", valueName: "code", visibility: .hidden))
    var country: String?
    @Option(
        help: .init(
            "Whether mail may be owed: true or false.", valueName: "true|false", visibility: .hidden
        ))
    var sendMail: String?
    @Option(
        help: .init("Why, for the audit log.", valueName: "text"))
    var reason: String?
    @Option(
        help: .init(
            "What the identity provider calls the device.", valueName: "id", visibility: .hidden))
    var device: String?
    @Option(
        help: .init("What the user calls the device.", valueName: "name", visibility: .hidden))
    var deviceName: String?
    @Option(
        help: .init("The session to end (else all).", valueName: "id", visibility: .hidden))
    var session: String?
    @Option(
        help: .init("How many backup codes.", valueName: "number", visibility: .hidden))
    var count: String?

    @Option(
        help: .init(
            "A custom attribute; repeat it for more.", valueName: "name=value",
            visibility: .hidden))
    var attr: [String] = []

    @Option(
        help: .init("File with a password; - is standard input.", valueName: "file"),
        completion: .file())
    var passwordFile: String?
    @Option(
        help: .init("File with the hash of a password.", valueName: "file", visibility: .hidden),
        completion: .file())
    var passwordHashFile: String?
    @Option(
        help: .init("File with a TOTP secret.", valueName: "file", visibility: .hidden),
        completion: .file())
    var totpSecretFile: String?

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
