package import Provisioning
import ResultReporting
import SQLiteDirectory

/// Writes the users as a feed: imported into the same directory it changes nothing, and into an
/// empty one it makes the same users.
package struct UsersExportJob {
    private let place: DirectoryPlace
    /// Path of the file, JSON Lines by its extension, else CSV; `-` is standard output.
    package var output = "-"
    /// Whether it is JSON Lines, whatever the file is called.
    package var isJSON = false
    /// Whether cells that a spreadsheet would run are neutralised; the file is then not exact.
    package var isSpreadsheetSafe = false
    /// Whether the hashes of passwords are in it.
    package var hasHashes = false

    package init(_ place: DirectoryPlace) { self.place = place }

    /// Columns before the custom attributes.
    private var columns: [UserColumn] {
        [.username, .email, .externalID] + UserColumn.profile
            + [.enabled, .deviceLimit, .secondFactor, .groups, .apps, .passwordExpires]
            + (hasHashes ? [.passwordHash] : [])
    }

    /// Writes the export; a named file appears whole or not at all.
    ///
    /// - Returns: how many users there are.
    /// - Throws: a halt with status 66 if there is no directory, 73 or 74 for the file.
    package func run() throws(RunHalt) -> UInt64 {
        let directory = try place.openForReading()
        guard output != OutputFile.standardOutputPath else {
            let file = OutputFile.standardOutput()
            let count = try write(directory, to: file, isJSON ? .jsonLines : .csv)
            try file.flush()
            return count
        }
        let file = try AtomicFile(path: output)
        let count = try write(
            directory, to: file.file, isJSON ? .jsonLines : ResultsFormat(path: output))
        try file.commit()
        return count
    }

    private func write(
        _ directory: SQLiteDirectory, to file: OutputFile, _ format: ResultsFormat
    ) throws(RunHalt) -> UInt64 {
        let attributes = try directory.attributeNames()
        let dialect = FeedDialect(isSpreadsheetSafe: isSpreadsheetSafe)
        let export = UsersExport(
            file: file, format: format,
            columns: self.columns.map(\.name) + attributes.map { "attr.\($0.text)" },
            dialect: dialect)
        var count: UInt64 = 0
        try directory.exportUsers(withHashes: hasHashes) { user in
            try export.write(values(of: user, attributes))
            count += 1
        }
        return count
    }

    /// The cells of one user. What follows a default is said so, since an empty cell would keep
    /// whatever another directory has.
    private func values(of user: ExportedUser, _ attributes: [ByteString]) -> [ByteString?] {
        var values: [ByteString?] = [user.username, user.email, user.externalID]
        values += user.profile
        values.append(ByteString(user.isEnabled ? "true" : "false"))
        values.append(ByteString(user.deviceLimit.map { "\($0)" } ?? "default"))
        values.append(ByteString(user.secondFactor?.word ?? "default"))
        values += [Self.list(user.groups), Self.list(user.apps), user.passwordExpires]
        if hasHashes { values.append(user.passwordHash) }
        var next = user.attributes[...]
        for name in attributes {
            values.append(next.first?.name == name ? next.removeFirst().value : nil)
        }
        return values
    }

    private static func list(_ names: [ByteString]) -> ByteString? {
        names.isEmpty ? nil : ByteString(names.map(item).joined(separator: [0x3B]))
    }

    /// A group or application as an item of a list: a name that begins with a sign has another before it, which
    /// says to join it.
    private static func item(_ name: ByteString) -> [UInt8] {
        let hasSign = name.bytes.first == 0x2B || name.bytes.first == 0x2D
        return (hasSign ? [0x2B] : []) + name.bytes
    }
}
