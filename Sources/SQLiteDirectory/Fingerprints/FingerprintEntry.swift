import Provisioning

/// One entry of a fingerprint segment: 16 bytes of fingerprint and a user number, little-endian.
enum FingerprintEntry {
    /// Bytes of an entry that says what a user's row looked like.
    static let bytes = 20
    /// Bytes of an entry that says that a user's rows no longer hold.
    static let tombstoneBytes = 4

    static func append(
        _ fingerprint: RowFingerprint, user: UInt32, to buffer: inout ContiguousArray<UInt8>
    ) {
        var entry = (
            fingerprint.high.littleEndian, fingerprint.low.littleEndian, user.littleEndian
        )
        withUnsafeBytes(of: &entry) { buffer.append(contentsOf: $0[..<bytes]) }
    }

    static func append(tombstone user: UInt32, to buffer: inout ContiguousArray<UInt8>) {
        var number = user.littleEndian
        withUnsafeBytes(of: &number) { buffer.append(contentsOf: $0) }
    }

    @inline(__always)
    static func fingerprint(_ entries: UnsafeRawBufferPointer, _ index: Int) -> RowFingerprint {
        let start = index * bytes
        return RowFingerprint(
            high: UInt64(
                littleEndian: entries.loadUnaligned(fromByteOffset: start, as: UInt64.self)),
            low: UInt64(
                littleEndian: entries.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self)))
    }

    @inline(__always)
    static func user(_ entries: UnsafeRawBufferPointer, _ index: Int) -> UInt32 {
        UInt32(
            littleEndian: entries.loadUnaligned(
                fromByteOffset: index * bytes + 16, as: UInt32.self))
    }

    @inline(__always)
    static func tombstone(_ entries: UnsafeRawBufferPointer, _ index: Int) -> UInt32 {
        UInt32(
            littleEndian: entries.loadUnaligned(
                fromByteOffset: index * tombstoneBytes, as: UInt32.self))
    }
}
