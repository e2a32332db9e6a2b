import Provisioning

/// Refuses text that is not in an encoding the readers understand, before anything looks at it.
enum EncodingCheck {
    /// Checks a declared encoding and the first bytes of a feed.
    ///
    /// - Throws: a halt with status 65 unless the feed can be read as UTF-8.
    static func requireUTF8(
        _ head: UnsafeRawBufferPointer, declared: String?, name: String
    ) throws(RunHalt) {
        if let declared, !isUTF8(declared) {
            throw refusal(
                "\(name) is declared as \(MessageText.quoted(declared)), which this version "
                    + "does not read")
        }
        if let found = foreignEncoding(head) {
            throw refusal("\(name) is \(found), not UTF-8")
        }
    }

    private static func refusal(_ message: String) -> RunHalt {
        RunHalt(
            .malformedFile, .feedEncodingUnsupported, message,
            advice: "Save the file as UTF-8 (in a spreadsheet: CSV UTF-8) and import it again.")
    }

    private static func isUTF8(_ encoding: String) -> Bool {
        let folded = encoding.lowercased().filter { $0.isLetter || $0.isNumber }
        return ["utf8", "utf8bom", "utf8sig", "ascii", "usascii"].contains(folded)
    }

    /// Name of another encoding that the bytes show; nil: nothing speaks against UTF-8.
    private static func foreignEncoding(_ head: UnsafeRawBufferPointer) -> String? {
        if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) {
            return "UTF-32"
        }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
        let sample = head.prefix(4096)
        let nulCount = sample.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
        // UTF-16 text of a Latin script has a NUL in every second byte, delimiters included.
        if nulCount > 1, nulCount * 10 >= sample.count * 3 { return "binary or UTF-16" }
        return nil
    }
}
