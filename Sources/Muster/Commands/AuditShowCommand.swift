import Credentials
package import Provisioning
import SQLiteDirectory

/// What `muster audit show` prints: who did what to whom, newest first.
package struct AuditShowCommand {
    private static let columns: [TableColumn] = [
        .whole("TIME"), .text("ACTOR", least: 8, rank: 1), .text("ACTION", least: 12),
        .text("USER", least: 12), .whole("RUN", rank: 9), .number("RECORD", rank: 8),
        .whole("OUTCOME", rank: 2), .text("REASON", least: 10, rank: 7),
    ]

    private let place: DirectoryPlace
    /// A username, an e-mail address, or `id:` or `ext:` with a key; also the former username of
    /// a deleted user.
    package var user: String?
    /// Name of a run.
    package var run: String?
    package var actor: String?
    /// The first instant; see `InstantWord`.
    package var since: String?
    /// The instant before which it was.
    package var until: String?
    /// Lines at most.
    package var limit = 50

    package init(_ place: DirectoryPlace) { self.place = place }

    /// Prints the lines, and says whether there may be more than the limit let through.
    ///
    /// It throws a halt with status 1 if there is and was no such user or there is no such run, 64
    /// for a time that is none, 66 if there is no directory.
    package func run(
        format: CommandFormat, to output: StandardOutput, width: Int?, style: CommandStyle
    ) throws(RunHalt) -> Bool {
        let directory = try place.openForReading()
        var filter = AuditFilter(limit: limit)
        filter.run = run
        filter.actor = actor
        if let since { filter.since = try InstantWord.read(since, option: "since") }
        if let until { filter.until = try InstantWord.read(until, option: "until") }
        if let run, try directory.run(named: run) == nil {
            throw RunHalt(
                .someRejected, .runNotFound,
                "the history has no run \"\(MessageText.quoted(run))\"",
                advice: "muster runs list shows those it has.")
        }
        if let user { filter.users = try users(user, in: directory) }
        let printer = RowPrinter(
            Self.columns, format: format, to: output, width: width, style: style,
            nothing: "Nothing of that kind was done.")
        let lines = try directory.auditLines(filter)
        try printer.print(lines.map(Self.row))
        try printer.finish()
        return lines.count == limit
    }

    /// Users of a name, deleted ones too.
    /// - Throws: a halt with status 1 if there are none.
    func users(_ name: String, in directory: SQLiteDirectory) throws(RunHalt) -> [UserID] {
        let text = ByteString(name)
        let reference = text.bytes.withUnsafeBytes { UserReference($0) }
        var users: [UserID] = []
        switch reference {
        case .number(let number): return [UserID(number)]
        case .externalID(let range):
            let key = ByteString(text.bytes[range])
            users = try directory.auditedUser(externalID: key).map { [$0] } ?? []
        case .name:
            let rules = ColumnRules(profile: FeedProfile(), limits: Limits())
            // A name that cannot be a username may still be an address, and the other way round.
            users = try directory.auditedUsers(
                username: Self.key(text, rules.usernameKey), email: Self.key(text, rules.emailKey),
                seal: KeyedAuditSeal(key: try place.openKey()))
        case nil: break
        }
        guard users.isEmpty else { return users }
        throw RunHalt(
            .someRejected, .matchUserNotFound,
            "there is no user \"\(MessageText.quoted(name))\", and no deleted one had that username",
            advice:
                "muster users find TEXT looks for those who are there; deleted ones are found by "
                + "their last username, or by id: and their number.")
    }

    /// The form of a key in which it is compared; nil: it cannot be such a key.
    private static func key(
        _ text: ByteString,
        _ rule: (UnsafeRawBufferPointer, inout ContiguousArray<UInt8>) throws(ValueFault) ->
            NormalisedValue
    ) -> ByteString? {
        var scratch: ContiguousArray<UInt8> = []
        let form = text.bytes.withUnsafeBytes { try? rule($0, &scratch) }
        switch form {
        case .asWritten: return text
        case .trimmed(let range): return ByteString(text.bytes[range])
        case .rewritten: return ByteString(scratch)
        case nil: return nil
        }
    }

    private static func row(_ line: AuditLine) -> PrintedRow {
        let user = line.user.map { id in line.username?.text ?? "(deleted id:\(id.value))" }
        var action = line.action
        // Of a run as a whole its file, or what the command was about.
        if line.run != nil, line.record == nil, let detail = line.detail {
            action += " \(detail.text)"
        }
        return PrintedRow(
            cells: [
                line.at.text, line.actor ?? "", action, user ?? "", line.run ?? "",
                line.record.map { "\($0)" } ?? "", line.outcome ?? "", line.reason?.text ?? "",
            ],
            members: [
                ("entry", .number(UInt64(max(line.entry, 0)))), ("at", .text(line.at.text)),
                ("actor", .text(line.actor)), ("action", .text(line.action)),
                ("user", .text(user)), ("user_id", .number(line.user.map { UInt64($0.value) })),
                ("run", .text(line.run)), ("record", .number(line.record.map(UInt64.init))),
                ("outcome", .text(line.outcome)), ("reason", .text(line.reason?.text)),
                ("detail", .text(line.detail?.text)),
            ])
    }
}
