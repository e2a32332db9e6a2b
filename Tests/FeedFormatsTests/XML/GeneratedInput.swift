import FeedFormats
import Provisioning

/// A feed that is too large to be held: a beginning, then one text over and over.
final class GeneratedInput: FeedInput {
    let name = "test feed"
    var byteCount: UInt64? { nil }
    var observer: ((UnsafeRawBufferPointer) -> Void)?
    private let head: [UInt8]
    private let unit: (Int) -> [UInt8]
    private let count: Int
    private let tail: [UInt8]
    private var part = -1
    private var pending: [UInt8] = []
    private var position = 0
    /// Bytes that were asked for since the last rewinding.
    private(set) var bytesGiven = 0

    /// `unit` makes the text of each repetition from its number, from 0.
    init(_ head: String, count: Int, tail: String = "", unit: @escaping (Int) -> String) {
        self.head = Array(head.utf8)
        self.tail = Array(tail.utf8)
        self.count = count
        self.unit = { Array(unit($0).utf8) }
        pending = self.head
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        var filled = 0
        while filled < buffer.count {
            if position == pending.count {
                if part > count { break }
                part += 1
                position = 0
                // Many units at once, so that large feeds are made in little time.
                pending = part < count ? unit(part) : part == count ? tail : []
                continue
            }
            let piece = min(buffer.count - filled, pending.count - position)
            UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<filled + piece])
                .copyBytes(from: pending[position..<position + piece])
            position += piece
            filled += piece
        }
        bytesGiven += filled
        return filled
    }

    func read(
        at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer
    ) throws(RunHalt) -> Int { 0 }

    func rewind() {
        part = -1
        pending = head
        position = 0
        bytesGiven = 0
    }
}
