import GRDB
import Provisioning

/// Looks into bodies that are JSON; SQLite takes the text apart.
enum AuditBodyText {
    /// The number that a member is; nil: there is none.
    static func number(
        _ body: ContiguousArray<UInt8>, _ name: String, _ database: Database
    ) throws -> Int64? {
        try member(body, name, database) { $0.optionalInt64(0) }
    }

    /// The text of a member, or the JSON of an object; nil: there is none.
    static func text(
        _ body: ContiguousArray<UInt8>, _ name: String, _ database: Database
    ) throws -> ByteString? {
        try member(body, name, database) { $0.optionalText(0) }
    }

    private static func member<Value>(
        _ body: ContiguousArray<UInt8>, _ name: String, _ database: Database,
        _ value: (PreparedStatement) -> Value?
    ) throws -> Value? {
        let row = try PreparedStatement(
            database, "SELECT CASE WHEN json_valid(?1) THEN json_extract(?1, ?2) END")
        return try body.withUnsafeBytes { bytes in
            row.bind(1, text: bytes)
            row.bind(2, copying: "$.\(name)")
            guard try row.step() else { return nil }
            defer { row.reset() }
            return value(row)
        }
    }
}
