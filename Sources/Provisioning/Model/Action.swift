/// What a record asks for.
///
/// The raw value is stored (change log): append, never renumber.
package enum Action: UInt8, CaseIterable, Sendable {
    case add = 1
    case update, upsert, skip
    case viewGroups, addToGroups, removeFromGroups
    case setSecondFactor, removeIdentity, resetPassword, setPasswordExpiry, resetMFA
    case enrolSecondFactor, setDeviceLimit, registerDevice, removeDevice, viewApps, impersonate
    case generateBackupCode, disable, enable, delete, viewSessions, endSessions, resendOnboarding

    /// The word in feeds and on the command line, such as `add-to-groups`.
    package var word: String {
        switch self {
        case .add: "add"
        case .update: "update"
        case .upsert: "upsert"
        case .skip: "skip"
        case .viewGroups: "view-groups"
        case .addToGroups: "add-to-groups"
        case .removeFromGroups: "remove-from-groups"
        case .setSecondFactor: "set-second-factor"
        case .removeIdentity: "remove-identity"
        case .resetPassword: "reset-password"
        case .setPasswordExpiry: "set-password-expiry"
        case .resetMFA: "reset-mfa"
        case .enrolSecondFactor: "enrol-second-factor"
        case .setDeviceLimit: "set-device-limit"
        case .registerDevice: "register-device"
        case .removeDevice: "remove-device"
        case .viewApps: "view-apps"
        case .impersonate: "impersonate"
        case .generateBackupCode: "generate-backup-code"
        case .disable: "disable"
        case .enable: "enable"
        case .delete: "delete"
        case .viewSessions: "view-sessions"
        case .endSessions: "end-sessions"
        case .resendOnboarding: "resend-onboarding"
        }
    }

    /// Whether a record with this action says what a person is like; only such records are
    /// compared with each other for duplicates.
    package var isDescribing: Bool { self == .add || self == .update || self == .upsert }

    /// Whether the action happens each time it is asked for, rather than sets a state: then it is
    /// done once per feed, file and record.
    package var happens: Bool {
        switch self {
        case .removeIdentity, .resetPassword, .resetMFA, .enrolSecondFactor, .impersonate,
            .generateBackupCode, .delete, .endSessions, .resendOnboarding:
            true
        default: false
        }
    }

    /// Whether the action only looks.
    package var isView: Bool { self == .viewGroups || self == .viewApps || self == .viewSessions }
}
