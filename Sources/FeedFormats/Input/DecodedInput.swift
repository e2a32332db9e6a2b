import Provisioning
import Synchronization

/// A feed whose bytes are inflated or transcoded as they are first read.
///
/// What comes out is copied to a file without a name, from which later passes and reading at a
/// place are served. The copy is complete once the first pass has reached the end. The observer
/// sees the raw bytes of the file underneath, which nobody else may read meanwhile.
final class DecodedInput: FeedInput {
    let encodingName: String?
    private let raw: any FeedInput
    private let spool: SpoolFile
    private let bytesMax: UInt64
    /// The last step of decoding; nil once it has reached its end.
    private var stage: (any ByteStage)?
    /// Why decoding cannot go on.
    private var failure: RunHalt?
    private var block: UnsafeMutableRawBufferPointer
    /// Bytes decoded and spooled.
    private var spooled: UInt64 = 0
    private var position: UInt64 = 0
    /// Total to be expected, and the exact one; 0 while there is none.
    private let estimate = Atomic<UInt64>(0)
    private let exactCount = Atomic<UInt64>(unknownCount)
    private static let unknownCount = UInt64.max

    /// Makes an input of what `stage` gives.
    ///
    /// - Parameters:
    ///   - stage: the last step over `raw`.
    ///   - raw: the file underneath.
    ///   - encodingName: see `FeedInput`.
    ///   - bytesMax: bytes that may come out.
    /// - Throws: a halt with status 73 if the copy cannot be created.
    init(
        _ stage: any ByteStage, over raw: any FeedInput, encodingName: String?, bytesMax: UInt64
    ) throws(RunHalt) {
        self.stage = stage
        self.raw = raw
        self.encodingName = encodingName
        self.bytesMax = bytesMax
        spool = try SpoolFile(of: raw.name)
        block = .allocate(byteCount: ByteStageRoom.output, alignment: 16)
    }

    deinit { block.deallocate() }

    var name: String { raw.name }

    var byteCount: UInt64? {
        let count = exactCount.load(ordering: .acquiring)
        return count == Self.unknownCount ? nil : count
    }

    var byteCountEstimate: UInt64? {
        if let byteCount { return byteCount }
        let count = estimate.load(ordering: .relaxed)
        return count == 0 ? nil : count
    }

    var observer: ((UnsafeRawBufferPointer) -> Void)? {
        get { raw.observer }
        set { raw.observer = newValue }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        guard !buffer.isEmpty else { return 0 }
        let count =
            position < spooled
            ? try spool.readWritten(at: position, end: spooled, into: buffer)
            : try decode(into: buffer)
        position += UInt64(count)
        return count
    }

    func read(
        at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer
    ) throws(RunHalt) -> Int {
        try spool.read(at: offset, into: buffer)
    }

    func rewind() { position = 0 }

    /// Decodes the next block, spools it, and gives as much of it as there is room for.
    private func decode(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        if let failure { throw failure }
        guard let stage else { return 0 }
        // Blocks have one size, whatever is asked for: where decoding halts must not depend on it.
        let isRoomy = buffer.count >= block.count
        let target =
            isRoomy ? UnsafeMutableRawBufferPointer(rebasing: buffer[..<block.count]) : block
        do throws(RunHalt) {
            let decoded = UnsafeRawBufferPointer(
                rebasing: target[..<(try stage.read(into: target))])
            guard !decoded.isEmpty else {
                self.stage = nil
                exactCount.store(spooled, ordering: .releasing)
                return 0
            }
            try spool.write(decoded, at: spooled)
            spooled += UInt64(decoded.count)
            guard spooled <= bytesMax else { throw tooLarge() }
            noteEstimate(stage)
            let count = min(decoded.count, buffer.count)
            if !isRoomy {
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: decoded[..<count]))
            }
            return count
        } catch {
            failure = error
            throw error
        }
    }

    private func noteEstimate(_ stage: any ByteStage) {
        guard let total = raw.byteCount else { return }
        let consumed = max(stage.consumedCount, 1)
        let factor = Double(spooled) / Double(consumed)
        let most = min(Double(total) * factor, Double(bytesMax))
        estimate.store(max(UInt64(most), spooled), ordering: .relaxed)
    }

    private func tooLarge() -> RunHalt {
        RunHalt(
            .malformedFile, .feedFileTooLarge,
            "\(name) is longer than \(bytesMax) bytes when decoded, the limit for a feed",
            advice: "Split the file, or raise the limit in the configuration.")
    }
}
