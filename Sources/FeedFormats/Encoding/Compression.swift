/// A compression that feeds can have.
package enum Compression: String, Sendable, CaseIterable {
    case gzip = "gz"
    case zstandard = "zst"

    /// What people call it.
    package var title: String {
        switch self {
        case .gzip: "gzip"
        case .zstandard: "Zstandard"
        }
    }

    /// The compression that the first bytes of a file are a mark of; nil: none.
    package init?(head: some Collection<UInt8>) {
        if head.starts(with: [0x1F, 0x8B]) {
            self = .gzip
            return
        }
        // A frame, or a skippable frame, of which there are sixteen marks (RFC 8878, 3.1).
        let first = Array(head.prefix(4))
        let isFrame = first == [0x28, 0xB5, 0x2F, 0xFD]
        let isSkippable =
            first.count == 4 && first[0] & 0xF0 == 0x50 && first[1...] == [0x2A, 0x4D, 0x18]
        guard isFrame || isSkippable else { return nil }
        self = .zstandard
    }

    /// The name of the file inside a file called `path`: without an extension of compression.
    package static func innerName(of path: String) -> String {
        for compression in allCases where path.lowercased().hasSuffix("." + compression.rawValue) {
            return String(path.dropLast(compression.rawValue.count + 1))
        }
        return path
    }
}
