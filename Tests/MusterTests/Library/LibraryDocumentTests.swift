import Foundation
import Muster
import Testing

/// What documents show of the library is compiled and run here, line by line.
@Suite struct LibraryDocumentTests {
    @Test func theDocumentedCallsDoWhatIsSaid() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/muster-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/hr.csv"
        let password = "three yellow kites"
        try Data("username,email,password\nada,ada@example.com,\(password)\n".utf8)
            .write(to: URL(filePath: file))
        let path = folder + "/people.sqlite"

        let directory = MusterDirectory(path: path, actor: "portal")

        var options = FeedImportOptions()
        options.feed = "hr"
        options.isDryRun = true
        let rehearsal = try directory.importFeed(at: file, options: options)
        if let stop = rehearsal.stop { print(stop.message) }
        options.isDryRun = false
        let summary = try directory.importFeed(at: file, options: options)
        print(summary.outcomes["created", default: 0], summary.resultsPath ?? "")
        #expect(rehearsal.outcomes == ["created": 1] && summary.outcomes == ["created": 1])

        let result = try directory.perform(
            "set-device-limit", on: "ada", values: ["device_limit": "2"])
        if !result.isAccepted {
            for finding in result.findings { print(finding.code, finding.message) }
        }
        #expect(result.isAccepted)

        var evidence = LoginEvidence()
        evidence.password = password
        evidence.device = "laptop-1"
        evidence.startsSession = true
        let answer = try directory.checkLogin(of: "ada", evidence)
        if answer.isAllowed {
            print(answer.session ?? "", answer.apps.map(\.name))
        } else {
            print(answer.reason ?? "", answer.advice ?? "")
        }
        #expect(answer.isAllowed && answer.session != nil)
    }

    @Test func theDocumentedTaskDoesWhatIsSaid() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/muster-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/hr.csv"
        try Data("username,email\nada,ada@example.com\n".utf8).write(to: URL(filePath: file))
        let directory = MusterDirectory(path: folder + "/people.sqlite")
        let options = FeedImportOptions()

        let again = try await directory.importFeed(at: file, options: options) { state in
            print(state.isDeciding ? "deciding" : "applying", state.records)
        }
        #expect(again.outcomes == ["created": 1])
    }

    /// Every line of the documents' Swift stands in this file, but for a package's description.
    @Test(arguments: ["docs/embedding.md", "docs/login.md"])
    func documentedLinesStandAbove(document: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let own = try Self.lines(String(contentsOfFile: #filePath, encoding: .utf8))
        let text = try String(
            contentsOf: root.appendingPathComponent(document), encoding: .utf8)
        let blocks = text.matches(of: /```swift\n([^`]*)```/).map { String($0.output.1) }
            .filter { !$0.hasPrefix("// In Package.swift") }
        #expect(!blocks.isEmpty)
        for block in blocks {
            let lines = Self.lines(block)
            let isThere = own.indices.contains { own[$0...].starts(with: lines) }
            #expect(isThere, "\(document):\n\(block)")
        }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }
}
