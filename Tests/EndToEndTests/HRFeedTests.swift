import Foundation
import Testing

/// Files of HR systems that nobody of this project wrote.
@Suite struct HRFeedTests {
    /// The feeds beside this clone; none where the corpus is absent.
    static let feeds: [String] = {
        let folder =
            URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .path + "/shared/corpus/hr-feeds"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let feeds = names.filter { $0.hasSuffix(".csv") }.sorted().map { "\(folder)/\($0)" }
        if feeds.isEmpty { print("no HR feeds to read: 3 cases are skipped") }
        return feeds
    }()

    static let configuration = """
        feeds:
          hr:
            columns:
              WorkerID: external_id
              OfficePhone: phone
            ignore: [WorkerStatus, WorkerType, UserID, GenderPronoun, OnLeave, Division, Company,
              Location, StreetAddress, City, Custom01, Custom02, ZipCode]
            calling_code_from_country: on
            derive:
              username: "{first_name:1}{last_name}"
              email: "{username}@corp.example"
            derived_collision: number

        """

    @Test(arguments: feeds) func everyRecordHasOneResultAndTheSecondRunAgrees(
        feed: String
    ) throws {
        let place = try Workplace()
        try place.write(Self.configuration, to: "muster.yaml")
        let words = [
            "import", feed, "--feed", "hr", "--results", "-", "--max-rejects", "none", "--mail",
        ]
        let first = place.start(words).end()
        let results = try ResultLine.all(in: first.output)
        let records = CSVText.rows(try String(contentsOfFile: feed, encoding: .utf8)).count - 1
        #expect(results.map(\.record) == Array(1...records), "\(first.error)")
        let created = results.filter { $0.outcome == "created" }
        #expect(created.count * 2 > records, "\(first.error)")
        let names = created.compactMap(\.username)
        #expect(Set(names).count == created.count)
        #expect(created.allSatisfy { $0.email == ($0.username ?? "") + "@corp.example" })
        let mails = try place.contents().mails
        #expect(mails.count == created.count)

        let second = try ResultLine.all(in: place.start(words).end().output)
        for (before, after) in zip(results, second) {
            #expect(after.outcome == (before.outcome == "rejected" ? "rejected" : "unchanged"))
            #expect(after.codes == (before.outcome == "rejected" ? before.codes : []))
        }
        #expect(try place.contents().mails == mails)
    }
}
