import Provisioning

extension FeedProfile {
    /// How the file is written.
    static var fileKeys: [ConfigurationKey<FeedProfile>] {
        [
            .value(
                "format",
                ValueForm<String>.word(["csv", "xml", "jsonl"].map { ($0, $0) }).optional("auto"),
                into: \.format, initial: "auto",
                "Format of the file; auto: by its name and its first bytes"),
            .value(
                "encoding", EncodingName.form.optional("auto"), into: \.encoding, initial: "auto",
                "Encoding of the text, such as windows-1252; auto: UTF-8, or what a byte order "
                    + "mark says"),
            .value(
                "record_path", RecordPathText.form, into: \.recordPath,
                initial: RecordPathText.initial,
                "Elements of an XML file that lead to a record, from the root on; keys of a JSON "
                    + "object that lead to the array of records"),
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
        ]
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
