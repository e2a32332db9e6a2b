import FeedFormats
import Provisioning
import ResultReporting

/// What is written is read back as it was.
enum WriterClaims {
    static func check(_ input: [UInt8]) throws(BrokenClaim) {
        var bytes = FuzzBytes(input)
        let choice = bytes.choice()
        let parts = bytes.parts(3).map { ByteString($0) }
        try checkJSON(parts)
        try checkCSV(parts, choice)
    }

    /// A JSON text of any bytes but NUL, which no feed may have, is well-formed, and gives back what is
    /// UTF-8 of them.
    private static func checkJSON(_ values: [ByteString]) throws(BrokenClaim) {
        guard !values.contains(where: { $0.text.utf8.contains(0) }) else { return }
        var json = JSONWriter()
        json.beginObject()
        for (index, value) in values.enumerated() { json.member("attr.a\(index)", value) }
        json.member("username", values[0].text)
        json.endObject()
        let text = json.take()
        let view = try view(of: Array(text.bytes), as: .jsonl, FeedProfile())
        try claim(
            view.halt == nil && view.records.count == 1,
            "JSON is not read back: \(text) \(view.halt?.text ?? "")")
        guard let record = view.records.first else { return }
        try claim(
            record.fault == nil, "JSON is malformed: \(text) \(String(describing: record.fault))")
        for (index, value) in values.enumerated() {
            let read = record.fields["attr.a\(index)"]
            try claim(
                read == ByteString(value.text),
                "\(hexadecimal(value.bytes)) is read back from JSON as "
                    + "\(read.map { hexadecimal($0.bytes) } ?? "nothing")")
        }
    }

    /// Cells of a feed are exact, but for what no feed can have.
    private static func checkCSV(
        _ values: [ByteString], _ choice: UInt8
    ) throws(BrokenClaim) {
        var profile = FeedProfile()
        profile.delimiter = [0x2C, 0x3B, 0x09, 0x7C][Int(choice & 3)]
        profile.quoting = choice & 4 == 0 ? .doubled : .backslash
        if choice & 8 != 0 { profile.commentPrefix = "#" }
        var dialect = FeedDialect(profile, delimiter: profile.delimiter ?? 0x2C)
        dialect.hasCarriageReturns = choice & 16 != 0
        var buffer = ByteBuffer()
        dialect.begin(&buffer)
        dialect.appendHeader(["username", "attr.b", "attr.c"], to: &buffer)
        dialect.appendRow(values, to: &buffer)
        dialect.appendRow(["1", "2", "3"], to: &buffer)
        let view = try view(of: Array(buffer.bytes), as: .csv, profile)
        try claim(
            view.halt == nil && view.records.count == 2,
            "2 rows are read as \(view.records.count): \(hexadecimal(buffer.bytes)) "
                + (view.halt?.text ?? ""))
        guard let record = view.records.first else { return }
        let isText = values.allSatisfy {
            String(validating: $0.bytes, as: UTF8.self) != nil && !$0.bytes.contains(0)
        }
        try claim(
            isText == (record.fault == nil),
            "a row of \(isText ? "text" : "no text") is read with "
                + "\(record.fault.map { $0.finding } ?? "no fault")")
        guard isText else { return }
        for (index, value) in values.enumerated() {
            try claim(
                record.fields["\(index)"] == value,
                "\(hexadecimal(value.bytes)) is read back from CSV as "
                    + "\(record.fields["\(index)"].map { hexadecimal($0.bytes) } ?? "nothing")")
        }
    }

    private static func view(
        of file: [UInt8], as format: FeedFormat, _ profile: FeedProfile
    ) throws(BrokenClaim) -> FeedView {
        try FeedView { () throws(RunHalt) in
            try OpenFeed(PieceInput(file, pieces: []), as: format, profile, Limits())
        }
    }
}
