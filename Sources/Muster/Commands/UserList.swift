package import Provisioning
import ResultReporting
import SQLiteDirectory

/// What `muster users list` and `find` print.
package struct UserList {
    private static let columns: [TableColumn] = [
        .text("USERNAME", least: 20), .text("EMAIL", least: 28, rank: 1),
        .text("NAME", least: 8, rank: 3), .whole("STATE"), .text("GROUPS", least: 8, rank: 4),
    ]
    private static let edits = TableColumn.text("BY HAND", least: 8, rank: 2)
    /// What `find` says when there is nobody; without the text looked for, which may be a name.
    package static let nobodyFound =
        "Nobody found in usernames, e-mail addresses, external ids and names. "
        + "muster users list shows everybody."
    /// Users that are in memory at a time.
    private static let pageUsersMax = 500

    private let directory: SQLiteDirectory
    private let groups: GroupTable
    private let showsEdits: Bool
    private let printer: RowPrinter

    /// Opens the directory; `width` is the columns of the terminal, nil a pipe, and `showsEdits` adds
    /// a column of what was changed by hand since a feed last set it.
    ///
    /// It throws a halt with status 66 if there is no directory; 74, 75 or 78 if it cannot be read.
    package init(
        _ place: DirectoryPlace, format: CommandFormat, to output: StandardOutput, width: Int?,
        style: CommandStyle, showsEdits: Bool = false
    ) throws(RunHalt) {
        directory = try place.openForReading()
        groups = try directory.groups()
        self.showsEdits = showsEdits
        printer = RowPrinter(
            Self.columns + (showsEdits ? [Self.edits] : []), format: format, to: output,
            width: width, style: style,
            nothing: showsEdits
                ? Self.nobodyFound
                : "No such user. muster import FILE brings users in.")
    }

    /// Prints users in the order of their usernames.
    ///
    /// The state is `active` or `disabled`, for whether they are enabled, or `not-onboarded`, for
    /// enabled users who have set no password yet; they are members of the group; nil is all. It
    /// throws a halt with status 64 for a word that is no state, 1 for a group that is not there,
    /// or 74.
    package func list(state: String?, group: String?, limit: Int?) throws(RunHalt) {
        var page = UserFilter()
        if let state { try page.demand(state: state) }
        if let group {
            page.group = ByteString(group)
            guard groups.index(of: ByteString(group)) != nil else {
                throw GroupCommands.unknown(group)
            }
        }
        var rest = limit ?? .max
        while rest > 0, !printer.isAbandoned {
            page.limit = min(rest, Self.pageUsersMax)
            var users: [UserListing] = []
            try directory.listUsers(page) { users.append($0) }
            guard !users.isEmpty else { break }
            page.after = try print(users)
            rest -= users.count
        }
        try printer.finish()
    }

    /// Prints the users whose keys or names contain `text`, the best matches first, and says how
    /// many there were.
    package func find(_ text: String, limit: Int) throws(RunHalt) -> Int {
        let users = try directory.searchUsers(ByteString(text), limit: limit)
        _ = try print(users)
        try printer.finish()
        return users.count
    }

    /// Prints some users; returns the compared form of the last one's username.
    private func print(_ users: [UserListing]) throws(RunHalt) -> ByteString? {
        let states = try directory.load(users.map(\.id))
        var rows: [PrintedRow] = []
        for user in users { rows.append(row(user, states[user.id])) }
        try printer.print(rows)
        return users.last.flatMap { states[$0.id]?.usernameKey }
    }

    private func row(_ user: UserListing, _ state: UserState?) -> PrintedRow {
        let names = (state?.groups ?? []).map { groups.name($0) }.sorted()
        let name =
            user.displayName?.text
            ?? [user.firstName, user.lastName].compactMap { $0?.text }.joined(separator: " ")
        let word = Self.stateWord(isEnabled: user.isEnabled, isOnboarded: user.isOnboarded)
        let edits = (state?.manualEdits ?? []).sorted().map(\.text)
        var cells = [
            user.username.text, user.email.text, name, word, names.joined(separator: ";"),
        ]
        if showsEdits { cells.append(edits.joined(separator: ";")) }
        return PrintedRow(
            cells: cells,
            members: [
                ("id", .number(UInt64(user.id.value))), ("username", .text(user.username.text)),
                ("email", .text(user.email.text)), ("external_id", .text(user.externalID?.text)),
                ("name", .text(name.isEmpty ? nil : name)), ("state", .text(word)),
                ("groups", .texts(names)), ("manual_edits", .texts(edits)),
            ])
    }

    private static func stateWord(isEnabled: Bool, isOnboarded: Bool) -> String {
        guard isEnabled else { return "disabled" }
        return isOnboarded ? "active" : "not-onboarded"
    }
}

extension UserFilter {
    /// Narrows the filter to a state that lists name.
    fileprivate mutating func demand(state: String) throws(RunHalt) {
        switch state {
        case "active": isEnabled = true
        case "disabled": isEnabled = false
        case "not-onboarded":
            isEnabled = true
            isOnboarded = false
        default:
            throw RunHalt(
                .usage, .usageOptionInvalid, "\"\(MessageText.quoted(state))\" is not a state",
                advice: "Allowed are active, disabled and not-onboarded.")
        }
    }
}
