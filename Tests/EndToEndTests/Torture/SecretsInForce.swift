import Credentials
import Foundation
import GRDB
import Muster
import Provisioning
import Testing

/// The secrets that a file of secrets shows are those that let their users in.
struct SecretsInForce {
    private let place: Workplace
    private let rows: [[String: String]]

    init(of place: Workplace) throws {
        self.place = place
        rows = CSVText.records(try place.read("secrets.csv"))
    }

    func check(_ label: String) throws {
        try checkBackupCode(label)
        try checkGrant(label)
        try checkTOTP(label)
    }

    /// Signs a user in with the last backup code of the file.
    private func checkBackupCode(_ label: String) throws {
        let row = try #require(rows.last { $0["kind"] == "backup-code" }, "\(label)")
        let name = row["username"] ?? ""
        let number = try #require(Int(name.dropFirst()), "\(label)")
        try place.write(KillableCommand.password(number), to: "password")
        try place.write(row["secret"] ?? "", to: "code")
        let check = place.muster(
            "login", "check", name, "--password-file", "password", "--code-file", "code")
        #expect(check.output == "allowed \(name)\n", "\(label): \(check.error)")
    }

    /// Acts as a user by the last token of the file.
    private func checkGrant(_ label: String) throws {
        let row = try #require(rows.last { $0["kind"] == "impersonation-token" }, "\(label)")
        try place.write(row["secret"] ?? "", to: "grant")
        let check = place.muster(
            "login", "check", row["username"] ?? "", "--impersonation-file", "grant")
        #expect(check.status == 0, "\(label): \(check.output)\(check.error)")
    }

    /// Holds the secret of each provisioning URI against the one that the directory has sealed.
    private func checkTOTP(_ label: String) throws {
        let directory = DirectoryPlace(directory: place.path("muster.sqlite"))
        let vault = CredentialVault(key: try directory.openKey(), random: SystemRandom())
        let sealed = try DatabaseQueue(path: directory.directory).read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT user_id, username_key, secret FROM enrolments
                    JOIN users ON users.id = user_id WHERE secret IS NOT NULL
                    """)
        }
        let shown = rows.filter { $0["kind"] == "totp-uri" }
        #expect(!shown.isEmpty, "\(label)")
        for row in shown {
            let found = sealed.first { $0["username_key"] == row["username"] }
            let bytes: Data = try #require(found?["secret"], "\(label): \(row["username"] ?? "")")
            let number: Int64 = try #require(found?["user_id"])
            let secret = vault.open(Array(bytes), of: UserID(UInt32(number)))
            let text = try #require(secret?.text, "\(label)")
            #expect(row["secret"]?.contains("secret=\(text)&") == true, "\(label)")
        }
    }
}
