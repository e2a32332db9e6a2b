import Foundation
import Muster
import Provisioning
import Testing

/// What `muster template` prints can be imported as it is.
@Suite struct SampleFeedImportTests {
    let folder: URL
    var directory: MusterDirectory { MusterDirectory(path: folder.path + "/people.sqlite") }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    private func importFeed(_ name: String, as feed: String) throws -> ImportSummary {
        var options = FeedImportOptions()
        options.feed = feed
        return try directory.importFeed(at: folder.path + "/" + name, options: options)
    }

    static let outcomes: [String: UInt64] = [
        "created": 3, "applied": 10, "viewed": 3, "unchanged": 1, "disabled": 1, "enabled": 1,
        "deleted": 1, "skipped": 1,
    ]

    @Test(arguments: ["csv", "jsonl", "xml"])
    func sampleIsAcceptedAndNothingOfItIsUnknown(format: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(try SampleFeed.text(format: format), to: "sample.\(format)")
        let summary = try importFeed("sample.\(format)", as: "default")
        #expect(summary.outcomes == Self.outcomes)
        #expect(Set(summary.issues.keys) == ["policy.group.created"])
    }

    static let profiles = [
        """
        format: csv
        delimiter: ";"
        quoting: backslash
        columns: {"Worker; \\"ID\\"": external_id, Aktiv: enabled, Badge: attr.badge}
        ignore: [job_title]
        yes_words: [A]
        no_words: [L]
        dates: {start_date: DD.MM.YY, end_date: epoch-ms}
        rows_before_header: 1
        rows_after_header: 2
        encoding: windows-1252
        trailer: {mark: TRL, count_field: 3, includes: [header, trailer, rows_after_header]}
        """,
        """
        format: jsonl
        columns:
          name.givenName: first_name
          name.familyName: last_name
          emails[type eq "work"].value: email
          emails[type eq "home"].value: alternate_email
          userName: username
          active: enabled
        yes_words: [A]
        dates: {start_date: DD-MON-YYYY}
        encoding: windows-1252
        """,
        """
        format: xml
        record_path: Report/Data/Entry
        columns:
          "@id": external_id
          op: action
          name.first: first_name
          name.last: last_name
          roles.role: groups
          phone.@kind: department
          Aktiv: enabled
        no_words: ["<nein>"]
        dates: {end_date: YYYYMMDD}
        """,
    ]

    @Test(arguments: profiles)
    func sampleInTheTermsOfAFeedIsReadByItsProfile(profile: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let lines = profile.split(separator: "\n").map { "    \($0)\n" }.joined()
        try write("feeds:\n  hr:\n\(lines)", to: "muster.yaml")
        let place = DirectoryPlace(directory: directory.path)
        try write(try SampleFeed.text(feed: "hr", format: nil, at: place), to: "hr.feed")
        let summary = try importFeed("hr.feed", as: "hr")
        #expect(summary.outcomes == Self.outcomes)
        // The sample is UTF-8 and says so, whatever encoding the profile declares.
        let issues = Set(summary.issues.keys).subtracting(["feed.encoding.doubtful"])
        #expect(issues == ["policy.group.created"])
    }

    @Test func feedThatTheConfigurationLacksIsRefused() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let place = DirectoryPlace(directory: directory.path)
        do throws(RunHalt) {
            _ = try SampleFeed.text(feed: "hr", format: nil, at: place)
            Testing.Issue.record("an unknown feed was taken")
        } catch {
            #expect(error.status == .configuration)
            #expect(error.code == .configProfileUnknown)
        }
        #expect(
            try SampleFeed.text(feed: "default", format: nil, at: place) == SampleFeed.text())
    }
}
