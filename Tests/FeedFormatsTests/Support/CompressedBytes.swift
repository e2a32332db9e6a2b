import CZlib
import CZstd
import FeedFormats

/// Compressed files, made by the libraries themselves.
enum CompressedBytes {
    static func make(_ bytes: [UInt8], by compression: Compression) -> [UInt8] {
        switch compression {
        case .gzip: gzip(bytes)
        case .zstandard: zstandard(bytes)
        }
    }

    static func gzip(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
        var stream = z_stream()
        let started = deflateInit2_(
            &stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(started == Z_OK)
        defer { deflateEnd(&stream) }
        var source = bytes
        let room = Int(deflateBound(&stream, UInt(bytes.count)))
        return source.withUnsafeMutableBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: room) { target, count in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(room)
                precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
                count = room - Int(stream.avail_out)
            }
        }
    }

    /// One frame with a checksum; `windowLog` makes it ask for a window of that size.
    static func zstandard(_ bytes: [UInt8], level: Int32 = 3, windowLog: UInt8? = nil) -> [UInt8] {
        let context = ZSTD_createCCtx()
        defer { ZSTD_freeCCtx(context) }
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
        // A frame of known length need not say its window.
        if windowLog != nil { ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0) }
        let room = ZSTD_compressBound(bytes.count)
        var frame = bytes.withUnsafeBytes { source in
            [UInt8](unsafeUninitializedCapacity: room) { target, count in
                count = ZSTD_compress2(
                    context, target.baseAddress, room, source.baseAddress, source.count)
                precondition(ZSTD_isError(count) == 0)
            }
        }
        // The window descriptor (RFC 8878, 3.1.1.1.2).
        if let windowLog { frame[5] = (windowLog - 10) << 3 }
        return frame
    }

    /// A file that inflates to `mebibytes` of one letter.
    static func bomb(mebibytes: Int, by compression: Compression) -> [UInt8] {
        // One part after another inflates like one.
        let part = make([UInt8](repeating: 0x61, count: 1 << 20), by: compression)
        return (0..<mebibytes).flatMap { _ in part }
    }
}
