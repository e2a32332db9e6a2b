import Provisioning

/// The first stage: the file itself.
final class RawStage: ByteStage {
    private let input: any FeedInput
    private(set) var consumedCount: UInt64 = 0

    /// Reads on from where `input` stands.
    init(_ input: any FeedInput) { self.input = input }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        let count = try input.fill(buffer)
        consumedCount += UInt64(count)
        return count
    }
}
