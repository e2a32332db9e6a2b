import CZlib
import Provisioning

/// Inflates gzip data (RFC 1952), one member after another, through zlib.
///
/// Lengths and checksums of every member are checked. NULs behind the last one are padding, as
/// tapes and some archivers leave it; anything else behind it is damage.
final class GzipStage: ByteStage {
    /// Window of 32 KiB, and the gzip format only.
    private static let windowBits: Int32 = 15 + 16

    private enum State {
        /// Within a member.
        case member
        /// Behind a member that was complete.
        case between
        /// Behind NULs behind the last member.
        case padding
        case ended
    }

    private let input: StageBuffer
    private let stream: UnsafeMutablePointer<z_stream>
    private var meter: InflationMeter
    private var state = State.member

    /// Reads compressed bytes from `source`, which is the file itself.
    init(_ source: any ByteStage, meter: InflationMeter) throws(RunHalt) {
        input = StageBuffer(source)
        self.meter = meter
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let code = inflateInit2_(
            stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else {
            throw RunHalt(
                .internalFault, .runInternalFault, "zlib cannot be started (\(code))")
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    var consumedCount: UInt64 { input.consumedCount }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        var filled = 0
        while filled < buffer.count, state != .ended {
            if input.isEmpty { try input.refill() }
            switch state {
            case .member:
                let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
                filled += try inflateMember(into: room)
            case .between: try beginMember()
            case .padding: try skipPadding()
            case .ended: break
            }
        }
        try meter.add(filled, of: input.suppliedCount)
        return filled
    }

    private func beginMember() throws(RunHalt) {
        guard let first = input.bytes.first else {
            state = .ended
            return
        }
        state = first == 0 ? .padding : .member
        inflateReset(stream)
    }

    private func skipPadding() throws(RunHalt) {
        let bytes = input.bytes
        let count = bytes.prefix { $0 == 0 }.count
        input.use(count)
        if count < bytes.count { throw damaged() }
        if input.isEnded { state = .ended }
    }

    private func inflateMember(
        into room: UnsafeMutableRawBufferPointer
    ) throws(RunHalt) -> Int {
        let bytes = input.bytes
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(bytes.count)
        stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room.count)
        let code = inflate(stream, Z_NO_FLUSH)
        input.use(bytes.count - Int(stream.pointee.avail_in))
        let produced = room.count - Int(stream.pointee.avail_out)
        switch code {
        case Z_OK: break
        case Z_STREAM_END: state = .between
        case Z_BUF_ERROR where input.isEnded && produced == 0: throw truncated()
        case Z_BUF_ERROR: break
        case Z_MEM_ERROR:
            throw RunHalt(
                .internalFault, .runInternalFault, "zlib has no memory to inflate \(meter.name)")
        default: throw damaged()
        }
        return produced
    }

    private func damaged() -> RunHalt { .damaged(meter.name, "gzip", at: input.consumedCount) }

    private func truncated() -> RunHalt { .truncated(meter.name, "gzip", at: input.consumedCount) }
}
