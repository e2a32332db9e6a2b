import Credentials
package import Provisioning
import ResultReporting
import SQLiteDirectory

/// What `muster groups` does.
package struct GroupCommands {
    private let place: DirectoryPlace
    private let actor: String
    private let clock: any WallClock
    private let random: any RandomBytes

    package init(
        _ place: DirectoryPlace, actor: String, clock: any WallClock = SystemClock(),
        random: any RandomBytes = SystemRandom()
    ) {
        self.place = place
        self.actor = actor
        self.clock = clock
        self.random = random
    }

    /// Prints all groups, in the order of their names.
    package func list(
        format: CommandFormat, to output: StandardOutput, width: Int?, style: CommandStyle
    ) throws(RunHalt) {
        let printer = RowPrinter(
            [
                .text("GROUP", least: 12), .number("MEMBERS"), .number("DEVICE LIMIT", rank: 2),
                .whole("SECOND FACTOR", rank: 1),
            ],
            format: format, to: output, width: width, style: style,
            nothing: "There are no groups. muster groups create NAME makes one.")
        try printer.print(try place.openForReading().listGroups().map(Self.row))
        try printer.finish()
    }

    /// Prints one group.
    /// - Throws: a halt with status 1 if there is none of that name.
    package func show(
        _ name: String, format: CommandFormat, to output: StandardOutput, width: Int? = nil
    ) throws(RunHalt) {
        let key = GroupTable.fold(ByteString(name))
        let group = try place.openForReading().listGroups()
            .first { GroupTable.fold($0.name) == key }
        guard let group else { throw Self.unknown(name) }
        let row = Self.row(group)
        switch format {
        case .json: try output.write(row.object)
        case .text:
            try output.write(
                FactList.text([
                    ("Group", group.name.text),
                    ("Members", Figures(width: width).text(group.members)),
                    ("Device limit", row.cells[2]), ("Second factor", row.cells[3]),
                ]))
        }
        try output.flush()
    }

    /// Creates a group, with a line in the history.
    ///
    /// Its members may register `deviceLimit` devices, and `secondFactor` is the word of their
    /// method; nil is no rule of the group's own. It throws a halt with status 1 for a name or a
    /// value that cannot be, or for a group that is there already.
    package func create(
        _ name: String, deviceLimit: String?, secondFactor: String?
    ) throws(RunHalt) {
        let limits = try place.loadConfiguration(checksTemplates: false).limits
        var entry = GroupEntry(name: try Self.checked(name))
        if let deviceLimit { entry.deviceLimit = try Self.limit(deviceLimit, limits) }
        if let secondFactor {
            guard let method = SecondFactorMethod(word: secondFactor) else {
                let words = SecondFactorMethod.allCases.map(\.word).joined(separator: ", ")
                throw Self.rejection(
                    .fieldSecondFactorUnknown,
                    "\"\(MessageText.quoted(secondFactor))\" is not a second factor",
                    advice: "Allowed are \(words).")
            }
            entry.secondFactor = method
        }
        let created = entry
        try recorded("create \(name)") { (directory) throws(RunHalt) in
            try directory.createGroup(created, at: clock.now())
        }
    }

    /// Deletes a group, with a line in the history, and says how many members it had.
    ///
    /// With `force` it may have members, who then leave it. It throws a halt with status 1 if the
    /// group is not there, or has members without `force`.
    package func delete(_ name: String, force: Bool) throws(RunHalt) -> UInt64 {
        guard place.exists else { _ = try place.openForReading(); return 0 }
        var members: UInt64 = 0
        try recorded("delete \(name)") { (directory) throws(RunHalt) in
            members = try directory.deleteGroup(ByteString(name), force: force)
            guard members == 0 || force else {
                throw RunHalt(
                    .someRejected, .directoryGroupHasMembers,
                    "\"\(MessageText.quoted(name))\" has \(GroupedNumber.text(members, "member"))",
                    advice: "Delete it with --force, and they leave it.")
            }
        }
        return members
    }

    /// What `delete` prints for programs.
    package static func deletion(of name: String, members: UInt64) -> ByteString {
        PrintedRow(
            cells: [],
            members: [
                ("group", .text(name)), ("outcome", .text("deleted")),
                ("members", .number(members)),
            ]
        ).object
    }

    /// The halt for a value that a record would be rejected for.
    private static func rejection(
        _ code: IssueCode, _ message: String, advice: String
    ) -> RunHalt {
        RunHalt(.someRejected, code, message, advice: advice)
    }

    static func unknown(_ name: String) -> RunHalt {
        RunHalt(
            .someRejected, .directoryGroupNotFound,
            "there is no group \"\(MessageText.quoted(name))\"",
            advice: "muster groups list shows those there are.")
    }

    private func recorded(
        _ what: String, _ change: (SQLiteDirectory) throws(RunHalt) -> Void
    ) throws(RunHalt) {
        try RecordedChange(
            place: place, command: "groups", actor: actor, clock: clock, random: random
        ).run(what) { (directory, _) throws(RunHalt) in
            try change(directory)
            return RunSummary()
        }
    }

    private static func row(_ group: GroupListing) -> PrintedRow {
        PrintedRow(
            cells: [
                group.name.text, "\(group.members)", group.deviceLimit.map { "\($0)" } ?? "default",
                group.secondFactor?.word ?? "default",
            ],
            members: [
                ("group", .text(group.name.text)), ("members", .number(group.members)),
                ("device_limit", .number(group.deviceLimit.map(UInt64.init))),
                ("second_factor", .text(group.secondFactor?.word)),
            ])
    }

    /// Whether a group or an application can be called so: a list in a feed must be able to name it.
    static func isName(_ name: String) -> Bool {
        let forbidden: [Character] = [";", "|"]
        let hasSign = name.hasPrefix("+") || name.hasPrefix("-")
        let isPlain = MessageText.quoted(String(name.prefix(80))) == String(name.prefix(80))
        return !name.isEmpty && name.utf8.count <= 255 && !hasSign && isPlain
            && name.first != " " && name.last != " " && !name.contains(where: forbidden.contains)
    }

    /// What `isName` allows, as a sentence.
    static let nameRule =
        "It has 1 to 255 bytes, no ; or |, and no + or - or space at its ends."

    private static func checked(_ name: String) throws(RunHalt) -> ByteString {
        guard isName(name) else {
            throw Self.rejection(
                .fieldGroupsMalformed,
                "\"\(MessageText.quoted(name))\" cannot be the name of a group", advice: nameRule)
        }
        return ByteString(name)
    }

    private static func limit(_ text: String, _ limits: Limits) throws(RunHalt) -> UInt16 {
        if let limit = UInt16(text), limit >= limits.deviceLimitMin, limit <= limits.deviceLimitMax
        {
            return limit
        }
        throw Self.rejection(
            .fieldDeviceLimitMalformed,
            "\"\(MessageText.quoted(text))\" is not a device limit",
            advice: "It is a number from \(limits.deviceLimitMin) to \(limits.deviceLimitMax).")
    }
}
