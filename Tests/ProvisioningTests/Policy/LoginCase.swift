import Provisioning

/// One user at the door: everybody may be changed by a case, and nothing else is given.
struct LoginCase {
    var policy = DirectoryPolicy()
    var user: UserState?
    var evidence = LoginProof()
    let groups: GroupTable
    let apps: AppTable
    static let today: ByteString = "2026-11-24"

    /// Ada, who may sign in with her password: a member of `staff`, which has the application
    /// `wiki`; `vault` asks for a second factor and is hers directly, `board` is nobody's.
    init() {
        groups = GroupTable([GroupEntry(name: "staff", id: GroupID(7))])
        apps = AppTable([
            AppEntry(name: "board", id: 1, requiresSecondFactor: false, groups: []),
            AppEntry(name: "vault", id: 2, requiresSecondFactor: true, groups: []),
            AppEntry(name: "wiki", id: 3, requiresSecondFactor: false, groups: [GroupID(7)]),
        ])
        var ada = UserState(
            id: UserID(1), username: "ada", usernameKey: "ada", email: "ada@example.com",
            emailKey: "ada@example.com")
        ada.isOnboarded = true
        ada.hasPassword = true
        ada.groups = [0]
        ada.access.apps = [1]
        user = ada
        evidence.password = .right
        policy.deviceLimitDefault = 2
    }

    static let board: AppIndex = 0
    static let vault: AppIndex = 1
    static let wiki: AppIndex = 2

    var decision: LoginDecision {
        LoginRules(policy: policy, groups: groups, apps: apps, today: Self.today)
            .decide(user, evidence)
    }

    /// Makes one reason apply, and leaves the others alone.
    mutating func make(_ reason: LoginReason) {
        switch reason {
        case .unknownUser: user = nil
        case .disabled: user?.isEnabled = false
        case .notStarted: user?.profile[.startDate] = "2026-11-25"
        case .ended: user?.profile[.endDate] = "2026-11-23"
        case .notOnboarded: user?.isOnboarded = false
        case .passwordRequired: evidence.password = .absent
        case .passwordWrong: evidence.password = .wrong
        case .passwordExpired: user?.access.passwordExpires = "2026-11-24"
        case .secondFactorRequired: policy.secondFactorRequired = true
        case .secondFactorWrong: evidence.secondFactor = .codeWrong
        case .appNotAssigned: evidence.app = Self.board
        case .deviceLimitReached:
            evidence.device = "third"
            user?.register("first", "second")
        case .impersonationInvalid: break
        }
    }
}

extension UserState {
    mutating func register(_ devices: ByteString...) {
        access.devices = devices.enumerated().map { index, device in
            RegisteredDevice(
                device: device, name: nil, registeredAt: Instant(milliseconds: Int64(index)))
        }
    }
}
