import Glibc
import Provisioning
import ResultReporting
import Testing

/// Files that appear whole or not at all.
@Suite struct AtomicFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func committedFileReplacesTheOldOne() throws {
        let path = folder.file("summary.json")
        try AtomicFile.write("old", to: path)
        try AtomicFile.write("new", to: path)
        #expect(try text(of: path) == "new")
        #expect(folder.names == ["summary.json"])
        #expect(mode(of: path) == 0o600)
    }

    @Test func fileThatIsGivenUpLeavesTheOldOne() throws {
        let path = folder.file("summary.json")
        try AtomicFile.write("old", to: path)
        do {
            let file = try AtomicFile(path: path)
            file.file.buffer.append("half")
            try file.file.flush()
            #expect(folder.names.count == 2)
        }
        #expect(folder.names == ["summary.json"])
        #expect(try text(of: path) == "old")
    }

    @Test func leftoverOfAKilledProcessIsNoObstacle() throws {
        let path = folder.file("s")
        let left = try AtomicFile(path: path)
        try AtomicFile.write("whole", to: path)
        #expect(try text(of: path) == "whole")
        #expect(left.file.position == 0)
    }

    @Test func whatGoneProcessesLeftAsideIsRemoved() throws {
        let path = folder.file("r.html")
        // No process has such a number.
        let gone = [
            ".r.html.999999999.0.partial", ".r.html.999999999.rows.partial",
            ".r.html.999999999.0.partial.lines",
        ]
        let others = [
            ".other.999999999.0.partial", ".r.html.\(getpid()).7.partial", ".r.html.x.partial",
            ".r.html.999999999.0.mine",
        ]
        for name in gone + others {
            try OutputFile(path: folder.file(name), .new).close()
        }
        try AtomicFile.write("whole", to: path)
        #expect(folder.names == (others + ["r.html"]).sorted())
    }

    @Test func missingFolderIsSaidWithTheNameThatWasAskedFor() {
        let path = folder.file("none/summary.json")
        do {
            try AtomicFile.write("x", to: path)
            Testing.Issue.record("nothing was thrown")
        } catch {
            #expect(error.status == .cannotCreate)
            #expect(error.message.contains("(for \(path))"))
        }
    }
}
