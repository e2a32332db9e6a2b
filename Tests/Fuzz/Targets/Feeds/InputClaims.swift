import CZlib
import CZstd
import FeedFormats
import Provisioning

/// Layers of decoding: the same feed, however it is packed and cut.
enum InputClaims {
    private static let encodings: [String?] = [
        nil, "utf-8", "utf-16", "utf-16le", "utf-16be", "windows-1252", "iso-8859-15", "shift_jis",
        "gb18030", "ebcdic-us", "utf-7", "latin1", "euc-jp", "iso-2022-jp", "macroman", "cp437",
    ]
    private static let paths = [
        "-", "feed.csv", "feed.xml", "feed.jsonl", "feed.csv.gz", "feed.zst",
    ]

    static func check(_ input: [UInt8]) throws(BrokenClaim) {
        var bytes = FuzzBytes(input)
        let encoding = bytes.choice(of: encodings)
        let path = bytes.choice(of: paths)
        let packing = bytes.choice()
        let raw = Array(bytes.rest)
        let file: [UInt8]
        switch packing % 4 {
        case 1: file = gzip(raw)
        case 2: file = zstandard(raw)
        case 3: file = gzip(Array(raw.prefix(raw.count / 2))) + gzip(Array(raw[(raw.count / 2)...]))
        default: file = raw
        }
        var limits = FuzzProfile.limits(packing >> 7)
        limits.fileBytesMax = 1 << 20
        let whole = try view(file, path, encoding, [], limits)
        let split = try view(
            file, path, encoding, bytes.pieces, FuzzProfile.inSmallChunks(limits))
        try whole.claimIsSame(as: split, "in pieces it reads otherwise")
        guard file != raw else { return }
        let bare = try view(raw, path, encoding, [], limits)
        guard whole.halt == nil, bare.halt == nil else { return }
        try whole.claimIsSame(as: bare, "compressed it reads otherwise")
    }

    static func view(
        _ file: [UInt8], _ path: String, _ encoding: String?, _ pieces: [Int], _ limits: Limits
    ) throws(BrokenClaim) -> FeedView {
        var profile = FeedProfile()
        profile.encoding = encoding
        let given = profile
        return try FeedView { () throws(RunHalt) in
            let decoded = try FeedDecoding.open(
                PieceInput(file, pieces: pieces), path: path, declaredFormat: nil,
                profile: given, limits: limits)
            return try OpenFeed(
                decoded.input, as: decoded.format, given, limits, reading: decoded.reading)
        }
    }

    private static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        let started = deflateInit2_(
            &stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
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

    private static func zstandard(_ bytes: [UInt8]) -> [UInt8] {
        let room = ZSTD_compressBound(bytes.count)
        return bytes.withUnsafeBytes { source in
            [UInt8](unsafeUninitializedCapacity: room) { target, count in
                count = ZSTD_compress(target.baseAddress, room, source.baseAddress, source.count, 1)
                precondition(ZSTD_isError(count) == 0)
            }
        }
    }
}
