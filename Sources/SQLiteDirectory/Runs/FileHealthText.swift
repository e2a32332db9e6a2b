import GRDB
import Provisioning

/// What is remembered of an accepted file, as the JSON text of its row.
enum FileHealthText {
    static func json(of health: FileHealth?) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        if let health {
            for (name, text) in [
                ("format", health.format), ("encoding", health.encoding),
                ("delimiter", health.delimiter),
            ] {
                writer.key(name)
                writer.text(text)
            }
            writer.key("sampled")
            writer.number(Int64(health.sampled))
            writer.key("header")
            writer.beginArray()
            for name in health.header { writer.text(name) }
            writer.endArray()
            writer.key("columns")
            writer.beginArray()
            for column in health.columns { write(column, to: &writer) }
            writer.endArray()
        }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func write(_ column: ColumnHealth, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("name")
        writer.text(column.name)
        writer.key("filled")
        writer.number(Int64(column.filled))
        writer.key("distinct")
        writer.number(Int64(column.distinct))
        writer.endObject()
    }

    /// Reads it back; SQLite takes the text apart. nil: nothing was remembered.
    static func health(of text: String, _ database: Database) throws -> FileHealth? {
        guard
            let head = try Row.fetchOne(
                database,
                sql: """
                    SELECT ?1 ->> '$.format', ?1 ->> '$.encoding', ?1 ->> '$.delimiter',
                        ?1 ->> '$.sampled'
                    """, arguments: [text]), let format = head[0] as String?
        else { return nil }
        var health = FileHealth()
        health.format = format
        health.encoding = head[1] ?? ""
        health.delimiter = head[2] ?? ""
        health.sampled = UInt64(max(head[3] as Int64? ?? 0, 0))
        health.header = try String.fetchAll(
            database, sql: "SELECT value FROM json_each(?, '$.header') ORDER BY key",
            arguments: [text])
        health.columns = try Row.fetchAll(
            database,
            sql: """
                SELECT value ->> '$.name', value ->> '$.filled', value ->> '$.distinct'
                FROM json_each(?, '$.columns') ORDER BY key
                """, arguments: [text]
        ).map { row in
            ColumnHealth(
                name: try row.value(0), filled: UInt64(max(try row.value(1) as Int64, 0)),
                distinct: UInt64(max(try row.value(2) as Int64, 0)))
        }
        return health
    }
}
