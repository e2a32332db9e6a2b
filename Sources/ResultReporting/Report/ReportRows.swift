import Glibc
import Provisioning

/// Copies listed results into a page as they stand in the results file: its script takes them apart.
///
/// That costs a few steps a record, where making other text of each would cost a tenth of an import
/// that finds nothing changed. `<` is written as `\u003c`, so that no value can end the script element
/// that the lines stand in or begin a comment there; in CSV, which knows no such escape, `\` is written
/// as `\u005c`, so that the way back is plain.
struct ReportRows {
    private let format: ResultsFormat
    /// Results that were copied one by one, by outcome.
    private(set) var listed: [UInt64] = Array(repeating: 0, count: 16)

    /// Begins with none.
    init(format: ResultsFormat) { self.format = format }

    /// Results that were copied one by one.
    var count: UInt64 { listed.reduce(0, +) }

    /// Appends one line without its end.
    mutating func append(_ line: UnsafeRawBufferPointer, to buffer: inout ByteBuffer) {
        if let outcome = Self.outcome(of: line, format) { listed[Int(outcome.rawValue)] += 1 }
        append(bytes: line, to: &buffer)
        buffer.append(0x0A)
    }

    /// Appends whole lines with their ends.
    func append(bytes: UnsafeRawBufferPointer, to buffer: inout ByteBuffer) {
        guard let base = bytes.baseAddress else { return }
        let isCSV = format == .csv
        guard
            memchr(base, 0x3C, bytes.count) != nil
                || (isCSV && memchr(base, 0x5C, bytes.count) != nil)
        else { return buffer.append(bytes) }
        for byte in bytes {
            switch byte {
            case 0x3C: buffer.append("\\u003c" as StaticString)
            case 0x5C where isCSV: buffer.append("\\u005c" as StaticString)
            default: buffer.append(byte)
            }
        }
    }

    /// What is not listed, such as `900,000 more created`; empty: nothing.
    func missing(of report: RunReport) -> [String] {
        Outcome.allCases.compactMap { outcome in
            let all = report.summary.count(outcome) + (report.leavers[outcome] ?? 0)
            let shown = listed[Int(outcome.rawValue)]
            guard all > shown else { return nil }
            let more = shown > 0 ? " more" : ""
            return "\(GroupedNumber.text(all - shown))\(more) \(outcome.word)"
        }
    }

    /// The outcome of a line, which stands behind its third comma; nil: it is no result.
    private static func outcome(
        of line: UnsafeRawBufferPointer, _ format: ResultsFormat
    ) -> Outcome? {
        guard let base = line.baseAddress else { return nil }
        var start = 0
        for _ in 0..<3 {
            guard start < line.count, let comma = memchr(base + start, 0x2C, line.count - start)
            else { return nil }
            start = UnsafeRawPointer(comma) - base + 1
        }
        if format == .jsonLines { start += "\"outcome\":\"".utf8.count }
        guard start < line.count else { return nil }
        let end: UInt8 = format == .csv ? 0x2C : 0x22
        let length = line[start...].prefix(16).firstIndex(of: end).map { $0 - start }
        // No two outcomes have both in common.
        return switch (line[start], length) {
        case (0x63, 7): .created
        case (0x75, 7): .updated
        case (0x75, 9): .unchanged
        case (0x64, 7): .deleted
        case (0x64, 8): .disabled
        case (0x65, 7): .enabled
        case (0x61, 7): .applied
        case (0x76, 6): .viewed
        case (0x6D, 7): .missing
        case (0x72, 8): .rejected
        case (0x73, 7): .skipped
        default: nil
        }
    }
}
