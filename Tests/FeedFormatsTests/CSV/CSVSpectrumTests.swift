import FeedFormats
import Foundation
import Provisioning
import Testing

/// The public csv-spectrum files, each against its expected values.
@Suite struct CSVSpectrumTests {
    /// The file whose expected values name another phone number than the file has.
    static let misprint = ("location_coordinates", "Contact Phone Number")

    @Test func everyFileGivesItsExpectedValues() throws {
        guard let folder = Corpus.folder("csv-spectrum", cases: 12) else { return }
        let files = try Corpus.names(in: folder.appendingPathComponent("csvs"), extension: "csv")
        #expect(files.count == 12)
        for file in files {
            let name = String(file.dropLast(4))
            let path = folder.appendingPathComponent("csvs/\(file)").path
            let source = CSVSource(
                input: try FileInput(path: path), profile: FeedProfile(), limits: Limits())
            let header = try source.headerTexts()
            let records = try source.seenRecords()
            let expected = try expectedRows(folder.appendingPathComponent("json/\(name).json"))
            #expect(records.count == expected.count, "\(file)")
            for (record, row) in zip(records, expected) {
                #expect(record.fault == nil, "\(file): \(record)")
                #expect(Set(header) == Set(row.keys), "\(file)")
                for (column, value) in zip(header, record.texts)
                where (name, column) != Self.misprint {
                    #expect(value == row[column], "\(file): \(column)")
                }
            }
        }
    }

    private func expectedRows(_ file: URL) throws -> [[String: String]] {
        let parsed = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        if let rows = parsed as? [[String: String]] { return rows }
        return [try #require(parsed as? [String: String])]
    }
}
