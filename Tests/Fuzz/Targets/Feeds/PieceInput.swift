import FeedFormats
import Provisioning

/// A feed in memory that gives its bytes in pieces, as a pipe would.
final class PieceInput: FeedInput {
    let name = "feed"
    var observer: ((UnsafeRawBufferPointer) -> Void)?
    private let bytes: [UInt8]
    /// Sizes of the pieces, over and over; empty: as much as asked for.
    private let pieces: [Int]
    private var position = 0
    private var piece = 0

    init(_ bytes: [UInt8], pieces: [Int]) {
        self.bytes = bytes
        self.pieces = pieces
    }

    var byteCount: UInt64? { UInt64(bytes.count) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
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
        let first = Int(min(offset, UInt64(bytes.count)))
        let count = min(buffer.count, bytes.count - first)
        buffer.copyBytes(from: bytes[first..<first + count])
        return count
    }

    func rewind() {
        position = 0
        piece = 0
    }
}
