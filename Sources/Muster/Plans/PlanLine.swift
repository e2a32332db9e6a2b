import Provisioning
import ResultReporting

/// One record of a plan, as a line of its file.
enum PlanLine {
    /// The line with its end.
    ///
    /// Messages come last: they alone may differ when the same is decided later, since some tell a
    /// time.
    static func text(_ record: PlannedRecord) -> ByteString {
        var json = JSONWriter()
        json.beginObject()
        if record.number > 0 {
            json.member("record", record.number)
            json.member("line", record.line)
        } else {
            json.key("record")
            json.null()
        }
        json.member("action", record.action.word)
        json.member("outcome", record.outcome.word)
        json.member("username", record.identity.username)
        json.member("email", record.identity.email)
        json.member("external_id", record.identity.externalID)
        if let user = record.user { json.member("user", user.value) }
        if let version = record.version { json.member("version", version) }
        json.key("codes")
        json.beginArray()
        for issue in record.issues { json.value(issue.code.rawValue) }
        json.endArray()
        json.key("changes")
        json.beginArray()
        for value in record.values {
            json.beginObject()
            json.member("name", value.name)
            json.member("before", value.before)
            json.member("after", value.after)
            json.endObject()
        }
        json.endArray()
        json.key("effects")
        json.beginArray()
        for effect in record.effects { json.value(effect) }
        json.endArray()
        json.key("messages")
        json.beginArray()
        for issue in record.issues { json.value(IssueText.message(issue, withValue: true)) }
        json.endArray()
        json.endObject()
        return json.take()
    }

    /// What of a line has to be the same when the plan is carried out: all but the messages.
    static func decision(_ line: some Collection<UInt8>) -> ArraySlice<UInt8> {
        let bytes = Array(line)
        // No quotation mark stands bare within a text, so this is the key and nothing else.
        let mark = Array(",\"messages\":".utf8)
        var position = bytes.count - mark.count
        while position >= 0 {
            if bytes[position] == mark[0],
                bytes[position..<position + mark.count].elementsEqual(mark)
            {
                return bytes[..<position]
            }
            position -= 1
        }
        return bytes[...]
    }
}
