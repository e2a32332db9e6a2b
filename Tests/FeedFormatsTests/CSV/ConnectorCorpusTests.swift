import FeedFormats
import Provisioning
import Testing

/// The public files of an identity connector: read to their end, with sensible faults.
@Suite struct ConnectorCorpusTests {
    /// Records and faults of the files that are not clean, or not divided by a semicolon.
    private static let notable: [String: (records: Int, faults: [IssueCode])] = [
        "discover-configuration.csv": (1, []),
        "search-wrong-column-count-row.csv": (5, [.csvFieldsTooMany]),
        "search.csv": (4, []),
    ]

    @Test func everyFileIsReadToItsEnd() throws {
        guard let folder = Corpus.folder("connector-csv/files", cases: 25) else { return }
        let names = try Corpus.names(in: folder, extension: "csv")
        #expect(names.count == 25)
        for name in names {
            var profile = FeedProfile()
            if name == "discover-configuration.csv" { profile.commentPrefix = "#" }
            let source = CSVSource(
                input: try FileInput(path: folder.appendingPathComponent(name).path),
                profile: profile, limits: Limits())
            if source.byteCount == 0 {
                #expect(halt { _ = try source.header() }?.code == .feedFileEmpty)
                continue
            }
            let records = try source.seenRecords()
            let faults = records.compactMap(\.fault)
            if let notable = Self.notable[name] {
                #expect(records.count == notable.records, "\(name)")
                #expect(faults == notable.faults, "\(name): \(records)")
            } else {
                #expect(faults.isEmpty, "\(name): \(records)")
            }
        }
    }
}
