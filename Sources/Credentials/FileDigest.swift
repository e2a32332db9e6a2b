import Crypto

/// SHA-256 (FIPS 180-4) of bytes that arrive piece by piece.
///
/// A value: a copy goes on from where it was made.
package struct FileDigest: Sendable {
    private var function = SHA256()

    /// Makes the digest of no bytes.
    package init() {}

    /// Adds the next bytes.
    ///
    /// - Complexity: linear, without allocation.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        function.update(bufferPointer: bytes)
    }

    /// The 32 bytes of the digest so far; more can be added after it.
    package var bytes: [UInt8] { Array(function.finalize()) }

    /// The digest so far in 64 lower-case hexadecimal digits; more can be added after it.
    package var hexadecimal: String { Hexadecimal.text(bytes) }

    /// The digest of bytes at hand, in 64 lower-case hexadecimal digits.
    package static func hexadecimal(of bytes: some Sequence<UInt8>) -> String {
        var digest = FileDigest()
        Array(bytes).withUnsafeBytes { digest.update($0) }
        return digest.hexadecimal
    }

    /// The digest of a text's UTF-8, in 64 lower-case hexadecimal digits.
    package static func hexadecimal(of text: String) -> String { hexadecimal(of: text.utf8) }

    /// The digest of a list of texts, such as the options of a run, in 64 lower-case hexadecimal
    /// digits.
    ///
    /// Each text counts with its length, so that `["ab", "c"]` and `["a", "bc"]` differ.
    package static func hexadecimal(ofList texts: [String]) -> String {
        var digest = FileDigest()
        for text in texts {
            withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { digest.update($0) }
            Array(text.utf8).withUnsafeBytes { digest.update($0) }
        }
        return digest.hexadecimal
    }
}
