import FeedFormats
import Provisioning

/// A feed in memory that gives its bytes in pieces of chosen sizes, as a pipe would.
final class MemoryInput: FeedInput {
    let name = "test feed"
    let bytes: [UInt8]
    /// Sizes of the pieces, over and over; empty: as much as asked for.
    let pieces: [Int]
    var observer: ((UnsafeRawBufferPointer) -> Void)?
    /// Whether it tells its length beforehand.
    var knowsLength = true
    /// Byte at which reading fails; nil: it does not.
    var failsAt: Int?
    private var position = 0
    private var piece = 0

    init(_ bytes: [UInt8], pieces: [Int] = []) {
        self.bytes = bytes
        self.pieces = pieces
    }

    static let failure = RunHalt(.inputOutput, .feedFileUnreadable, "the disk is on fire")

    var byteCount: UInt64? { knowsLength ? UInt64(bytes.count) : nil }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        if let failsAt, position >= failsAt { throw Self.failure }
        var count = min(buffer.count, bytes.count - position)
        if !pieces.isEmpty {
            count = min(count, pieces[piece % pieces.count])
            piece += 1
        }
        buffer.copyBytes(from: bytes[position..<position + count])
        position += count
        return count
    }

    func read(
        at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer
    ) throws(RunHalt) -> Int {
        let first = min(Int(offset), bytes.count)
        let count = min(buffer.count, bytes.count - first)
        buffer.copyBytes(from: bytes[first..<first + count])
        return count
    }

    func rewind() {
        position = 0
        piece = 0
    }
}
