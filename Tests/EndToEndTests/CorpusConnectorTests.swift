import Foundation
import Testing

/// CSV files of an identity connector, each with what becomes of it.
@Suite struct CorpusConnectorTests {
    /// Usernames and addresses are all that the connector's own schema does not have.
    static let configuration = """
        feeds:
          connector:
            ignore: [password]
            derive: {email: "{username}@corp.example"}

        """

    @Test func everyFileGivesWhatThePageSays() throws {
        guard let folder = Corpus.path("connector-csv/files", cases: 25) else { return }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let rows = try Corpus.table(under: "### Files")
        #expect(rows.map { $0[0] } == names)
        for row in rows {
            let place = try Workplace()
            try place.write(Self.configuration, to: "muster.yaml")
            let words = [
                "import", "\(folder)/\(row[0])", "--feed", "connector", "--results", "-",
                "--max-rejects", "none",
            ]
            let ending = place.start(words).end()
            #expect("\(ending.status)" == row[1], "\(row[0]): \(ending.error)")
            #expect(try Self.summary(of: ending) == row[2], "\(row[0]): \(ending.error)")
        }
    }

    /// How many records had which outcome, and the codes of those rejected; the code of a halt.
    private static func summary(of ending: ProcessEnding) throws -> String {
        let results = try ResultLine.all(in: ending.output)
        if results.isEmpty {
            let code = ending.error.firstMatch(of: /\[([a-z.-]+)\]/)?.output.1
            return code.map(String.init) ?? "no records"
        }
        var parts: [String] = []
        let created = results.filter { $0.outcome == "created" }.count
        if created > 0 { parts.append("\(created) created") }
        for code in Set(results.compactMap(\.codes.first)).sorted() {
            let count = results.filter { $0.outcome == "rejected" && $0.codes.first == code }.count
            parts.append("\(count) \(code)")
        }
        return parts.joined(separator: ", ")
    }
}
