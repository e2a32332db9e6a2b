import Provisioning

/// A seal without a secret: FNV-1a over everything, stretched to the bytes that are asked for.
struct PlainSeal: AuditSeal {
    var key: UInt64 = 7

    func link(after previous: [UInt8], _ entry: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = FNV(key &+ 1)
        hash.add(previous)
        hash.add(entry)
        return hash.bytes(32)
    }

    func digest(ofPayload payload: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = FNV(key &+ 2)
        hash.add(payload)
        return hash.bytes(32)
    }

    func sign(head: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = FNV(key &+ 3)
        hash.add(head)
        return hash.bytes(32)
    }

    func pseudonym(of usernameKey: ByteString) -> [UInt8] {
        var hash = FNV(key &+ 4)
        hash.add(usernameKey.bytes)
        return hash.bytes(16)
    }
}

private struct FNV {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    init(_ salt: UInt64) { mix(salt) }

    private mutating func mix(_ value: UInt64) { state = (state ^ value) &* 0x100_0000_01b3 }

    mutating func add(_ bytes: some Collection<UInt8>) {
        mix(UInt64(bytes.count))
        for byte in bytes { mix(UInt64(byte)) }
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { index in
            mix(UInt64(index))
            return UInt8(truncatingIfNeeded: state >> 32)
        }
    }
}
