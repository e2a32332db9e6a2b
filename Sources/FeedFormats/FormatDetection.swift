package import Provisioning

/// A format that the file of a feed can have.
package enum FeedFormat: String, Sendable, CaseIterable {
    case csv, xml, jsonl
    case gzip = "gz"
    case zstandard = "zst"

    /// Name for messages.
    var title: String {
        switch self {
        case .csv: "CSV feeds"
        case .xml: "XML feeds"
        case .jsonl: "JSON Lines feeds"
        case .gzip: "gzip-compressed feeds"
        case .zstandard: "Zstandard-compressed feeds"
        }
    }
}

/// Tells the format of a feed by its first bytes and its name.
package enum FormatDetection {
    /// First bytes that are enough to tell.
    package static let headBytes = 512

    private static let extensions: [String: FeedFormat] = [
        "csv": .csv, "tsv": .csv, "tab": .csv, "txt": .csv, "xml": .xml, "jsonl": .jsonl,
        "ndjson": .jsonl, "json": .jsonl, "gz": .gzip, "zst": .zstandard,
    ]

    /// The format of a feed.
    ///
    /// Marks of compression in the bytes outweigh the name, and the name outweighs other signs in
    /// the bytes: a CSV header may begin with `{` or `<`. CSV where nothing speaks for another.
    /// - Parameters:
    ///   - path: name of the file; `-` and unknown extensions say nothing.
    ///   - head: the first bytes, `headBytes` of them if there are so many.
    /// - Returns: what the feed is to be read as.
    package static func format(path: String, head: [UInt8]) -> FeedFormat {
        if head.starts(with: [0x1F, 0x8B]) { return .gzip }
        if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return .zstandard }
        let name = path.split(separator: "/").last ?? ""
        if let dot = name.lastIndex(of: "."),
            let named = extensions[name[name.index(after: dot)...].lowercased()]
        {
            return named
        }
        let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head[...]
        switch text.first(where: { $0 > 0x20 }) {
        case UInt8(ascii: "<"): return .xml
        case UInt8(ascii: "{"), UInt8(ascii: "["): return .jsonl
        default: return .csv
        }
    }

    /// Lets only formats pass that this version can read.
    ///
    /// - Throws: a halt with status 65 for any other.
    package static func requireReadable(_ format: FeedFormat) throws(RunHalt) {
        if format == .csv { return }
        throw RunHalt(
            .malformedFile, .feedFormatUnavailable,
            "\(format.title) are not available in this version",
            advice: "Convert the feed to CSV, or, if it is CSV, say --input-format csv.")
    }
}
