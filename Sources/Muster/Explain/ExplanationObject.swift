import Provisioning
import ResultReporting
import SQLiteDirectory

/// An explanation for programs, as one JSON object; every member is always there.
enum ExplanationObject {
    static func text(_ it: Explanation) -> ByteString {
        var json = JSONWriter(layout: .indented)
        json.beginObject()
        writeRecord(it, to: &json)
        writeReading(it, to: &json)
        writeMatch(it, to: &json)
        writeLog(it.log, to: &json)
        json.key("now")
        if let now = it.now {
            json.beginObject()
            json.member("outcome", now.outcome)
            json.member("detail", now.detail)
            write("messages", now.messages, to: &json)
            json.endObject()
        } else {
            json.null()
        }
        write("notes", it.remarks, to: &json)
        json.endObject()
        return json.take()
    }

    private static func writeRecord(_ it: Explanation, to json: inout JSONWriter) {
        let plan = it.run.plan
        json.member("run", plan.name)
        json.key("record")
        if let record = it.record { json.value(record) } else { json.null() }
        json.member("leaver", it.record == nil)
        json.member("command", plan.command)
        json.member("feed", plan.feed.isEmpty ? nil : plan.feed)
        json.member("file", plan.file.isEmpty ? nil : plan.file)
        json.key("line")
        if let line = it.line { json.value(line) } else { json.null() }
        json.member("actor", plan.actor)
        json.member("reason", it.log.reason ?? plan.reason)
        json.member("started_at", plan.startedAt.text)
        json.member("state", it.run.state.rawValue)
        json.member("action", it.action)
        json.member("outcome", it.outcome)
        json.member("answer", it.answer)
        json.member("username", it.identity?.username)
        json.member("email", it.identity?.email)
        json.member("external_id", it.identity?.externalID)
        json.key("issues")
        json.beginArray()
        for issue in it.issues {
            json.beginObject()
            json.member("code", issue.code)
            json.member("message", issue.message.isEmpty ? nil : issue.message)
            json.endObject()
        }
        json.endArray()
        json.member("detail", it.detail)
    }

    private static func writeReading(_ it: Explanation, to json: inout JSONWriter) {
        json.key("raw")
        json.beginObject()
        json.member("text", it.raw)
        json.member("source", it.rawSource?.rawValue)
        json.member("path", it.rawPath)
        json.member("missing", it.rawMissing)
        json.endObject()
        json.key("columns")
        json.beginArray()
        for column in it.columns {
            json.beginObject()
            json.member("header", column.header)
            json.member("column", column.column)
            json.member("how", column.how)
            json.member("raw", column.raw)
            json.member("value", column.value)
            json.member("note", column.note)
            json.endObject()
        }
        json.endArray()
    }

    private static func writeMatch(_ it: Explanation, to json: inout JSONWriter) {
        json.key("match_now")
        json.beginObject()
        json.key("keys")
        json.beginArray()
        for key in it.keys {
            json.beginObject()
            json.member("key", key.name)
            json.member("value", key.value)
            json.member("user", key.user)
            json.member("remark", key.remark)
            json.endObject()
        }
        json.endArray()
        json.member("conclusion", it.match)
        json.endObject()
        json.key("policies_now")
        json.beginArray()
        for policy in it.policies {
            json.beginObject()
            json.member("name", policy.name)
            json.member("value", policy.value)
            json.member("source", policy.source)
            json.endObject()
        }
        json.endArray()
    }

    private static func writeLog(_ log: RecordLog, to json: inout JSONWriter) {
        json.key("user_id")
        if let user = log.user { json.value(user.value) } else { json.null() }
        json.member("creates_user", log.isCreation)
        json.key("written")
        json.beginArray()
        for value in log.values {
            json.beginObject()
            json.member("name", value.name)
            json.member("before", value.before)
            json.member("after", value.after)
            json.endObject()
        }
        for list in log.lists {
            json.beginObject()
            json.member("name", list.name)
            write("items", list.items, to: &json)
            json.endObject()
        }
        json.endArray()
        json.member("erased", log.isImageErased)
        json.key("mails")
        json.beginArray()
        for mail in log.mails {
            json.beginObject()
            json.member("kind", mail.kind)
            json.member("state", mail.state)
            json.member("due_at", mail.dueAt.text)
            json.member("reply", mail.reply)
            json.endObject()
        }
        json.endArray()
        json.key("since")
        json.beginArray()
        for later in log.later {
            json.beginObject()
            json.member("run", later.run)
            json.member("record", later.record)
            json.member("action", later.action)
            json.member("outcome", later.outcome)
            json.member("at", later.at.text)
            json.endObject()
        }
        json.endArray()
        json.member("undone_by", log.undoneBy)
    }

    private static func write(_ name: String, _ texts: [String], to json: inout JSONWriter) {
        json.key(name)
        json.beginArray()
        for text in texts { json.value(text) }
        json.endArray()
    }
}
