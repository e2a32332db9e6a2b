package import Provisioning

/// How issues are put into one cell: in CSV, and in JSON under the same keys.
package enum IssueText {
    /// Appends codes in order, separated by `;`.
    static func appendCodes(_ issues: [RecordIssue], to buffer: inout ByteBuffer) {
        for (index, issue) in issues.enumerated() {
            if index > 0 { buffer.append(0x3B) }
            buffer.append(issue.code.rawValue)
        }
    }

    /// Appends messages in the same order, separated by ` | `, each with its column in front.
    static func appendMessages(
        _ issues: [RecordIssue], withValues: Bool, to buffer: inout ByteBuffer
    ) {
        for (index, issue) in issues.enumerated() {
            if index > 0 { buffer.append(" | " as StaticString) }
            if let column = issue.column {
                buffer.append(column)
                buffer.append(": " as StaticString)
            }
            appendMessage(issue, withValue: withValues, to: &buffer)
        }
    }

    /// Appends what `RecordIssue.message` says, without making it a text where the value is printable
    /// ASCII: a file may be rejected as a whole. Without values, it is what anybody may read.
    static func appendMessage(
        _ issue: RecordIssue, withValue: Bool, to buffer: inout ByteBuffer
    ) {
        guard withValue else {
            buffer.append(issue.shareableMessage)
            return
        }
        guard var value = issue.value else {
            buffer.append(issue.finding)
            return
        }
        let isPlain = value.withUTF8 { bytes in
            bytes.count <= MessageText.quotedCharactersMax
                && PlainBytes.hold(UnsafeRawBufferPointer(bytes), but: 0, 0, 0)
        }
        guard isPlain else {
            buffer.append(issue.message)
            return
        }
        buffer.append(0x22)
        buffer.append(value)
        buffer.append("\" " as StaticString)
        buffer.append(issue.finding)
    }

    /// One message with its column: `email: "a@@b" is not an e-mail address`.
    package static func message(_ issue: RecordIssue, withValue: Bool) -> String {
        let text = withValue ? issue.message : issue.messageWithoutValue
        guard let column = issue.column else { return text }
        return "\(column): \(text)"
    }
}
