import Foundation
import Testing

/// Documents are carried out, command by command, and print what they say.
///
/// `MUSTER_UPDATE_DOCS=1` writes what was printed into the documents where it differs, and `all` the
/// rest, too.
@Suite struct TranscriptTests {
    @Test(arguments: DocumentedCommandTests.documents + ["samples/README.md"])
    func everyCommandPrintsWhatTheDocumentSays(document: String) throws {
        let update = ProcessInfo.processInfo.environment["MUSTER_UPDATE_DOCS"]
        let isUpdating = update == "1" || update == "all"
        let run = try TranscriptRun(document, isUpdating: isUpdating, rewrites: update == "all")
        try run.run()
        if isUpdating {
            if !run.findings.isEmpty { try run.save() }
        } else {
            #expect(run.findings.isEmpty, "\(run.findings.joined(separator: "\n\n"))")
        }
    }
}
