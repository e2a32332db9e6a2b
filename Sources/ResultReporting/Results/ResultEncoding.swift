import Provisioning

/// The parts of one result, appended in this order: `begin`, three keys, `end`.
protocol ResultEncoding {
    /// What stands before the first result.
    var prologue: String { get }

    /// Appends numbers, action and outcome; record 0 is a leaver, who has no numbers.
    func begin(
        record: UInt32, line: UInt64, action: Action, outcome: Outcome, to buffer: inout ByteBuffer)

    /// Appends the key in place `index` (username, e-mail, external id); nil: there is none.
    func key(_ index: Int, _ bytes: UnsafeRawBufferPointer?, to buffer: inout ByteBuffer)

    /// Appends issues and detail, and ends the result.
    func end(issues: [RecordIssue], detail: String?, to buffer: inout ByteBuffer)
}
