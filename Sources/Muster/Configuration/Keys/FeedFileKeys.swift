import Provisioning

extension FeedProfile {
    /// How the file is written.
    static var fileKeys: [ConfigurationKey<FeedProfile>] {
        [
            .settled("format", "csv", unavailable: ["xml", "jsonl"], "Format of the file"),
            .value(
                "encoding", encodingForm.optional("auto"), into: \.encoding, initial: "auto",
                "Encoding of the text; auto: UTF-8, with or without a byte order mark"),
            .value(
                "delimiter", delimiterForm.optional("auto"), into: \.delimiter, initial: "auto",
                "Separator of fields; auto: found by looking"),
            .value(
                "quoting", .word, into: \.quoting, initial: "doubled",
                "How a quote inside a quoted field is written"),
            .value(
                "comment_prefix",
                ValueForm<String>.text("text such as \"#\"").map { ByteString($0) }
                    .optional("none"), into: \.commentPrefix, initial: "none",
                "Lines that begin with this are comments"),
            .value(
                "rows_before_header", .number(0...100), into: \.rowsBeforeHeader, initial: "0",
                "Rows above the header that are not part of it, such as a version row"),
            .value(
                "rows_after_header", .number(0...100), into: \.rowsAfterHeader, initial: "0",
                "Rows below the header that are not people, such as an example row"),
        ]
    }

    private static var encodingForm: ValueForm<String> {
        ValueForm(
            allowed: "utf-8", words: ["utf-8"],
            unavailable: [
                "utf-16", "utf-16le", "utf-16be", "windows-1250", "windows-1252", "iso-8859-1",
                "iso-8859-15", "latin1", "cp1252",
            ]
        ) { ["utf-8", "utf8"].contains($0.lowercased()) ? "utf-8" : nil }
    }

    /// Letters, digits, quotes and backslashes stand in values.
    private static var delimiterForm: ValueForm<UInt8> {
        ValueForm(allowed: "one punctuation character such as \";\", or tab") { text in
            if text == "tab" || text == "\t" { return 0x09 }
            guard let byte = text.utf8.first, text.utf8.count == 1 else { return nil }
            switch byte {
            case 0x21, 0x23...0x2F, 0x3A...0x40, 0x5B, 0x5D...0x60, 0x7B...0x7E: return byte
            default: return nil
            }
        }
    }
}
