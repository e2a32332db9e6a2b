import Glibc
import Provisioning

/// Unpredictable bytes from the kernel's generator, the one behind `getrandom(2)`.
package struct SystemRandom: RandomBytes {
    /// What `getentropy(3)` gives at once.
    private static let pieceByteCountMax = 256

    /// Makes a source; all of them share the kernel's generator.
    package init() {}

    /// Gives `count` bytes; waits for the kernel's generator where it was not seeded yet.
    ///
    /// Ends the process where the kernel gives none: keys made of anything else would be worse
    /// than no keys.
    package func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            for offset in stride(from: 0, to: count, by: Self.pieceByteCountMax) {
                let length = min(Self.pieceByteCountMax, count - offset)
                precondition(getentropy(start + offset, length) == 0, "no random bytes")
            }
        }
        return bytes
    }
}
