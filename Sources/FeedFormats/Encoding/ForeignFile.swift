import Provisioning

/// Files that people give for feeds and that are something else, by their first bytes.
enum ForeignFile {
    private static let marks: [(mark: [UInt8], kind: String, advice: String)] = [
        (
            [0x50, 0x4B, 0x03, 0x04], "a ZIP archive or a spreadsheet",
            "Unpack it, or save the sheet as CSV UTF-8."
        ),
        (
            [0xD0, 0xCF, 0x11, 0xE0], "a document of an office program",
            "Save the sheet as CSV UTF-8."
        ),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "compressed by xz", recompress),
        (Array("BZh91AY&SY".utf8), "compressed by bzip2", recompress),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive", recompress),
        ([0x1F, 0x9D], "compressed by compress", recompress),
        ([0x04, 0x22, 0x4D, 0x18], "compressed by lz4", recompress),
        (Array("%PDF-".utf8), "a PDF document", "Ask for the data as CSV."),
        (Array("SQLite format 3\u{0}".utf8), "an SQLite database", "Export it as CSV."),
        (
            Array("-----BEGIN PGP MESSAGE".utf8), "encrypted by PGP",
            "Decrypt it first, and import what comes out."
        ),
    ]
    private static let recompress = "Unpack it, or compress it with gzip or zstd."

    /// Refuses a file that cannot be a feed, whatever it is declared as.
    ///
    /// - Throws: a halt with status 65.
    static func refuse(_ head: [UInt8], name: String) throws(RunHalt) {
        // The only one whose mark is not at the start.
        if head.dropFirst(257).starts(with: Array("ustar".utf8)) {
            throw RunHalt(
                .malformedFile, .feedFormatUnavailable, "\(name) is a tar archive, not a feed",
                advice: "Unpack it, and import the file in it.")
        }
        guard let found = marks.first(where: { head.starts(with: $0.mark) }) else { return }
        throw RunHalt(
            .malformedFile, .feedFormatUnavailable, "\(name) is \(found.kind), not a feed",
            advice: found.advice)
    }
}
