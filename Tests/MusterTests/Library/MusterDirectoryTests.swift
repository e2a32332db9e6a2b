import Foundation
import Muster
import Testing

/// The library does what the command does, with values in place of text.
@Suite struct MusterDirectoryTests {
    let folder: URL
    var directory: MusterDirectory { MusterDirectory(path: folder.path + "/people.sqlite") }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    }

    private func feed(_ text: String) throws -> String {
        let file = folder.appending(path: "users.csv")
        try Data(text.utf8).write(to: file)
        return file.path
    }

    @Test func importCountsOutcomesAndIssues() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try feed("username,email\nada,ada@example.com\nbob,not-mail\n")
        let summary = try directory.importFeed(at: file)
        #expect(summary.records == 2)
        #expect(summary.outcomes == ["created": 1, "rejected": 1])
        #expect(summary.issues == ["field.email.malformed": 1])
        #expect(summary.run != nil && summary.stop == nil)
        #expect(try directory.importFeed(at: file).outcomes["unchanged"] == 1)
    }

    @Test func guardIsAValueAndChangesNothing() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try feed("username,email\nada,ada@example.com\nbob,not-mail\n")
        var options = FeedImportOptions()
        options.maxRejects = "0"
        let summary = try directory.importFeed(at: file, options: options)
        #expect(summary.stop?.status == 2)
        #expect(summary.outcomes == ["skipped": 2])
    }

    @Test func actionGivesItsResult() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let added = try directory.perform(
            "add", on: "ada", values: ["email": "ada@example.com"])
        #expect(added.outcome == "created" && added.isAccepted)
        let limit = try directory.perform(
            "set-device-limit", on: "ada", values: ["device_limit": "3"])
        #expect(limit.detail == "device_limit: default → 3")
        let refused = try directory.perform(
            "set-device-limit", on: "ada", values: ["device_limit": "0"])
        #expect(refused.findings.map(\.code) == ["policy.device-limit.below-minimum"])
        #expect(!refused.isAccepted)
    }

    @Test func errorHasStatusAndCode() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let error = #expect(throws: MusterError.self) {
            try directory.importFeed(at: folder.path + "/none.csv")
        }
        #expect(error?.status == 66)
        #expect(error?.code == "feed.file.missing")
    }
}
