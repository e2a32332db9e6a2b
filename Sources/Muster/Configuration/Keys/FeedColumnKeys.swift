import Provisioning

extension FeedProfile {
    /// Which columns the file has, and what they are called here.
    static var columnKeys: [ConfigurationKey<FeedProfile>] {
        [
            .custom(
                "columns", initial: "{}",
                "Columns by header of the file, where the header alone does not tell, such as "
                    + "{\"Worker ID\": external_id}", read: readColumns),
            .list(
                "ignore", of: .text("a header"), into: \.ignoredColumns, initial: "[]",
                "Headers that are ignored without a warning"),
            .value(
                "unknown_columns", .word, into: \.unknownColumns, initial: "warn",
                "What becomes of a header that is no column: warn, error, make it a custom "
                    + "attribute (attributes), or ignore"),
            .custom(
                "strict", initial: "off", "on is the same as unknown_columns: error",
                read: readStrict),
            .value(
                "clear_token", ValueForm<String>.text("text").map { ByteString($0) },
                into: \.clearToken, initial: "(clear)", "What a cell says to clear a value"),
            .list(
                "keep_tokens", of: ValueForm<String>.text("text").map { ByteString($0) },
                into: \.keepTokens, initial: "[]",
                "What a cell may say, beside nothing, to keep a value, such as \"****\""),
        ]
    }

    private static func readColumns(
        _ node: ConfigurationNode, _ path: String, _ reading: ConfigurationReading,
        _ profile: inout FeedProfile
    ) {
        let header = ValueForm<String>.text("a header of the file")
        guard let entries = NamedEntries.read(node, path, reading, of: header) else { return }
        var headers: [ColumnTarget: String] = [:]
        for (header, value) in entries {
            guard let target = ColumnName.any.read(value, path, reading) else { continue }
            if let other = headers[target], target != .column(.groups) {
                reading.reportValue(
                    of: path, at: value,
                    "\"\(MessageText.quoted(other))\" is \(target.name) already; only groups can "
                        + "have several headers")
            }
            headers[target] = header
            profile.columns[header] = target.name
        }
    }

    private static func readStrict(
        _ node: ConfigurationNode, _ path: String, _ reading: ConfigurationReading,
        _ profile: inout FeedProfile
    ) {
        guard ValueForm.toggle.read(node, path, reading) == true else { return }
        let other = path.dropLast("strict".count) + "unknown_columns"
        if reading.has(String(other)), profile.unknownColumns != .error {
            reading.reportValue(
                of: path, at: node,
                "contradicts \(other): \(profile.unknownColumns.rawValue)")
        }
        profile.unknownColumns = .error
    }
}
