/// Which cells an action cannot do without.
struct RequiredCells {
    let username: Int?
    let email: Int?
    let externalID = ColumnLayout.externalIDSlot
    let user: Int?
    private let groups: Int?
    private let secondFactor: Int?
    private let deviceLimit: Int?
    private let passwordExpires: Int?
    private let device: Int?
    private let reason: Int?

    init(_ layout: ColumnLayout) {
        username = layout.slot(of: .username)
        email = layout.slot(of: .email)
        user = layout.slot(of: .user)
        groups = layout.slot(of: .groups)
        secondFactor = layout.slot(of: .secondFactor)
        deviceLimit = layout.slot(of: .deviceLimit)
        passwordExpires = layout.slot(of: .passwordExpires)
        device = layout.slot(of: .device)
        reason = layout.slot(of: .reason)
    }

    /// The column, its slot and its code that an action needs beside a key.
    func extra(of action: Action) -> (column: UserColumn, slot: Int?, code: IssueCode)? {
        switch action {
        case .addToGroups, .removeFromGroups: (.groups, groups, .fieldGroupsMissing)
        case .setSecondFactor, .enrolSecondFactor:
            (.secondFactor, secondFactor, .fieldSecondFactorMissing)
        case .setDeviceLimit: (.deviceLimit, deviceLimit, .fieldDeviceLimitMissing)
        case .setPasswordExpiry:
            (.passwordExpires, passwordExpires, .fieldPasswordExpiresMissing)
        case .registerDevice, .removeDevice: (.device, device, .fieldDeviceMissing)
        case .resetMFA, .impersonate: (.reason, reason, .fieldReasonMissing)
        default: nil
        }
    }

    /// Whether an action needs both the username and the e-mail address.
    static func needsBothNames(_ action: Action) -> Bool { action == .add || action == .delete }
}
