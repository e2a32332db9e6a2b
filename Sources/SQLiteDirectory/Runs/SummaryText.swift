import GRDB
import Provisioning

/// A run's summary as the JSON text that its row in the history keeps.
enum SummaryText {
    static func json(of summary: RunSummary) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("records")
        writer.number(Int64(summary.records))
        writer.key("mails_queued")
        writer.number(Int64(summary.mailsQueued))
        writer.key("groups_created")
        writer.number(Int64(summary.groupsCreated))
        writer.key("outcomes")
        append(summary.outcomes, to: &writer)
        writer.key("leavers")
        append(summary.leavers, to: &writer)
        writer.key("issues")
        writer.beginObject()
        for code in IssueCode.allCases {
            guard let count = summary.issues[code] else { continue }
            writer.key(code.rawValue)
            writer.number(Int64(count))
        }
        writer.endObject()
        writer.key("first_places")
        writer.beginObject()
        for code in IssueCode.allCases {
            guard let place = summary.firstPlaces[code] else { continue }
            writer.key(code.rawValue)
            writer.text(place)
        }
        writer.endObject()
        append(summary.notices, to: &writer)
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func append(_ outcomes: [Outcome: UInt64], to writer: inout JSONWriter) {
        writer.beginObject()
        for outcome in Outcome.allCases {
            guard let count = outcomes[outcome] else { continue }
            writer.key(outcome.word)
            writer.number(Int64(count))
        }
        writer.endObject()
    }

    private static func append(_ notices: [RecordIssue], to writer: inout JSONWriter) {
        writer.key("notices")
        writer.beginArray()
        for notice in notices {
            writer.beginObject()
            writer.key("code")
            writer.text(notice.code.rawValue)
            writer.key("severity")
            writer.text(notice.severity.rawValue)
            writer.key("column")
            writer.text(notice.column)
            writer.key("value")
            writer.text(notice.value)
            writer.key("finding")
            writer.text(notice.finding)
            if let number = notice.columnNumber {
                writer.key("column_number")
                writer.number(Int64(number))
            }
            writer.endObject()
        }
        writer.endArray()
    }

    /// Reads a summary back; SQLite takes the text apart. Codes of a newer version are left out.
    static func summary(of text: String, _ database: Database) throws -> RunSummary {
        var summary = RunSummary()
        let head = try rows(
            "SELECT ?1 ->> '$.records', ?1 ->> '$.mails_queued', ?1 ->> '$.groups_created'", [text],
            database
        ).first
        summary.records = count(head?[0] as Int64? ?? 0)
        summary.mailsQueued = count(head?[1] as Int64? ?? 0)
        summary.groupsCreated = count(head?[2] as Int64? ?? 0)
        summary.outcomes = try outcomes(text, "outcomes", database)
        summary.leavers = try outcomes(text, "leavers", database)
        for (code, number) in try pairs(text, "issues", database) {
            guard let code = IssueCode(rawValue: code) else { continue }
            summary.issues[code] = count(Int64(number) ?? 0)
        }
        for (code, place) in try pairs(text, "first_places", database) {
            guard let code = IssueCode(rawValue: code) else { continue }
            summary.firstPlaces[code] = place
        }
        summary.notices = try notices(text, database)
        return summary
    }

    /// No run has more of anything than there are numbers of records, so that sums of what a damaged row
    /// says stay numbers.
    private static func count(_ number: Int64) -> UInt64 { UInt64(UInt32(clamping: number)) }

    private static func outcomes(
        _ text: String, _ object: String, _ database: Database
    ) throws -> [Outcome: UInt64] {
        var counts: [Outcome: UInt64] = [:]
        for (word, number) in try pairs(text, object, database) {
            guard let outcome = outcomeOfWord[word] else { continue }
            counts[outcome] = count(Int64(number) ?? 0)
        }
        return counts
    }

    private static let outcomeOfWord = Dictionary(
        Outcome.allCases.map { ($0.word, $0) }, uniquingKeysWith: { first, _ in first })

    private static func pairs(
        _ text: String, _ object: String, _ database: Database
    ) throws -> [(String, String)] {
        try rows(
            "SELECT key, CAST(value AS TEXT) FROM json_each(?, ?)", [text, "$.\(object)"], database
        ).map { (try $0.value(0), try $0.value(1)) }
    }

    /// Statements are kept: a list has the summaries of a thousand runs.
    private static func rows(
        _ sql: String, _ arguments: StatementArguments, _ database: Database
    ) throws -> [Row] {
        try Row.fetchAll(try database.cachedStatement(sql: sql), arguments: arguments)
    }

    private static func notices(_ text: String, _ database: Database) throws -> [RecordIssue] {
        try rows(
            """
            SELECT value ->> '$.code', value ->> '$.severity', value ->> '$.column',
                value ->> '$.value', value ->> '$.finding', value ->> '$.column_number'
            FROM json_each(?, '$.notices')
            """, [text], database
        ).compactMap { row in
            guard let code = IssueCode(rawValue: try row.value(0)) else { return nil }
            var notice = RecordIssue(
                code, column: try row.value(2), value: try row.value(3), finding: try row.value(4),
                severity: IssueSeverity(rawValue: try row.value(1)))
            notice.columnNumber = (try row.value(5) as Int64?).map { UInt16(clamping: $0) }
            return notice
        }
    }
}
