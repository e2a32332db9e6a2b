import Provisioning

/// Bytes of an earlier stage that a later one has not used yet.
final class StageBuffer {
    private let source: any ByteStage
    private let memory: UnsafeMutableRawBufferPointer
    private var unread = 0..<0
    /// Whether nothing comes behind the unread bytes.
    private(set) var isEnded = false

    init(_ source: any ByteStage) {
        self.source = source
        memory = .allocate(byteCount: ByteStageRoom.input, alignment: 16)
    }

    deinit { memory.deallocate() }

    /// The bytes that have not been used; valid until the next `refill`.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[unread]) }

    var isEmpty: Bool { unread.isEmpty }

    /// Bytes of the file that were used, where the source is the file itself.
    var consumedCount: UInt64 { source.consumedCount - UInt64(unread.count) }

    /// Bytes of the file that have gone into what was read, used or not.
    var suppliedCount: UInt64 { source.consumedCount }

    /// Takes the first bytes as used.
    func use(_ count: Int) { unread = unread.lowerBound + count..<unread.upperBound }

    /// Reads on behind the unread bytes, as far as there is room.
    func refill() throws(RunHalt) {
        guard !isEnded else { return }
        let rest = unread.count
        if rest > 0, unread.lowerBound > 0 {
            memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[unread]))
        }
        var end = rest
        // The stage may give less than there is room for only because what comes next needs more.
        while memory.count - end >= ByteStageRoom.min {
            let free = UnsafeMutableRawBufferPointer(rebasing: memory[end...])
            let count = try source.read(into: free)
            if count == 0 {
                isEnded = true
                break
            }
            end += count
        }
        unread = 0..<end
    }
}
