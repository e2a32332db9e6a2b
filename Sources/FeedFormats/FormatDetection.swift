package import Provisioning

/// A format that the file of a feed can have.
package enum FeedFormat: String, Sendable, CaseIterable {
    case csv, xml, jsonl

    /// The format that is declared under a name.
    ///
    /// - Throws: a halt with status 64 if there is no such format.
    package init(declared name: String) throws(RunHalt) {
        guard let format = FeedFormat(rawValue: name) else {
            throw RunHalt(
                .usage, .feedFormatUnknown,
                "\"\(MessageText.quoted(name))\" is not a format of feeds",
                advice: "Allowed are csv, xml and jsonl.")
        }
        self = format
    }
}

/// Tells the format of a feed by its name and its first bytes.
package enum FormatDetection {
    private static let extensions: [String: FeedFormat] = [
        "csv": .csv, "tsv": .csv, "tab": .csv, "txt": .csv, "xml": .xml, "jsonl": .jsonl,
        "ndjson": .jsonl, "json": .jsonl,
    ]

    /// The format of a feed.
    ///
    /// The name outweighs signs in the bytes: a CSV header may begin with `{` or `<`. CSV where
    /// nothing speaks for another.
    /// - Parameters:
    ///   - path: name of the file, with or without an extension of compression; `-` and unknown
    ///     extensions say nothing.
    ///   - head: the first bytes of the text, as UTF-8.
    /// - Returns: what the feed is to be read as.
    package static func format(path: String, head: some Collection<UInt8>) -> FeedFormat {
        if let named = named(path) { return named }
        switch firstSign(head) {
        case UInt8(ascii: "<"): return .xml
        case UInt8(ascii: "{"), UInt8(ascii: "["): return .jsonl
        default: return .csv
        }
    }

    /// What the extension of a name says; nil: nothing.
    private static func named(_ path: String) -> FeedFormat? {
        let inner = Compression.innerName(of: path)
        let name = inner.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return nil }
        return extensions[name[name.index(after: dot)...].lowercased()]
    }

    /// Refuses a file that begins like one of another format than its name says.
    ///
    /// - Parameters:
    ///   - path: as for `format`.
    ///   - head: likewise.
    ///   - name: what messages call the file.
    /// - Throws: a halt with status 65 that says how to read it all the same.
    static func requireWhatTheNameSays(
        path: String, head: some Collection<UInt8>, name: String
    ) throws(RunHalt) {
        guard let named = named(path), let sign = firstSign(head) else { return }
        let text = String(decoding: head.prefix(64), as: UTF8.self).filter { !$0.isWhitespace }
        let likely: FeedFormat?
        switch sign {
        case UInt8(ascii: "<"): likely = .xml
        case UInt8(ascii: "{"), UInt8(ascii: "["): likely = .jsonl
        default: likely = named == .csv ? nil : .csv
        }
        guard let likely, likely != named else { return }
        // A header of CSV may begin with such a sign, but hardly goes on like a document.
        if named == .csv, !looksLikeDocument(text) { return }
        throw RunHalt(
            .malformedFile, .feedFormatMismatch,
            "\(name) would be read as \(title(of: named, head: [])) for its name, and begins like"
                + " \(title(of: likely, head: head))",
            advice: "Rename it, or say --input-format \(likely.rawValue) (or"
                + " --input-format \(named.rawValue), if the name is right).")
    }

    private static func looksLikeDocument(_ text: String) -> Bool {
        let text = text.drop { $0 == "\u{FEFF}" }
        return ["<?xml", "<!--", "{\"", "{}", "[{", "[]"].contains { text.hasPrefix($0) }
            || text.wholeMatch(of: /<[A-Za-z_][^,;|>]*>([^,;|].*)?/) != nil
    }

    /// The name of a format for people: of JSON there are lines and an array.
    static func title(of format: FeedFormat, head: some Collection<UInt8>) -> String {
        switch format {
        case .csv: "CSV"
        case .xml: "XML"
        case .jsonl: firstSign(head) == UInt8(ascii: "[") ? "JSON array" : "JSON Lines"
        }
    }

    /// The first byte of the text behind a byte order mark and blanks.
    private static func firstSign(_ head: some Collection<UInt8>) -> UInt8? {
        let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head.dropFirst(0)
        return text.first { $0 > 0x20 }
    }
}
