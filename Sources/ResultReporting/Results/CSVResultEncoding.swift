import Provisioning

/// Results as CSV (RFC 4180, but with LF as line end).
struct CSVResultEncoding: ResultEncoding {
    private static let comma: UInt8 = 0x2C
    private let showsValues: Bool
    private let words: ResultWords

    init(isShareable: Bool) {
        showsValues = !isShareable
        words = ResultWords { action, outcome in ",\(action ?? ""),\(outcome)" }
    }

    var prologue: String {
        "record,line,action,outcome,username,email,external_id,codes,messages,detail\n"
    }

    @inline(__always)
    func begin(
        record: UInt32, line: UInt64, action: Action, outcome: Outcome, to buffer: inout ByteBuffer
    ) {
        if record > 0 {
            buffer.appendDecimal(UInt64(record))
            buffer.append(Self.comma)
            buffer.appendDecimal(line)
        } else {
            buffer.append(Self.comma)
        }
        words.append(action, outcome, to: &buffer)
    }

    @inline(__always)
    func key(_ index: Int, _ bytes: UnsafeRawBufferPointer?, to buffer: inout ByteBuffer) {
        buffer.append(Self.comma)
        if let bytes { ShownCell.append(bytes, to: &buffer) }
    }

    @inline(__always)
    func end(issues: [RecordIssue], detail: String?, to buffer: inout ByteBuffer) {
        if issues.isEmpty {
            buffer.append(",," as StaticString)
        } else {
            appendIssues(issues, to: &buffer)
        }
        buffer.append(Self.comma)
        if showsValues, let detail { ShownCell.append(detail, to: &buffer) }
        buffer.append(0x0A)
    }

    @inline(never)
    private func appendIssues(_ issues: [RecordIssue], to buffer: inout ByteBuffer) {
        var text = ByteBuffer(capacity: 512)
        buffer.append(Self.comma)
        IssueText.appendCodes(issues, to: &buffer)
        buffer.append(Self.comma)
        IssueText.appendMessages(issues, withValues: showsValues, to: &text)
        ShownCell.append(text.bytes, to: &buffer)
    }
}
