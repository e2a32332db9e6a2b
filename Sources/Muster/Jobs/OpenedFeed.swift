import FeedFormats
import Provisioning

/// The file of a feed with the reader for its format and the meaning of its columns.
struct OpenedFeed {
    let source: any RecordSource
    let mapping: HeaderMapping
    let form: Form
    /// What is doubtful about how the file is written; warnings.
    let notices: [RecordIssue]

    /// What a file in the feed's own format is made of.
    enum Form {
        case csv(CSVDialect)
        case xml(opening: ByteString, closing: ByteString)
        case jsonLines

        /// The extension of such a file's name.
        var fileExtension: String {
            switch self {
            case .csv: FeedFormat.csv.rawValue
            case .xml: FeedFormat.xml.rawValue
            case .jsonLines: FeedFormat.jsonl.rawValue
            }
        }
    }

    /// Reads the beginning of the file.
    /// - Throws: a halt with status 64, 65, 74 or 78.
    init(
        _ input: OpenedInput, options: ImportOptions, profile: FeedProfile, limits: Limits
    ) throws(RunHalt) {
        var wishes: [ColumnAssignment] = []
        for text in options.columnMap { wishes.append(try ColumnAssignment(option: text)) }
        let feed = try input.decoded(
            declared: options.inputFormat, profile: profile, limits: limits)
        notices = feed.notices
        if feed.format != .csv, profile.trailer != nil {
            throw RunHalt(
                .configuration, .configValueInvalid,
                "the profile of the feed asks for a trailer, which only CSV files have; this file is"
                    + " \(feed.reading.format)",
                advice: "Say format: csv in the profile, or take trailer out of it.")
        }
        switch feed.format {
        case .xml:
            mapping = try HeaderMapping(foundByRecordIn: profile, options: wishes)
            let reader = XMLSource(
                input: feed.input, profile: profile, limits: limits,
                columns: try Self.columns(mapping, profile, wishes, limits), reading: feed.reading)
            let frame = try reader.frame()
            form = .xml(opening: frame.opening, closing: frame.closing)
            source = reader
        case .jsonl:
            mapping = try HeaderMapping(foundByRecordIn: profile, options: wishes)
            source = JSONLinesSource(
                input: feed.input, profile: profile, limits: limits,
                columns: try Self.columns(mapping, profile, wishes, limits), reading: feed.reading)
            _ = try source.header()
            form = .jsonLines
        case .csv:
            let reader = CSVSource(
                input: feed.input, profile: profile, limits: limits, reading: feed.reading)
            mapping = try HeaderMapping(
                header: try reader.header(), profile: profile, options: wishes)
            form = .csv(try reader.dialect())
            source = reader
        }
    }

    /// Makes columns for a reading thread; the wishes have been found to agree.
    private static func columns(
        _ mapping: HeaderMapping, _ profile: FeedProfile, _ wishes: [ColumnAssignment],
        _ limits: Limits
    ) throws(RunHalt) -> () -> FoundColumns {
        let first = try FoundColumns(
            mapping: mapping, profile: profile, options: wishes, limits: limits)
        return { first.empty() }
    }
}
