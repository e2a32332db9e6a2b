import Provisioning

/// The secret that belongs to a directory: 32 random bytes in `muster.key` beside it.
///
/// Whoever has both can read sealed values, so the file is 0600 or it is not used. The secret
/// itself never leaves this type; keys for one purpose each are derived from it.
package struct KeyFile: Sendable {
    /// Name of the file in the directory's folder.
    package static let fileName = "muster.key"
    /// Bytes of the secret.
    package static let secretByteCount = 32

    /// Where the secret was read or written.
    package let path: String
    private let secret: [UInt8]

    /// Makes the key of a known secret, of 32 bytes; `path` names it in messages.
    package init(path: String, secret: [UInt8]) {
        precondition(secret.count == Self.secretByteCount)
        self.path = path
        self.secret = secret
    }

    /// The key for one purpose: 32 bytes by HKDF-SHA-256 (RFC 5869), the same each time.
    package func key(for purpose: KeyPurpose) -> [UInt8] {
        KeyDerivation.bytes(
            secret: secret, salt: Array("muster".utf8), info: Array(purpose.rawValue.utf8),
            count: 32)
    }

    /// The first 128 bits of the key for one purpose, as the two words that keyed hashes take.
    package func words(for purpose: KeyPurpose) -> (UInt64, UInt64) {
        key(for: purpose).withUnsafeBytes {
            (
                UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)),
                UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// The path of the key file that belongs to the directory at `directoryPath`.
    package static func path(besideDirectory directoryPath: String) -> String {
        guard let slash = directoryPath.utf8.lastIndex(of: UInt8(ascii: "/")) else {
            return fileName
        }
        return String(directoryPath[...slash]) + fileName
    }
}

// Neither printing nor dumping a value shows the secret.
extension KeyFile: CustomStringConvertible, CustomReflectable {
    /// The path alone.
    package var description: String { "KeyFile(\(path))" }
    /// The path alone.
    package var customMirror: Mirror { Mirror(self, children: ["path": path]) }
}
