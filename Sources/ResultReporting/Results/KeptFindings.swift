import Glibc
import Provisioning

/// Reads back the findings in a results file that a resumed run goes on with, so that its figures
/// are those of an uninterrupted run.
///
/// Only files of `ResultsWriter` are read. In them a line is a record, because no cell has a line
/// break in it, and the member `codes` of an object is found by its bytes, because a quote inside
/// a string is escaped.
struct KeptFindings {
    private static let blockBytes = 1 << 20
    private static let codesMember = Array(",\"codes\":\"".utf8)
    private let format: ResultsFormat

    init(format: ResultsFormat) { self.format = format }

    /// Calls `each` with every code in the file at `path`, in order.
    ///
    /// - Complexity: a few steps a byte; a block is in memory at a time.
    /// - Throws: a halt with status 74.
    func read(
        _ path: String, _ each: (_ code: IssueCode, _ line: UInt64, _ record: UInt32) -> Void
    ) throws(RunHalt) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault.failed("open", path, errno) }
        defer { close(descriptor) }
        var block = [UInt8](repeating: 0, count: Self.blockBytes)
        var kept = 0
        while true {
            if kept == block.count { block += [UInt8](repeating: 0, count: kept) }
            let room = block.count - kept
            let count = block.withUnsafeMutableBytes { bytes in
                bytes.baseAddress.map { Glibc.read(descriptor, $0 + kept, room) } ?? -1
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFault.failed("read", path, errno) }
            if count == 0 { return }
            let end = kept + count
            let start = block.withUnsafeBytes { bytes in
                scanLines(UnsafeRawBufferPointer(rebasing: bytes[..<end]), each)
            }
            block.replaceSubrange(0..<(end - start), with: Array(block[start..<end]))
            kept = end - start
        }
    }

    /// Scans whole lines, and says where the first that is not whole begins.
    private func scanLines(
        _ bytes: UnsafeRawBufferPointer, _ each: (IssueCode, UInt64, UInt32) -> Void
    ) -> Int {
        var start = 0
        while let base = bytes.baseAddress,
            let found = memchr(base + start, 0x0A, bytes.count - start)
        {
            let end = UnsafeRawPointer(found) - base
            scan(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), each)
            start = end + 1
        }
        return start
    }

    private func scan(
        _ line: UnsafeRawBufferPointer, _ each: (IssueCode, UInt64, UInt32) -> Void
    ) {
        let codes = format == .csv ? cell(7, of: line) : member(of: line)
        guard !codes.isEmpty else { return }
        // `record` and `line` are the first two numbers in either format; a leaver has none.
        var numbers: [UInt64] = []
        let isCSV = format == .csv
        for index in 0..<2 {
            let digits = isCSV ? cell(index, of: line) : jsonNumber(index, of: line)
            numbers.append(UInt64(String(decoding: digits, as: UTF8.self)) ?? 0)
        }
        for word in codes.split(separator: 0x3B) {
            guard let code = IssueCode(rawValue: String(decoding: word, as: UTF8.self)) else {
                continue
            }
            each(code, numbers[1], UInt32(truncatingIfNeeded: numbers[0]))
        }
    }

    /// A cell of a CSV line as it stands there, its quotes too.
    private func cell(_ wanted: Int, of line: UnsafeRawBufferPointer) -> Slice<
        UnsafeRawBufferPointer
    > {
        var index = 0
        var start = 0
        var isQuoted = false
        for (place, byte) in line.enumerated() {
            if byte == 0x22 { isQuoted.toggle() }
            guard byte == 0x2C, !isQuoted else { continue }
            if index == wanted { return line[start..<place] }
            index += 1
            start = place + 1
        }
        return index == wanted ? line[start...] : line[..<0]
    }

    private func member(of line: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer> {
        let name = Self.codesMember
        var start = 0
        while let base = line.baseAddress, start + name.count <= line.count,
            let comma = memchr(base + start, 0x2C, line.count - start - name.count + 1)
        {
            start = UnsafeRawPointer(comma) - base + 1
            if memcmp(comma, name, name.count) == 0 {
                return line[(start - 1 + name.count)...].prefix { $0 != 0x22 }
            }
        }
        return line[..<0]
    }

    private func jsonNumber(
        _ index: Int, of line: UnsafeRawBufferPointer
    ) -> Slice<UnsafeRawBufferPointer> {
        var rest = line[...]
        for _ in 0..<index { rest = rest.drop { $0 != 0x2C }.dropFirst() }
        rest = rest.drop { $0 != 0x3A }.dropFirst()
        return rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
    }
}
