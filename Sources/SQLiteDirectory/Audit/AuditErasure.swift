import Provisioning

/// Whose before-images were erased on purpose, so that their absence is no fault.
struct AuditErasure: Equatable {
    /// Users of whom all earlier before-images are gone.
    var users: [UInt32] = []
    /// Lines of `changes` whose before-images are gone.
    var changes: [Int64] = []

    var isEmpty: Bool { users.isEmpty && changes.isEmpty }

    private static let version: UInt8 = 1

    init() {}

    /// Reads a body: the byte 1, the number of users and each of them, and the same of changes; nil
    /// for any other.
    init?(_ body: ContiguousArray<UInt8>) {
        let isWhole = body.withUnsafeBytes { buffer -> Bool in
            var bytes = AuditBytes(buffer)
            guard bytes.byte() == Self.version, let userCount = bytes.varint() else { return false }
            for _ in 0..<min(userCount, UInt64(buffer.count)) {
                guard let user = bytes.number() else { return false }
                users.append(user)
            }
            guard let changeCount = bytes.varint() else { return false }
            for _ in 0..<min(changeCount, UInt64(buffer.count)) {
                guard let change = bytes.varint(), change <= UInt64(Int64.max) else { return false }
                changes.append(Int64(change))
            }
            return bytes.isAtEnd
        }
        guard isWhole else { return nil }
    }

    var body: ContiguousArray<UInt8> {
        var bytes: ContiguousArray<UInt8> = [Self.version]
        bytes.append(varint: UInt64(users.count))
        for user in users { bytes.append(varint: UInt64(user)) }
        bytes.append(varint: UInt64(changes.count))
        for change in changes { bytes.append(varint: UInt64(change)) }
        return bytes
    }
}
