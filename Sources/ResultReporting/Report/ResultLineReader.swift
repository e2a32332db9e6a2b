import Glibc
import Provisioning

/// Reads lines of a results file: all of them, or those that begin at certain places.
struct ResultLineReader {
    private static let blockBytes = 256 << 10
    /// Lines nearer to each other than this are read at once.
    private static let gapBytes: UInt64 = 4 << 10
    /// What is read for a line that stands alone; a longer one is read again.
    private static let lineBytes = 1 << 10

    private let path: String
    private let descriptor: Int32

    /// Opens the file.
    /// - Throws: a halt with status 74.
    static func reading<Value>(
        _ path: String, _ body: (ResultLineReader) throws(RunHalt) -> Value
    ) throws(RunHalt) -> Value {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault.failed("open", path, errno) }
        defer { close(descriptor) }
        return try body(ResultLineReader(path: path, descriptor: descriptor))
    }

    /// Calls `each` with the bytes of the file from `start` on, block by block.
    /// - Throws: a halt with status 74, or what `each` throws.
    func readBlocks(
        from start: UInt64, _ each: (UnsafeRawBufferPointer) throws(RunHalt) -> Void
    ) throws(RunHalt) {
        var block = [UInt8](repeating: 0, count: Self.blockBytes)
        var place = start
        while true {
            let count = try fill(&block, from: place)
            if count == 0 { return }
            place += UInt64(count)
            try Self.bytes(of: block, count, each)
        }
    }

    /// Calls `each` with the first bytes of a block.
    private static func bytes(
        of block: [UInt8], _ count: Int,
        _ each: (UnsafeRawBufferPointer) throws(RunHalt) -> Void
    ) throws(RunHalt) {
        var halt: RunHalt?
        block.withUnsafeBytes { bytes in
            do throws(RunHalt) {
                try each(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
            } catch { halt = error }
        }
        if let halt { throw halt }
    }

    /// Calls `each` with the place and the bytes of every line, without its end.
    ///
    /// - Complexity: a block is in memory at a time, or the longest line.
    /// - Throws: a halt with status 74, or what `each` throws.
    func readAll(
        _ each: (UInt64, UnsafeRawBufferPointer) throws(RunHalt) -> Void
    ) throws(RunHalt) {
        var block = [UInt8](repeating: 0, count: Self.blockBytes)
        var start: UInt64 = 0
        while true {
            let count = try fill(&block, from: start)
            if count == 0 { return }
            var end = 0
            try Self.lines(in: block, count) { (place, line) throws(RunHalt) in
                end = place + line.count + 1
                try each(start + UInt64(place), line)
            }
            if end == 0 {
                // No whole line: the last one has no end, or it is longer than a block.
                guard count == block.count else { return }
                block = [UInt8](repeating: 0, count: block.count * 2)
            }
            start += UInt64(end)
        }
    }

    /// Calls `each` with the bytes of the lines that begin at `offsets`, which ascend.
    /// - Throws: a halt with status 74, or what `each` throws.
    func read(
        _ offsets: some RandomAccessCollection<UInt64>,
        _ each: (UnsafeRawBufferPointer) throws(RunHalt) -> Void
    ) throws(RunHalt) {
        var block = [UInt8](repeating: 0, count: Self.blockBytes)
        var next = offsets.startIndex
        while next < offsets.endIndex {
            let start = offsets[next]
            var last = offsets.index(after: next)
            var end = start
            while last < offsets.endIndex, offsets[last] - end <= Self.gapBytes,
                offsets[last] - start < UInt64(block.count - Self.lineBytes)
            {
                end = offsets[last]
                last = offsets.index(after: last)
            }
            let wanted = Int(end - start) + Self.lineBytes
            let count = try fill(&block, from: start, wanted)
            let first = next
            try Self.lines(in: block, count) { (place, line) throws(RunHalt) in
                guard next < last, offsets[next] == start + UInt64(place) else { return }
                try each(line)
                next = offsets.index(after: next)
            }
            if next == first {
                // The line is longer than what was read of it.
                guard count == wanted || count == block.count else { return }
                try readLong(from: start, each)
                next = offsets.index(after: next)
            }
        }
    }

    private func readLong(
        from start: UInt64, _ each: (UnsafeRawBufferPointer) throws(RunHalt) -> Void
    ) throws(RunHalt) {
        var block = [UInt8](repeating: 0, count: Self.blockBytes)
        while true {
            let count = try fill(&block, from: start)
            var isDone = count < block.count
            try Self.lines(in: block, count) { (place, line) throws(RunHalt) in
                guard place == 0 else { return }
                isDone = true
                try each(line)
            }
            if isDone { return }
            block = [UInt8](repeating: 0, count: block.count * 2)
        }
    }

    /// Whole lines of the first `count` bytes, with the places where they begin.
    private static func lines(
        in block: [UInt8], _ count: Int,
        _ each: (Int, UnsafeRawBufferPointer) throws(RunHalt) -> Void
    ) throws(RunHalt) {
        var halt: RunHalt?
        block.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var start = 0
            while start < count, let found = memchr(base + start, 0x0A, count - start) {
                let end = UnsafeRawPointer(found) - base
                do throws(RunHalt) {
                    try each(start, UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                } catch {
                    halt = error
                    return
                }
                start = end + 1
            }
        }
        if let halt { throw halt }
    }

    /// Fills the block with what stands from `start` on, up to `wanted` bytes, and says how much it is.
    private func fill(
        _ block: inout [UInt8], from start: UInt64, _ wanted: Int = .max
    ) throws(RunHalt) -> Int {
        let room = min(block.count, wanted)
        var count = 0
        while count < room {
            let more = block.withUnsafeMutableBytes { bytes in
                bytes.baseAddress.map {
                    pread(descriptor, $0 + count, room - count, off_t(start) + off_t(count))
                } ?? -1
            }
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else { throw FileFault.failed("read", path, errno) }
            if more == 0 { break }
            count += more
        }
        return count
    }
}
