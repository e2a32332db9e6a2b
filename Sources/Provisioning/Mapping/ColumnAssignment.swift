/// One wish of a person about a header: `--map "Their Header=column"`, or a line of a profile.
package struct ColumnAssignment: Equatable, Sendable {
    /// Where it was said, which decides how a mistake in it ends.
    package enum Origin: Equatable, Sendable {
        case option, profile
    }

    /// The header as the person spells it.
    package var header: String
    package var target: ColumnTarget
    package var origin: Origin

    /// Checks that `column` names a column.
    /// - Throws: a halt with status 64 or 78 that lists the columns.
    package init(header: String, column: String, origin: Origin) throws(RunHalt) {
        let name = column.trimmingBlanks
        guard !header.trimmingBlanks.isEmpty else {
            throw Self.halt(origin, "the header before \"=\(MessageText.quoted(name))\" is missing")
        }
        guard let target = ColumnTarget(name: name) else {
            throw Self.halt(
                origin,
                "\"\(MessageText.quoted(header))\" is to be read as \"\(MessageText.quoted(name))\","
                    + " which is not a column")
        }
        self.header = header.trimmingBlanks
        self.target = target
        self.origin = origin
    }

    /// Reads the value of `--map`: everything before the last `=` is the header.
    /// - Throws: a halt with status 64 if it is not of the form `HEADER=COLUMN`.
    package init(option text: String) throws(RunHalt) {
        guard let sign = text.lastIndex(of: "=") else {
            throw Self.halt(
                .option,
                "--map \"\(MessageText.quoted(text))\" is not of the form \"Their Header=column\"")
        }
        try self.init(
            header: String(text[..<sign]), column: String(text[text.index(after: sign)...]),
            origin: .option)
    }

    /// The assignments of a profile, ordered by header.
    /// - Throws: a halt with status 78 for an unknown column.
    package static func ofProfile(_ profile: FeedProfile) throws(RunHalt) -> [Self] {
        var assignments: [Self] = []
        for (header, column) in profile.columns.sorted(by: { $0.key < $1.key }) {
            assignments.append(try Self(header: header, column: column, origin: .profile))
        }
        return assignments
    }

    static func halt(_ origin: Origin, _ message: String) -> RunHalt {
        let known = UserColumn.allCases.map(\.name).joined(separator: ", ")
        return RunHalt(
            origin == .option ? .usage : .configuration, .feedColumnMapInvalid, message,
            advice: "columns are: \(known), and attr.NAME for a custom attribute")
    }
}

extension String {
    /// The text without blanks at its ends.
    var trimmingBlanks: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
