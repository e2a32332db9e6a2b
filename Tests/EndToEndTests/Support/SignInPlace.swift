import Credentials
import Foundation
import GRDB
import Muster
import Provisioning
import SQLiteDirectory

/// A workplace with Ada, who has a password, and files of her secrets.
struct SignInPlace {
    let workplace: Workplace
    static let password = "correct horse battery"

    init(configuration: String = "") throws {
        workplace = try Workplace(isOptimised: true)
        try workplace.write(configuration, to: "muster.yaml")
        try workplace.write(Self.password + "\n", to: "password")
        try workplace.write("wrong horse battery\n", to: "wrong")
        workplace.muster(
            "user", "add", "ada", "ada@example.com", "--password-file", "password",
            "--groups", "staff", "--quiet")
    }

    @discardableResult
    func muster(_ words: String..., input: String = "") -> ProcessEnding {
        workplace.start(words).end(input: Array(input.utf8))
    }

    /// Checks Ada's sign-in with the right password and these options.
    @discardableResult
    func check(_ options: String...) -> ProcessEnding { start(options).end() }

    /// Starts such a check.
    func start(_ options: [String]) -> ChildProcess {
        workplace.start(["login", "check", "ada", "--password-file", "password"] + options)
    }

    /// Runs checks at the same time, each with the options of its turn.
    func together(_ options: [[String]]) -> [ProcessEnding] {
        let processes = options.map { start($0) }
        return processes.map { $0.end() }
    }

    // MARK: Past the directory

    func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
        try DatabaseQueue(path: workplace.path("muster.sqlite")).write {
            try $0.execute(sql: sql, arguments: arguments)
        }
    }

    func numbers(_ sql: String) throws -> [Int] {
        try DatabaseQueue(path: workplace.path("muster.sqlite")).read {
            try Int.fetchAll($0, sql: sql)
        }
    }

    func texts(_ sql: String) throws -> [String] {
        try DatabaseQueue(path: workplace.path("muster.sqlite")).read {
            try String.fetchAll($0, sql: sql)
        }
    }

    /// Names of the events in the audit log, in order.
    var events: [String] {
        get throws {
            try texts(
                "SELECT json_extract(CAST(body AS TEXT), '$.event') FROM audit WHERE kind = 4 "
                    + "ORDER BY id")
        }
    }
}

// Secrets, made as the directory makes them.
extension SignInPlace {
    private var directory: DirectoryPlace {
        DirectoryPlace(directory: workplace.path("muster.sqlite"))
    }

    private var vault: CredentialVault {
        get throws { CredentialVault(key: try directory.openKey(), random: SystemRandom()) }
    }

    /// Makes the first mail with a link in a user's queue one that was sent, so many hours ago, and
    /// writes the token of its link to `token`.
    func mail(to name: String, hoursAgo: Int64 = 0) throws {
        let opened = try directory.openForCommand(clock: SystemClock())
        let rules = ColumnRules(profile: FeedProfile(), limits: Limits())
        let user = try opened.user(NamedUser(ByteString(name), rules: rules)) ?? UserID(0)
        let outbox = try Outbox(opened)
        let codes = MailCodes(key: try directory.openKey())
        let limits = Limits()
        let sent = Instant(milliseconds: SystemClock().now().milliseconds - hoursAgo * 3_600_000)
        try execute("UPDATE mail_queue SET due_at = 0 WHERE user_id = ?", [Int64(user.value)])
        for entry in try opened.queuedMails(of: user) where entry.kind.hasLink {
            let token = codes.token(
                user: entry.user, kind: entry.kind, occasion: entry.occasion.text)
            let request = MailAttemptRequest(
                entry: entry, digest: token.digest,
                life: entry.kind == .passwordReset
                    ? limits.resetLinkLife : limits.onboardingLinkLife)
            _ = try outbox.lease([entry], at: sent)
            guard
                case .begun(let attempt) = try outbox.advance(
                    ending: nil, beginning: request, at: sent)
            else { continue }
            _ = try outbox.advance(
                ending: MailAttemptEnd(attempt, .sent), beginning: nil, at: sent)
            try workplace.write(token.text, to: "token")
        }
    }

    /// Gives Ada two backup codes, the first of them in the file `code`.
    func giveBackupCodes() throws {
        let codes = try vault.newBackupCodes(2)
        for code in codes {
            try execute(
                "INSERT INTO backup_codes(user_id, hash, created_at) VALUES (1, ?, 0)",
                [code.stored.text])
        }
        try workplace.write(codes[0].shown.lowercased() + "\n", to: "code")
    }

    /// Enrols TOTP for Ada, with the code of this moment in the file `code`.
    func enrolTOTP() throws {
        let secret: ByteString = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        try execute(
            "INSERT INTO enrolments(user_id, method, enrolled_at, secret) VALUES (1, 7, 0, ?)",
            [Data(try vault.seal(totpSecret: secret, of: UserID(1)))])
        let step = SystemClock().now().milliseconds / 1_000 / TOTP.stepSeconds
        let code = TOTP.code(
            key: Array("12345678901234567890".utf8), counter: UInt64(step), digits: TOTP.digits)
        try workplace.write(code + "\n", to: "code")
    }

    /// Grants Grace to act as Ada, with the token in the file `grant`.
    func grant(minutesLeft: Int64 = 15) throws {
        let token = try vault.newToken()
        let now = SystemClock().now().milliseconds
        try execute(
            """
            INSERT INTO grants(
                digest, user_id, run_id, record, actor, reason, started_at, expires_at)
            VALUES (?, 1, 1, 1, 'grace', 'a ticket', ?, ?)
            """, [Data(token.digest), now, now + minutesLeft * 60_000])
        try workplace.write(token.shown, to: "grant")
    }

    /// Gives Ada's password a hash of another system: SSHA with the salt `salt`.
    func setOlderHash() throws {
        try execute(
            "UPDATE users SET password_hash = ?", ["{SSHA}ZiagWDkTqRb5dGI8jNjih9ltdZxzYWx0"])
    }
}
