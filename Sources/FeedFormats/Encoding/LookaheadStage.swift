import Provisioning

/// Gives the bytes of another stage, of which the first can be looked at beforehand.
final class LookaheadStage: ByteStage {
    /// Bytes that can be looked at.
    static let headBytes = 64 << 10

    private let source: any ByteStage
    /// The first bytes: fewer than `headBytes` only if there are no more.
    let head: [UInt8]
    private var position = 0

    /// Reads the head from `source`, a file or its inflated bytes.
    init(_ source: any ByteStage) throws(RunHalt) {
        self.source = source
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.headBytes, alignment: 16)
        defer { buffer.deallocate() }
        var filled = 0
        while filled < buffer.count {
            let count = try source.read(
                into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            filled += count
        }
        head = Array(buffer[..<filled])
    }

    /// Whether `head` is all there is.
    var isWhole: Bool { head.count < Self.headBytes }

    /// Leaves out bytes of the head that were not read yet.
    func skip(_ count: Int) { position += count }

    var consumedCount: UInt64 { source.consumedCount }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        let count = min(buffer.count, head.count - position)
        if count == 0 { return try source.read(into: buffer) }
        buffer.copyBytes(from: head[position..<position + count])
        position += count
        return count
    }
}
