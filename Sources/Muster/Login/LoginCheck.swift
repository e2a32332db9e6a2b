import Credentials
package import Provisioning
import SQLiteDirectory

/// Says whether a user may sign in now, and records it where that is wanted.
///
/// Slow checks of secrets are made on what was read, without a lock. Where something is to be
/// written, everything is decided again on what stands under the write lock: of two who come at once
/// with one code, or for the last device, one gets in.
package struct LoginCheck {
    let place: DirectoryPlace
    let actor: String
    let clock: any WallClock
    let random: any RandomBytes
    /// How long to wait for other writers.
    package var wait: Duration = .seconds(30)
    /// How often a user whose secrets change in the meantime is looked at again.
    private static let attemptsMax = 5

    package init(
        _ place: DirectoryPlace, actor: String, clock: any WallClock = SystemClock(),
        random: any RandomBytes = SystemRandom()
    ) {
        self.place = place
        self.actor = actor
        self.clock = clock
        self.random = random
    }

    /// Checks a request.
    ///
    /// What is to be recorded is committed when this returns. It throws a halt with status 1 for an
    /// application that there is none of or a value that cannot be, 66 without a directory, or what
    /// kept it from being read or written; nothing has changed then.
    package func run(_ request: LoginRequest) throws(RunHalt) -> LoginVerdict {
        let configuration = try place.loadConfiguration(checksTemplates: false)
        let directory = try place.openForReading()
        let subject = LoginSubject(
            request: request, cells: try LoginCells(request, configuration.limits),
            policy: configuration.policy,
            credentials: LoginCredentials(try place.openKey(), random: random),
            user: try user(named: request.user, configuration.limits, in: directory))
        if let app = request.app { _ = try LoginSubject.app(app, in: directory.apps()) }
        if let token = request.impersonationToken {
            return try impersonate(subject, token: token, directory)
        }
        for _ in 1..<Self.attemptsMax {
            if let verdict = try attempt(subject, directory) { return verdict }
        }
        throw RunHalt(
            .directoryBusy, .runDirectoryBusy, "the user's secrets keep changing",
            advice: "Another command is changing this user: try again.")
    }

    private func user(
        named name: String, _ limits: Limits, in directory: SQLiteDirectory
    ) throws(RunHalt) -> UserID? {
        let rules = ColumnRules(profile: FeedProfile(), limits: limits)
        return try directory.user(NamedUser(ByteString(name), rules: rules))
    }

    /// Looks, verifies, decides and records; nil: a secret of the user's has changed meanwhile.
    private func attempt(
        _ subject: LoginSubject, _ directory: SQLiteDirectory
    ) throws(RunHalt) -> LoginVerdict? {
        let now = clock.now()
        var record: LoginRecord?
        if let user = subject.user { record = try directory.loginRecord(of: user, at: now) }
        let verified = subject.verify(record, at: now)
        let groups = try directory.groups()
        let apps = try directory.apps()
        let rules = subject.rules(groups: groups, apps: apps, now)
        let decision = rules.decide(record?.user, try subject.evidence(verified, apps))
        guard let record, subject.changesSomething(record, verified, decision) else {
            var verdict = LoginVerdict(
                name: subject.request.user, user: record?.user, decision: decision)
            if let record, verdict.isAllowed {
                verdict.show(record.user, groups: groups, apps: apps)
            }
            return verdict
        }
        return try self.record(subject, verified, seen: record, at: now)
    }
}
