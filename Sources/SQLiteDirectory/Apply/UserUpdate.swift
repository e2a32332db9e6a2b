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

    /// The combination of columns that the changes set.
    static func signature(of changes: UserChanges) -> UInt64 {
        var bits: UInt64 = 0
        for (column, _) in changes.columns { bits |= bit(column) }
        if changes.usernameKey != nil { bits |= bit(.username) }
        if changes.emailKey != nil { bits |= bit(.email) }
        if changes.deviceLimit != nil { bits |= bit(.deviceLimit) }
        if changes.secondFactor != nil { bits |= bit(.secondFactor) }
        if changes.isEnabled != nil { bits |= enabledBit }
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
        statement = try PreparedStatement(
            database, "UPDATE users SET \(parts.joined(separator: ", ")) WHERE id = ?")
    }

    /// Updates one user.
    /// - Returns: nil, or the message of the unique constraint that refused the values.
    func run(_ changes: UserChanges, user: UInt32) throws -> String? {
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
