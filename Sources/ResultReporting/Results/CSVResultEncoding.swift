import Provisioning

/// Results as CSV (RFC 4180, but with LF as line end).
struct CSVResultEncoding: ResultEncoding {
    private static let comma: UInt8 = 0x2C
    private let showsValues: Bool
    private let words: ResultWords
    private let repeated = RepeatedIssue()

    init(isShareable: Bool) {
        showsValues = !isShareable
        words = ResultWords { action, outcome in ",\(action ?? ""),\(outcome)" }
    }

    /// The header.
    static var prologue: String {
        "record,line,action,outcome,username,email,external_id,codes,messages,detail\n"
    }

    var prologue: String { Self.prologue }

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
        if issues.count == 1, repeated.append(issues[0], to: &buffer) { return }
        let start = buffer.count
        buffer.append(Self.comma)
        IssueText.appendCodes(issues, to: &buffer)
        buffer.append(Self.comma)
        repeated.text.removeAll()
        IssueText.appendMessages(issues, withValues: showsValues, to: &repeated.text)
        ShownCell.append(repeated.text.bytes, to: &buffer)
        if issues.count == 1 { repeated.note(issues[0], buffer.bytes(from: start)) }
    }
}

/// The last few warnings that stood alone, with the cells that they became: a feed in which a quarter
/// of the records has the same warning spends 3 % of a dry run on its text otherwise.
private final class RepeatedIssue {
    /// Where messages are joined before they become a cell.
    @exclusivity(unchecked) var text = ByteBuffer(capacity: 512)
    @exclusivity(unchecked) private var recent: ContiguousArray<(RecordIssue, ByteString)> = []
    @exclusivity(unchecked) private var next = 0
    private static let recentMax = 8
    /// Bytes of the longest value that is likely to come again.
    private static let valueBytesMax = 15

    /// Appends the cells of an issue if they are known.
    func append(_ issue: RecordIssue, to buffer: inout ByteBuffer) -> Bool {
        for place in recent.indices where recent[place].0 == issue {
            recent[place].1.bytes.withUnsafeBytes { buffer.append($0) }
            return true
        }
        return false
    }

    /// Keeps the cells of an issue that may come again: no error, which names what is wrong there.
    func note(_ issue: RecordIssue, _ cells: UnsafeRawBufferPointer) {
        guard issue.severity == .warning,
            issue.value.map({ $0.utf8.count <= Self.valueBytesMax }) ?? true
        else { return }
        let entry = (issue, ByteString(cells))
        if recent.count < Self.recentMax { recent.append(entry) } else { recent[next] = entry }
        next = (next + 1) % Self.recentMax
    }
}
