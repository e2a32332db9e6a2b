import Foundation
import Testing

/// What looks like a command in a document is run as it stands there, or is said to be an exception.
@Suite struct DocumentBlockTests {
    /// A block of commands that no transcript runs.
    struct Exception {
        var document: String
        /// How its first line begins.
        var start: String
        var reason: String
    }

    static let exceptions = [
        Exception(
            document: "README.md", start: "make demo",
            reason: "DemoTests runs what these targets run, and the tests run themselves"),
        Exception(
            document: "README.md", start: "make install",
            reason: "builds a release; what is installed is what transcripts run"),
        Exception(
            document: "docs/CONTRIBUTING.md", start: "make demo",
            reason: "as in README.md; DocumentTests knows that the targets exist"),
        Exception(
            document: "docs/operating.md", start: "#!/bin/sh",
            reason: "DocumentedCommandTests.theNightRunsAsItIsWritten"),
        Exception(
            document: "docs/operating.md", start: "MAILTO=",
            reason: "cron; the script that it names is run by the same test"),
        Exception(
            document: "docs/operating.md", start: "[Unit]",
            reason: "DocumentedCommandTests.scriptsAndUnitsAreWellFormed"),
        Exception(
            document: "docs/mail-delivery.md", start: "[Unit]",
            reason: "DocumentedCommandTests.scriptsAndUnitsAreWellFormed"),
        Exception(
            document: "docs/mail-delivery.md", start: "* * * * *",
            reason: "cron; the same command stands in transcripts"),
        Exception(
            document: "docs/backup.md", start: "cd /srv/muster",
            reason: "BackupTests.aRestoredDirectoryGoesOn"),
        Exception(
            document: "docs/backup.md", start: "cp /srv/backup",
            reason: "BackupTests.aRestoredDirectoryGoesOn"),
        Exception(
            document: "docs/backup.md", start: "muster audit verify",
            reason: "BackupTests.aRestoredDirectoryGoesOn"),
    ]

    private static func blocks(_ document: String) throws -> [DocumentBlock] {
        let text = try String(
            contentsOf: TranscriptRun.root.appendingPathComponent(document), encoding: .utf8)
        return DocumentBlock.all(in: text.components(separatedBy: "\n"))
    }

    /// Whether a block has something to type, or to be run by another program.
    private static func hasCommands(_ block: DocumentBlock) -> Bool {
        if ["sh", "bash", "shell", "cron", "ini"].contains(block.language) { return true }
        return block.body.contains {
            $0.firstMatch(
                of: /^\s*(\$ \S|(\w+=\S* )?(muster|make|git|jq|sqlite3|curl|cp) [\w"'.-])/)
                != nil
        }
    }

    @Test func everyCommandLineIsRun() throws {
        var used: Set<Int> = []
        for document in DocumentedCommandTests.documents {
            let blocks = try Self.blocks(document)
            let typed = blocks.filter(\.isRun).flatMap(TranscriptCommand.all).map(\.text)
            for block in blocks where !block.isRun && Self.hasCommands(block) {
                let first = block.body.first ?? ""
                if let index = Self.exceptions.firstIndex(where: {
                    $0.document == document && first.hasPrefix($0.start)
                }) {
                    used.insert(index)
                    continue
                }
                // A script that a transcript uses was written for it as it stands there.
                let name = block.file.map { $0.split(separator: "/").last ?? "" } ?? ""
                #expect(
                    !name.isEmpty && typed.contains { $0.contains(name) },
                    "\(document):\(block.line): nothing runs: \(first)")
            }
        }
        let unused = Self.exceptions.indices.filter { !used.contains($0) }
            .map { "\(Self.exceptions[$0].document): \(Self.exceptions[$0].start)" }
        #expect(unused.isEmpty, "exceptions that nothing needs")
    }

    /// A line after a prompt is taken for one that was run: no exception lets it stand elsewhere.
    @Test func aPromptStandsInATranscriptOnly() throws {
        #expect(Self.prompts(in: ["```", "$ muster init", "```"]) == [2])
        #expect(Self.prompts(in: ["```sh", "x", "  $ muster init", "```"]) == [3])
        #expect(Self.prompts(in: ["```console", "$ muster init", "```"]).isEmpty)
        for document in DocumentedCommandTests.documents {
            let text = try String(
                contentsOf: TranscriptRun.root.appendingPathComponent(document), encoding: .utf8)
            let found = Self.prompts(in: text.components(separatedBy: "\n"))
            #expect(found.isEmpty, "\(document): lines \(found)")
        }
    }

    /// Numbers of the lines with a prompt and `muster` that no transcript has.
    private static func prompts(in lines: [String]) -> [Int] {
        DocumentBlock.all(in: lines).filter { !$0.isRun }.flatMap { block in
            block.body.enumerated().filter {
                $0.element.firstMatch(of: /^\s*\$ (\w+=\S* )*muster\b/) != nil
            }.map { block.line + 1 + $0.offset }
        }
    }

    @Test func transcriptsHideNothingWhereTheyBegin() throws {
        for document in [
            "README.md", "docs/nightly-hr-feed.md", "docs/migration.md", "docs/pipeline.md",
            "docs/helpdesk.md", "docs/writing-a-profile.md",
        ] {
            let hidden = try Self.blocks(document).contains { $0.language == "setup" }
            #expect(!hidden, "\(document) can be followed from an empty folder")
        }
    }

    @Test func aTranscriptIsReadAsItIsTyped() {
        let lines = """
            `people.csv`:

            ```csv
            username
            ```

            ```console
            $ muster import people.csv \\
                --quiet
            $ cat > x <<'END'
            $ not a command
            END

            $ false
            said
            ...
            (exit status 1)

            ```
            """.components(separatedBy: "\n")
        let blocks = DocumentBlock.all(in: lines)
        #expect(blocks.map(\.language) == ["csv", "console"])
        #expect(blocks.first?.file == "people.csv")
        let commands = blocks.last.map(TranscriptCommand.all) ?? []
        #expect(
            commands.map(\.text) == [
                "muster import people.csv \\\n    --quiet", "cat > x <<'END'\n$ not a command\nEND",
                "false",
            ])
        #expect(commands.map(\.expected) == [[], [], ["said", "..."]])
        #expect(commands.map(\.status) == [0, 0, 1])
        #expect(commands.map(\.line) == [8, 10, 14])
        #expect(commands.flatMap(\.lines) == blocks.last?.body)
    }
}
