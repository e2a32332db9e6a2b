/// What a server or program said, in one line that may be stored and shown.
package enum ReplyText {
    private static let bytesMax = 300

    /// The text for standard error, where nobody's address may stand; some servers quote it.
    package static func withoutAddresses(_ text: String) -> String {
        text.split(separator: " ").map { $0.contains("@") ? "(address)" : $0 }
            .joined(separator: " ")
    }

    /// The lines of an answer as one, without control characters, cut to 300 bytes.
    ///
    /// An enhanced status code (RFC 3463) that each line repeats is kept once.
    static func joined(_ reply: String) -> String {
        // Nearly every answer is one line of ASCII.
        if let line = plainLine(reply) { return line }
        var parts: [Substring] = []
        var status: Substring?
        for line in reply.split(whereSeparator: { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }) {
            let words = line.split(separator: " ", maxSplits: 1)
            guard let first = words.first else { continue }
            if let status, first == status {
                parts += words.dropFirst()
            } else {
                if isStatus(first) { status = first }
                parts.append(line)
            }
        }
        return clean(parts.joined(separator: " "))
    }

    /// An answer that is one line of printable ASCII, without its end; nil: it is not, or is longer than
    /// what is kept.
    private static func plainLine(_ reply: String) -> String? {
        var reply = reply
        return reply.withUTF8 { bytes in
            var end = bytes.count
            while end > 0, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
            let line = UnsafeBufferPointer(rebasing: bytes[..<end])
            guard end <= bytesMax else { return nil }
            // Blanks that are more than one are for the long way.
            var last: UInt8 = 0x20
            for byte in line {
                guard byte >= 0x20, byte < 0x7F, byte != 0x20 || last != 0x20 else { return nil }
                last = byte
            }
            guard last != 0x20 else { return nil }
            return String(decoding: line, as: UTF8.self)
        }
    }

    /// `text` without control and invisible characters, cut to 300 bytes between characters.
    static func clean(_ text: String) -> String {
        var clean = ""
        var count = 0
        for scalar in text.unicodeScalars {
            let isShown: Bool
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
                .privateUse:
                isShown = false
            default: isShown = true
            }
            let shown = isShown ? scalar : " "
            if shown == " ", clean.isEmpty || clean.unicodeScalars.last == " " { continue }
            count += shown.utf8.count
            if count > bytesMax { break }
            clean.unicodeScalars.append(shown)
        }
        if clean.unicodeScalars.last == " " { clean.unicodeScalars.removeLast() }
        return clean
    }

    /// Whether a word looks like `5.1.1`.
    private static func isStatus(_ word: Substring) -> Bool {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3
            && parts.allSatisfy {
                (1...3).contains($0.utf8.count)
                    && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
            }
    }
}
