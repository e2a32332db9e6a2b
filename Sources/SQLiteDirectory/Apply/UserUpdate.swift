import GRDB
import Provisioning

/// An UPDATE of a user's row that sets one combination of columns.
///
/// Feeds change the same few columns again and again, so that a handful of statements serve all.
final class UserUpdate {
    private let statement: PreparedStatement
    private let signature: UInt64

    /// Bits beside those of `UserColumn.rawValue`.
    private static let enabledBit: UInt64 = 1 << 63
    private static let restartBit: UInt64 = 1 << 62
    private static let renewalBit: UInt64 = 1 << 61

    /// The combination of columns that the changes set.
    static func signature(of changes: UserChanges) -> UInt64 {
        var bits: UInt64 = 0
        for (column, _) in changes.columns { bits |= bit(column) }
        if changes.usernameKey != nil { bits |= bit(.username) }
        if changes.emailKey != nil { bits |= bit(.email) }
        if changes.deviceLimit != nil { bits |= bit(.deviceLimit) }
        if changes.secondFactor != nil { bits |= bit(.secondFactor) }
        if changes.isEnabled != nil { bits |= enabledBit }
        let access = changes.access
        if access.password != nil { bits |= bit(.password) }
        if access.passwordExpires != nil { bits |= bit(.passwordExpires) }
        if access.restartsOnboarding { bits |= restartBit }
        if access.movesGeneration { bits |= renewalBit }
        return bits
    }

    private static func bit(_ column: UserColumn) -> UInt64 { 1 << UInt64(column.rawValue) }

    init(_ database: Database, signature: UInt64) throws {
        self.signature = signature
        var parts = ["version = version + 1"]
        func has(_ column: UserColumn) -> Bool { signature & Self.bit(column) != 0 }
        if has(.username) { parts += ["username_key = ?", "username = ?"] }
        if has(.email) { parts += ["email_key = ?", "email = ?"] }
        if has(.externalID) { parts.append("external_id = ?") }
        if has(.deviceLimit) { parts.append("device_limit = ?") }
        if has(.secondFactor) { parts.append("second_factor = ?") }
        if signature & Self.enabledBit != 0 { parts.append("disabled_cause = ?") }
        for column in UserColumn.profile where has(column) { parts.append("\(column.name) = ?") }
        parts += Self.accessParts(signature)
        statement = try PreparedStatement(
            database, "UPDATE users SET \(parts.joined(separator: ", ")) WHERE id = ?")
    }

    /// Who gets a password is onboarded with it, unless onboarding begins anew.
    private static func accessParts(_ signature: UInt64) -> [String] {
        var parts: [String] = []
        let restarts = signature & restartBit != 0
        if signature & bit(.password) != 0 {
            parts += ["password_hash = ?", "password_set_at = ?"]
            if !restarts { parts.append("onboarded_at = coalesce(onboarded_at, ?)") }
        }
        if signature & bit(.passwordExpires) != 0 { parts.append("password_expires = ?") }
        if restarts { parts += ["onboarded_at = NULL", "onboarding_since = ?"] }
        if signature & renewalBit != 0 {
            parts.append("onboarding_generation = onboarding_generation + 1")
        }
        return parts
    }

    /// Updates one user; `passwordHash` is the new one where the password changes, nil: removed.
    ///
    /// It returns nil, or the message of the unique constraint that refused the values.
    func run(
        _ changes: UserChanges, user: UInt32, passwordHash: ByteString?, at instant: Instant
    ) throws -> String? {
        var parameter: Int32 = 1
        func bind(_ value: ByteString?) {
            statement.bind(parameter, copying: value)
            parameter += 1
        }
        func bindNumber(_ value: Int64?) {
            statement.bind(parameter, value)
            parameter += 1
        }
        func has(_ column: UserColumn) -> Bool { signature & Self.bit(column) != 0 }
        let before = changes.before
        if has(.username) {
            let key = changes.usernameKey ?? before.usernameKey
            let written = changes.after(.username) ?? before.username
            bind(key)
            bind(written == key ? nil : written)
        }
        if has(.email) {
            let key = changes.emailKey ?? before.emailKey
            let written = changes.after(.email) ?? before.email
            bind(key)
            bind(written == key ? nil : written)
        }
        if has(.externalID) { bind(changes.after(.externalID)) }
        if has(.deviceLimit) { bindNumber((changes.deviceLimit ?? nil).map(Int64.init)) }
        if has(.secondFactor) {
            bindNumber((changes.secondFactor ?? nil).map { Int64($0.rawValue) })
        }
        if let isEnabled = changes.isEnabled {
            let cause = changes.disabledCause ?? .order
            bindNumber(isEnabled ? nil : Int64(cause.rawValue))
        }
        for column in UserColumn.profile where has(column) { bind(changes.after(column)) }
        let access = changes.access
        if access.password != nil {
            let setAt = passwordHash == nil ? nil : instant.milliseconds
            bind(passwordHash)
            bindNumber(setAt)
            if !access.restartsOnboarding { bindNumber(setAt) }
        }
        if let expires = access.passwordExpires { bind(expires) }
        if access.restartsOnboarding { bindNumber(instant.milliseconds) }
        bindNumber(Int64(user))
        return try statement.runUnlessTaken()
    }
}

extension UserChanges {
    /// The new value of a column; nil: cleared, or not among the changes.
    func after(_ column: UserColumn) -> ByteString? {
        columns.last { $0.column == column }?.change.after
    }
}
