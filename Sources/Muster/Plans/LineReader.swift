import Glibc
import Provisioning

/// Reads lines from a part of an open file, each without its end.
final class LineReader {
    private let descriptor: Int32
    private let path: String
    private let end: UInt64
    private var buffer: [UInt8] = []
    private var start = 0
    private var offset: UInt64
    /// Offset of the next line.
    private(set) var position: UInt64
    private static let blockBytes = 1 << 18
    /// A line that is longer is none of a plan.
    private static let lineBytesMax = 64 << 20

    init(descriptor: Int32, path: String, range: Range<UInt64>) {
        self.descriptor = descriptor
        self.path = path
        end = range.upperBound
        offset = range.lowerBound
        position = range.lowerBound
    }

    /// The next line; nil at the end.
    /// - Throws: a halt with status 65 for a line without end, or 74.
    func next() throws(RunHalt) -> ArraySlice<UInt8>? {
        var searched = start
        while true {
            if let stop = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[start..<stop]
                position += UInt64(line.count) + 1
                start = stop + 1
                return line
            }
            if start > 0 {
                buffer.removeFirst(start)
                start = 0
            }
            searched = buffer.count
            guard searched <= Self.lineBytesMax else {
                throw PlanFile.malformed(path, "is no plan")
            }
            guard try fill() else {
                guard buffer.isEmpty else {
                    throw PlanFile.malformed(path, "is cut off, or no plan")
                }
                return nil
            }
        }
    }

    private func fill() throws(RunHalt) -> Bool {
        let wanted = Int(min(UInt64(Self.blockBytes), end - offset))
        guard wanted > 0 else { return false }
        var block = [UInt8](repeating: 0, count: wanted)
        while true {
            let count = pread(descriptor, &block, wanted, off_t(offset))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw PlanFile.failed("read", path, errno) }
            buffer.append(contentsOf: block[..<count])
            offset += UInt64(count)
            return count > 0
        }
    }
}
