import Provisioning

/// What the first bytes of a file say against an encoding.
struct ByteSigns {
    /// Bytes that are looked at for NULs.
    static let sampleBytes = 4_096

    private let head: [UInt8]

    init(_ head: [UInt8]) { self.head = head }

    /// Refuses what is full of NULs and so no text of bytes: UTF-16 that does not say so, or
    /// something binary.
    ///
    /// - Throws: a halt with status 65.
    func requireText(name: String) throws(RunHalt) {
        let sample = head.prefix(Self.sampleBytes)
        let odd = sample.indices.count { sample[$0] == 0 && $0 % 2 == 1 }
        let even = sample.count { $0 == 0 } - odd
        // UTF-16 text of a Latin script has a NUL in every second byte, delimiters included.
        guard odd + even > 1, (odd + even) * 10 >= sample.count * 3 else { return }
        let isUTF16 = max(odd, even) >= 9 * min(odd, even)
        let guess = odd > even ? "utf-16le" : "utf-16be"
        throw RunHalt(
            .malformedFile, .feedEncodingUnsupported,
            "\(name) has NULs in \(odd + even) of its first \(sample.count) bytes: it is "
                + (isUTF16 ? "UTF-16 without a byte order mark" : "binary"),
            advice: isUTF16
                ? "Say --encoding \(guess), or save the file as UTF-8."
                : "Save the file as UTF-8 (in a spreadsheet: CSV UTF-8) and import it again.")
    }

    /// Refuses a declared encoding without a byte order mark that the bytes cannot be in, or whose
    /// order of bytes nothing tells.
    ///
    /// - Throws: a halt with status 65.
    func check(_ declared: TextEncoding, name: String) throws(RunHalt) {
        switch declared {
        case .utf8, .named: return
        case .utf32: throw TranscoderChoice.unsupported(declared.title, name: name)
        case .utf16:
            throw RunHalt(
                .malformedFile, .feedEncodingUnsupported,
                "\(name) is declared as UTF-16 and has no byte order mark, so that nothing says "
                    + "which byte of two comes first",
                advice: "Say --encoding utf-16le, or utf-16be.")
        case .utf16LittleEndian, .utf16BigEndian:
            // A line end has a NUL, whatever the script.
            if head.isEmpty || head.contains(0) { return }
            throw RunHalt(
                .malformedFile, .feedEncodingMismatch,
                "\(name) is declared as \(declared.title), but none of its first \(head.count) "
                    + "bytes is NUL, as some are in UTF-16",
                advice: "Leave out --encoding, or say the one that it is.")
        }
    }

    /// Whether there are bytes that ISO 8859 has no characters for and Windows does.
    ///
    /// Not counting 0x85, with which mainframes end a line.
    var hasWindowsCharacters: Bool { head.contains { (0x80...0x9F).contains($0) && $0 != 0x85 } }

    /// Whether all bytes are UTF-8; a sequence may be cut at the end unless the head `isWhole`.
    func isUTF8(isWhole: Bool) -> Bool {
        head.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return true }
            guard let found = UTF8Validation.firstInvalid(base, from: 0, to: bytes.count) else {
                return true
            }
            let isTail = bytes[(found + 1)...].allSatisfy { $0 & 0xC0 == 0x80 }
            return !isWhole && found >= bytes.count - 3 && bytes[found] >= 0xC2 && isTail
        }
    }
}
