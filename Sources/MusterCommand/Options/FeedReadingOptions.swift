import ArgumentParser
import Muster
import Provisioning

/// How `muster import` reads the file.
struct FeedReadingOptions: ParsableArguments {
    @Option(
        help: .init("The feed: its profile in muster.yaml, its leavers.", valueName: "name"))
    var feed: String?

    @Option(
        help: .init("csv, xml or jsonl (else by name and content).", valueName: "format"),
        completion: .list(["csv", "xml", "jsonl"]))
    var inputFormat: String?

    @Option(help: .init("What a header means: \"E-Mail 1=email\"; repeat it.", valueName: "map"))
    var map: [String] = []

    @Option(
        help: .init("Of the file, such as windows-1252 (else UTF-8).", valueName: "name"),
        completion: .list(["utf-8", "utf-16", "windows-1252", "iso-8859-1", "iso-8859-15"]))
    var encoding: String?

    @Option(help: .init("Between fields: one character, or tab (else found).", valueName: "char"))
    var delimiter: String?

    mutating func validate() throws {
        if feed?.isEmpty == true { throw ValidationError("--feed names no feed") }
        try checkEncoding()
        _ = try separator()
    }

    func apply(to options: inout ImportOptions) throws {
        if let feed { options.feed = feed }
        options.inputFormat = inputFormat
        options.columnMap = map
        options.encoding = encoding.map { EncodingName.canonical($0) ?? $0 }
        options.delimiter = try separator()
    }

    /// Takes the names that the key `encoding` of a profile takes.
    private func checkEncoding() throws {
        guard let encoding, encoding != "auto", EncodingName.canonical(encoding) == nil else {
            return
        }
        throw ValidationError("--encoding takes \(EncodingName.allowed), or auto")
    }

    private func separator() throws -> UInt8? {
        switch delimiter {
        case nil: return nil
        case "tab"?, "\\t"?, "\t"?: return UInt8(ascii: "\t")
        case let text?:
            guard text.utf8.count == 1, let byte = text.utf8.first, byte > 0x20, byte < 0x7F,
                byte != UInt8(ascii: "\"")
            else {
                throw ValidationError(
                    "--delimiter takes one ASCII character other than a quote, or tab")
            }
            return byte
        }
    }
}
