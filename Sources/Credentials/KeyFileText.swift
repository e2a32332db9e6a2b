/// What stands in a key file: comment lines, and one line with a version word and the secret.
enum KeyFileText {
    /// Says how the secret is written; another way gets another word.
    static let version = "muster-key-v1"
    /// More than any key file has.
    static let byteCountMax = 4_096

    /// The text of a new file.
    static func text(secret: [UInt8]) -> String {
        """
        # Secret key of the Muster directory in this folder. Keep it private (mode 0600), and
        # back it up apart from the directory: without it the directory cannot be used.
        \(version) \(Hexadecimal.text(secret))

        """
    }

    /// The secret in a file's bytes; nil if they are not those of a key file.
    static func secret(in bytes: [UInt8]) -> [UInt8]? {
        let lines = bytes.split(separator: UInt8(ascii: "\n")).filter {
            $0.first != UInt8(ascii: "#")
        }
        guard lines.count == 1 else { return nil }
        let words = lines[0].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count == 2, words[0].elementsEqual(version.utf8),
            let secret = Hexadecimal.bytes(words[1]), secret.count == KeyFile.secretByteCount
        else { return nil }
        return secret
    }
}
