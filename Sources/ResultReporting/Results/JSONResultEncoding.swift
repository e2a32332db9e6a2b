import Provisioning

/// Results as JSON Lines: one object (RFC 8259) a line, every key in every object.
struct JSONResultEncoding: ResultEncoding {
    private let showsValues: Bool
    private let words: ResultWords

    init(isShareable: Bool) {
        showsValues = !isShareable
        words = ResultWords { action, outcome in
            let shown = action.map { "\"\($0)\"" } ?? "null"
            return ",\"action\":\(shown),\"outcome\":\"\(outcome)\""
        }
    }

    var prologue: String { "" }

    @inline(__always)
    func begin(
        record: UInt32, line: UInt64, action: Action, outcome: Outcome, to buffer: inout ByteBuffer
    ) {
        if record > 0 {
            buffer.append("{\"record\":" as StaticString)
            buffer.appendDecimal(UInt64(record))
            buffer.append(",\"line\":" as StaticString)
            buffer.appendDecimal(line)
        } else {
            buffer.append("{\"record\":null,\"line\":null" as StaticString)
        }
        words.append(action, outcome, to: &buffer)
    }

    @inline(__always)
    func key(_ index: Int, _ bytes: UnsafeRawBufferPointer?, to buffer: inout ByteBuffer) {
        switch index {
        case 0: buffer.append(",\"username\":" as StaticString)
        case 1: buffer.append(",\"email\":" as StaticString)
        default: buffer.append(",\"external_id\":" as StaticString)
        }
        if let bytes {
            JSONString.append(bytes, to: &buffer)
        } else {
            buffer.append("null" as StaticString)
        }
    }

    @inline(__always)
    func end(issues: [RecordIssue], detail: String?, to buffer: inout ByteBuffer) {
        if issues.isEmpty, detail == nil {
            buffer.append(
                ",\"codes\":\"\",\"messages\":\"\",\"detail\":\"\",\"issues\":[]}\n"
                    as StaticString)
        } else {
            appendFindings(issues, detail, to: &buffer)
        }
    }

    @inline(never)
    private func appendFindings(
        _ issues: [RecordIssue], _ detail: String?, to buffer: inout ByteBuffer
    ) {
        var text = ByteBuffer(capacity: 512)
        buffer.append(",\"codes\":\"" as StaticString)
        IssueText.appendCodes(issues, to: &buffer)
        buffer.append("\",\"messages\":" as StaticString)
        IssueText.appendMessages(issues, withValues: showsValues, to: &text)
        JSONString.append(text.bytes, to: &buffer)
        buffer.append(",\"detail\":" as StaticString)
        JSONString.append(showsValues ? detail ?? "" : "", to: &buffer)
        buffer.append(",\"issues\":[" as StaticString)
        for (index, issue) in issues.enumerated() {
            if index > 0 { buffer.append(0x2C) }
            append(issue, text: &text, to: &buffer)
        }
        buffer.append("]}\n" as StaticString)
    }

    private func append(
        _ issue: RecordIssue, text: inout ByteBuffer, to buffer: inout ByteBuffer
    ) {
        buffer.append("{\"code\":" as StaticString)
        JSONString.append(issue.code.rawValue, to: &buffer)
        buffer.append(",\"severity\":" as StaticString)
        JSONString.append(issue.severity.rawValue, to: &buffer)
        buffer.append(",\"column\":" as StaticString)
        if let column = issue.column {
            JSONString.append(column, to: &buffer)
        } else {
            buffer.append("null" as StaticString)
        }
        buffer.append(",\"message\":" as StaticString)
        text.removeAll()
        IssueText.appendMessage(issue, withValue: showsValues, to: &text)
        JSONString.append(text.bytes, to: &buffer)
        buffer.append("}" as StaticString)
    }
}
