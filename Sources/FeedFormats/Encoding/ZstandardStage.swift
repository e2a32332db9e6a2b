import CZstd
import Provisioning

/// Inflates Zstandard data (RFC 8878), one frame after another, through libzstd.
///
/// Checksums are checked where a frame has one. Skippable frames give nothing. A frame may ask for
/// a window of 8 MiB at most, which all levels up to 19 keep to.
final class ZstandardStage: ByteStage {
    /// Binary logarithm of the largest window, which is held in memory.
    static let windowLogMax: Int32 = 23
    /// Bytes with which a frame is begun: enough for any header.
    private static let headerBytes = 18

    private let input: StageBuffer
    private let context: OpaquePointer
    private var meter: InflationMeter
    /// What libzstd wants next, in bytes; 0 between two frames.
    private var wantedCount = 0

    /// Reads compressed bytes from `source`, which is the file itself.
    init(_ source: any ByteStage, meter: InflationMeter) throws(RunHalt) {
        guard let context = ZSTD_createDCtx() else {
            throw RunHalt(.internalFault, .runInternalFault, "libzstd cannot be started")
        }
        ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLogMax)
        self.context = context
        self.meter = meter
        input = StageBuffer(source)
    }

    deinit { ZSTD_freeDCtx(context) }

    var consumedCount: UInt64 { input.consumedCount }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
        while output.pos < output.size {
            if input.isEmpty { try input.refill() }
            if input.isEmpty, wantedCount == 0 { break }
            let before = output.pos
            // Piece by piece as libzstd wants them, so that a place of damage can be told.
            let count = min(input.bytes.count, max(wantedCount, Self.headerBytes))
            var piece = ZSTD_inBuffer(src: input.bytes.baseAddress, size: count, pos: 0)
            let code = ZSTD_decompressStream(context, &output, &piece)
            if ZSTD_isError(code) != 0 { throw halt(ZSTD_getErrorCode(code)) }
            wantedCount = code
            input.use(piece.pos)
            if count == 0, code != 0, output.pos == before {
                throw .truncated(meter.name, "Zstandard", at: input.consumedCount)
            }
        }
        try meter.add(output.pos, of: input.suppliedCount)
        return output.pos
    }

    private func halt(_ code: ZSTD_ErrorCode) -> RunHalt {
        switch code {
        case ZSTD_error_frameParameter_windowTooLarge:
            RunHalt(
                .malformedFile, .feedCompressionTooHigh,
                "\(meter.name) needs a window of more than \(1 << Self.windowLogMax) bytes to "
                    + "inflate",
                advice: "Compress it at level 19 or lower, without --ultra and --long.")
        case ZSTD_error_dictionary_wrong, ZSTD_error_dictionary_corrupted:
            RunHalt(
                .malformedFile, .feedCompressionMalformed,
                "\(meter.name) was compressed with a dictionary, which is not in the file",
                advice: "Compress it without one.")
        case ZSTD_error_memory_allocation:
            RunHalt(
                .internalFault, .runInternalFault, "libzstd has no memory to inflate \(meter.name)")
        default: .damaged(meter.name, "Zstandard", at: input.consumedCount)
        }
    }
}
