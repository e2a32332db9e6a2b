package import Provisioning

/// What `muster user ACTION USER [VALUE]` asks for, as the cells of one record.
package struct UserActionRequest {
    /// The action as it was typed.
    private let word: String
    private let action: Action?
    private var cells: [(column: String, value: String)]

    /// Reads the words of the command.
    ///
    /// - Parameters:
    ///   - word: the action; one that nobody knows is left to the pipeline to reject.
    ///   - user: a username or an e-mail address, and, for users who are there already, `id:` or
    ///     `ext:` with a key.
    ///   - value: the column that the action needs; nil: it is given as an option, or none is.
    ///   - columns: options by name of their column.
    /// - Throws: a halt with status 64 for a value that the action has no use for, or a column
    ///   that is given twice.
    package init(
        _ word: String, user: String, value: String?,
        columns: [(column: String, value: String)]
    ) throws(RunHalt) {
        self.word = word
        action = Array(word.utf8).withUnsafeBytes { ActionWord.parse($0) }
        let userColumn = Self.userColumn(of: action, user: user)
        cells = [(UserColumn.action.name, word), (userColumn.name, user)]
        if let value {
            guard let column = Self.valueColumn(of: action, beside: userColumn) else {
                throw RunHalt(
                    .usage, .usageOptionInvalid,
                    "\"\(MessageText.quoted(word))\" takes no value after the user",
                    advice: "Columns are given as options, such as --department Sales.")
            }
            cells.append((column.name, value))
        }
        for (column, value) in columns {
            guard !cells.contains(where: { $0.column == column }) else {
                throw RunHalt(
                    .usage, .usageOptionInvalid, "\(column) is given twice",
                    advice: "Give it once: as a word of the command, or as an option.")
            }
            cells.append((column, value))
        }
    }

    /// Column names with values, `action` among them.
    package var record: [(column: String, value: String)] { cells }

    /// The column that USER stands for.
    ///
    /// `add` and `upsert` name somebody who need not be there yet, and `delete` asks for username
    /// and e-mail address, so for them USER is one of these columns.
    private static func userColumn(of action: Action?, user: String) -> UserColumn {
        switch action {
        case .add, .upsert: .username
        case .delete where !isReference(user): user.contains("@") ? .email : .username
        default: .user
        }
    }

    private static func isReference(_ user: String) -> Bool {
        Array(user.utf8).withUnsafeBytes { bytes in
            if case .name? = UserReference(bytes) { false } else { true }
        }
    }

    /// The column that VALUE stands for; nil: the action takes none.
    private static func valueColumn(of action: Action?, beside user: UserColumn) -> UserColumn? {
        switch action {
        case .add, .upsert: .email
        case .delete: user == .username ? .email : user == .email ? .username : nil
        case .addToGroups, .removeFromGroups: .groups
        case .setSecondFactor, .enrolSecondFactor: .secondFactor
        case .setPasswordExpiry: .passwordExpires
        case .setDeviceLimit: .deviceLimit
        case .registerDevice, .removeDevice: .device
        case .resetMFA, .impersonate: .reason
        case .generateBackupCode: .count
        case .endSessions: .session
        default: nil
        }
    }
}
