import FeedFormats
import Provisioning

extension DecodedFeed {
    /// Opens bytes in memory, which arrive in `pieces`.
    static func open(
        _ bytes: [UInt8], pieces: [Int] = [], path: String = "-", encoding: String? = nil,
        format: FeedFormat? = nil, limits: Limits = Limits()
    ) throws(RunHalt) -> DecodedFeed {
        var profile = FeedProfile()
        profile.encoding = encoding
        return try FeedDecoding.open(
            MemoryInput(bytes, pieces: pieces), path: path, declaredFormat: format,
            profile: profile, limits: limits)
    }

    /// All bytes of what is opened.
    static func bytes(
        of bytes: [UInt8], pieces: [Int] = [], path: String = "-", encoding: String? = nil,
        limits: Limits = Limits()
    ) throws(RunHalt) -> [UInt8] {
        try open(bytes, pieces: pieces, path: path, encoding: encoding, limits: limits)
            .input.rest(room: 100_000)
    }
}

extension FeedInput {
    /// All bytes that are left, asked for `room` at a time.
    func rest(room: Int) throws(RunHalt) -> [UInt8] {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 8)
        defer { buffer.deallocate() }
        while true {
            let count = try read(into: buffer)
            if count == 0 { return bytes }
            bytes += Array(buffer[..<count])
        }
    }

    /// Bytes at a place.
    func bytes(at offset: Int, count: Int) throws(RunHalt) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 8)
        defer { buffer.deallocate() }
        let done = try read(at: UInt64(offset), into: buffer)
        return Array(buffer[..<done])
    }
}
