import FeedFormats
import Provisioning
import ResultReporting

/// A feed in memory with its reader, as an import opens it.
struct OpenFeed {
    let source: any RecordSource
    let mapping: HeaderMapping
    let format: FeedFormat
    let profile: FeedProfile
    let limits: Limits
    /// Encoding of rejects, with secrets masked or not.
    let rejects: (_ masks: Bool) throws(RunHalt) -> any RejectsEncoding

    init(
        _ input: any FeedInput, as format: FeedFormat, _ profile: FeedProfile, _ limits: Limits,
        reading: FeedReading? = nil
    ) throws(RunHalt) {
        self.format = format
        self.profile = profile
        self.limits = limits
        switch format {
        case .csv:
            let reader = CSVSource(
                input: input, profile: profile, limits: limits, reading: reading)
            let header = try reader.header()
            let mapping = try HeaderMapping(header: header, profile: profile)
            let dialect = FeedDialect(profile, delimiter: try reader.dialect().delimiter)
            rejects = { masks in
                CSVRejectsEncoding(
                    header: header, dialect: dialect,
                    secretColumns: masks ? mapping.secretSourceColumns : [])
            }
            self.mapping = mapping
            source = reader
        case .xml:
            mapping = try HeaderMapping(foundByRecordIn: profile)
            let reader = XMLSource(
                input: input, profile: profile, limits: limits,
                columns: try Self.columns(mapping, profile, limits), reading: reading)
            let frame = try reader.frame()
            rejects = { masks in
                XMLRejectsEncoding(
                    opening: frame.opening, closing: frame.closing, masksSecrets: masks)
            }
            source = reader
        case .jsonl:
            mapping = try HeaderMapping(foundByRecordIn: profile)
            source = JSONLinesSource(
                input: input, profile: profile, limits: limits,
                columns: try Self.columns(mapping, profile, limits), reading: reading)
            _ = try source.header()
            rejects = { masks in JSONRejectsEncoding(masksSecrets: masks) }
        }
    }

    private static func columns(
        _ mapping: HeaderMapping, _ profile: FeedProfile, _ limits: Limits
    ) throws(RunHalt) -> () -> FoundColumns {
        let first = try FoundColumns(mapping: mapping, profile: profile, limits: limits)
        return { first.empty() }
    }

    func mapper() -> BatchMapper {
        BatchMapper(
            mapping: mapping, profile: profile, limits: limits, hashKey: (1, 2),
            wantsFingerprints: true)
    }
}
