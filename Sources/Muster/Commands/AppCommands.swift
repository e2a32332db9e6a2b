import Credentials
package import Provisioning
import ResultReporting
package import SQLiteDirectory

/// What `muster apps` does.
package struct AppCommands {
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

    /// Prints all applications, in the order of their names.
    package func list(
        format: CommandFormat, to output: StandardOutput, width: Int?, style: CommandStyle
    ) throws(RunHalt) {
        let printer = RowPrinter(
            [
                .text("APP", least: 12), .whole("MFA"), .text("GROUPS", least: 12, rank: 1),
                .number("USERS"),
            ],
            format: format, to: output, width: width, style: style,
            nothing: "There are no applications. muster apps create NAME makes one.")
        try printer.print(try place.openForReading().listApps().map(Self.row))
        try printer.finish()
    }

    /// Prints one application.
    /// - Throws: a halt with status 1 if there is none of that name.
    package func show(
        _ name: String, format: CommandFormat, to output: StandardOutput, width: Int? = nil
    ) throws(RunHalt) {
        let app = try listing(name)
        let row = Self.row(app)
        switch format {
        case .json: try output.write(row.object)
        case .text:
            try output.write(
                FactList.text([
                    ("App", MessageText.quoted(app.name.text)), ("MFA", row.cells[1]),
                    (
                        "Groups",
                        app.groups.map { MessageText.quoted($0.text) }.joined(separator: "; ")
                    ),
                    ("Users", Figures(width: width).text(app.users)),
                ]))
        }
        try output.flush()
    }

    /// Creates an application that nobody is assigned yet, with a line in the history.
    ///
    /// It throws a halt with status 1 for a name that cannot be, or an application that is there
    /// already.
    package func create(_ name: String, requiresSecondFactor: Bool) throws(RunHalt) {
        let checked = try Self.checked(name)
        _ = try place.loadConfiguration(checksTemplates: false)
        try recorded("create \(name)") { (directory) throws(RunHalt) in
            try directory.createApp(
                checked, requiresSecondFactor: requiresSecondFactor, at: clock.now())
        }
    }

    /// Deletes an application with all its assignments, with a line in the history.
    ///
    /// It returns what it was. It throws a halt with status 1 if it is not there.
    package func delete(_ name: String) throws(RunHalt) -> AppListing {
        var app = try listing(name)
        try recorded("delete \(name)") { (directory) throws(RunHalt) in
            app = try directory.deleteApp(ByteString(name), at: clock.now())
        }
        return app
    }

    /// Assigns an application to groups and users, or takes it from them.
    ///
    /// The groups get it together, with a line in the history; each user by a record of their own,
    /// as `muster user update` would. It returns the results of these records. It throws a halt with
    /// status 1 for an application or a group that is not there, and then nothing was changed.
    package func assign(
        _ name: String, groups: [String], users: [String], isGrant: Bool
    ) throws(RunHalt) -> [(user: String, ending: UserActionEnding)] {
        let app = try listing(name)
        let word = isGrant ? "grant" : "revoke"
        if !groups.isEmpty {
            let list = groups.map { MessageText.quoted($0) }.joined(separator: ", ")
            try recorded("\(word) \(name) groups: \(list)") { (directory) throws(RunHalt) in
                _ = try directory.assignApp(
                    app.name, to: groups.map { ByteString($0) }, isGrant: isGrant, at: clock.now())
            }
        }
        var endings: [(user: String, ending: UserActionEnding)] = []
        for user in users {
            let cells = [
                (column: UserColumn.action.name, value: Action.update.word),
                (column: UserColumn.user.name, value: user),
                (column: UserColumn.apps.name, value: "\(isGrant ? "+" : "-")\(app.name.text)"),
            ]
            let job = UserActionJob(cells, in: place, actor: actor, clock: clock, random: random)
            endings.append((user, try job.run()))
        }
        return endings
    }

    private func listing(_ name: String) throws(RunHalt) -> AppListing {
        let apps = try place.openForReading().listApps()
        guard let app = apps.first(where: { $0.isCalled(ByteString(name)) }) else {
            throw SQLiteDirectory.unknownApp(ByteString(name))
        }
        return app
    }

    private func recorded(
        _ what: String, _ change: (SQLiteDirectory) throws(RunHalt) -> Void
    ) throws(RunHalt) {
        try RecordedChange(
            place: place, command: "apps", actor: actor, clock: clock, random: random
        ).run(what) { (directory, _) throws(RunHalt) in
            try change(directory)
            return RunSummary()
        }
    }

    private static func checked(_ name: String) throws(RunHalt) -> ByteString {
        guard GroupCommands.isName(name) else {
            throw RunHalt(
                .someRejected, .fieldAppsMalformed,
                "\"\(MessageText.quoted(name))\" cannot be the name of an application",
                advice: GroupCommands.nameRule)
        }
        return ByteString(name)
    }

    private static func row(_ app: AppListing) -> PrintedRow {
        let groups = app.groups.map(\.text)
        return PrintedRow(
            cells: [
                app.name.text, app.requiresSecondFactor ? "on" : "off",
                groups.joined(separator: ";"), "\(app.users)",
            ],
            members: [
                ("app", .text(app.name.text)), ("mfa", .truth(app.requiresSecondFactor)),
                ("groups", .texts(groups)), ("users", .number(app.users)),
            ])
    }
}

extension AppCommands {
    /// What `delete` prints for programs.
    package static func deletion(of app: AppListing) -> ByteString {
        PrintedRow(
            cells: [],
            members: [
                ("app", .text(app.name.text)), ("outcome", .text("deleted")),
                ("groups", .texts(app.groups.map(\.text))), ("users", .number(app.users)),
            ]
        ).object
    }
}
