import Foundation
import Testing

/// Every way to end has its own status, and says why on standard error with a code.
@Suite struct ExitStatusTests {
    static let usage: [[String]] = [
        ["import"], ["import", "-", "--unknown"], ["frobnicate"], ["user", "disable"],
        ["import", "-", "--delimiter", "ab"], ["import", "-", "--max-rejects", "many"],
        ["import", "-", "--on-duplicate", "all"], ["import", "-", "--default-action", "delete"],
        ["import", "-", "--mode", "some"], ["users", "list", "--limit", "0"],
        ["users", "list", "--format", "yaml"], ["groups", "create"], ["runs", "show"],
        ["import", "-", "--quiet", "--verbose"], ["user", "disable", "ada", "now"],
        ["user", "add", "ada", "--attr", "novalue"], ["template", "--format", "yaml"],
    ]

    /// A file that turns out malformed at its end leaves a directory that nothing was done to.
    @Test func aRunThatCameToNothingLeavesNoFolder() throws {
        let place = try Workplace()
        let ending = place.muster(
            "import", "-", "--input-format", "xml",
            input: "<users><user><username>ada</username></user></wrong>")
        #expect(ending.status == 65)
        #expect(!place.names.contains("muster.runs"), "\(place.names)")
        #expect(place.muster("runs", "list").lines.isEmpty)
    }

    @Test(arguments: usage) func aWrongCommandLineIs64(words: [String]) throws {
        let place = try Workplace()
        place.muster("init", "--quiet")
        let ending = place.start(words).end()
        #expect(ending.status == 64)
        #expect(ending.output.isEmpty)
        #expect(!ending.error.isEmpty)
    }

    @Test func aFileThatIsNoFeedIs65() throws {
        let place = try Workplace()
        for text in ["", "hat,shoes\n1,2\n", "email,EMAIL\na,b\n"] {
            let ending = place.muster("import", "-", input: text)
            #expect(ending.status == 65, "\(text)")
        }
    }

    @Test func aMissingFileOrDirectoryIs66() throws {
        let place = try Workplace()
        #expect(place.muster("import", "none.csv").status == 66)
        #expect(place.muster("users", "list").status == 66)
        #expect(place.muster("runs", "list", "--directory", "no/where").status == 66)
        #expect(place.names.isEmpty, "what failed left nothing behind: \(place.names)")
    }

    @Test func anOutputThatCannotBeMadeIs73() throws {
        let place = try Workplace()
        #expect(place.muster("init").status == 0)
        try place.write("username,email\nada,ada@example.com\n", to: "users.csv")
        #expect(place.muster("import", "users.csv", "--results", "no/where.csv").status == 73)
        #expect(place.muster("import", "users.csv", "--rejects", "no/where.csv").status == 73)
        let again = place.muster("init")
        #expect(again.status == 73)
        #expect(again.error.contains("[run.output.uncreatable]"))
        #expect(place.muster("users", "list").output.isEmpty, "nothing was applied")
    }

    @Test func aDirectoryInUseIs75AndItsHolderIsNamed() throws {
        let place = try Workplace()
        place.muster("init", "--quiet")
        // A pipe that stays open keeps a run in its first step, with the lock in hand.
        let holder = try HeldLock(on: place.path("muster.sqlite"))
        let ending = place.muster(
            "import", "-", "--wait", "0", input: "username,email\nada,ada@example.com\n")
        #expect(ending.status == 75)
        #expect(ending.error.contains("[run.directory.busy]"))
        withExtendedLifetime(holder) {}
    }

    @Test func aWrongConfigurationIs78() throws {
        let place = try Workplace()
        try place.write("polcy:\n", to: "muster.yaml")
        let ending = place.muster("import", "-", input: "username,email\n")
        #expect(ending.status == 78)
        #expect(ending.error.contains("muster.yaml:1:1"))
        #expect(place.muster("users", "list", "--config", "none.yaml").status == 66)
        #expect(
            place.muster("import", "-", "--config", "none.yaml", input: "username\n").status == 78)
    }

    @Test func aMissingKeyIs78() throws {
        let place = try Workplace()
        place.muster("init", "--quiet")
        place.remove("muster.key")
        let ending = place.muster("import", "-", input: "username,email\n")
        #expect(ending.status == 78)
        #expect(ending.error.contains("[directory.key.missing]"))
    }

    @Test func fullStandardOutputIs74() throws {
        let place = try Workplace()
        place.muster("user", "add", "ada", "ada@example.com", "--quiet")
        let shell = ChildProcess(
            "/bin/sh", ["-c", "'\(BuiltBinary.path)' users list > /dev/full"],
            folder: place.folder, environment: place.environment)
        #expect(shell.end().status == 74)
    }

    @Test func aReaderThatGoesAwayIsNoFault() throws {
        let place = try Workplace()
        let rows = (1...3_000).map { "user\($0),user\($0)@example.com\n" }.joined()
        place.muster("import", "-", "--quiet", input: "username,email\n" + rows)
        let shell = ChildProcess(
            "/bin/sh",
            ["-c", "{ '\(BuiltBinary.path)' users list; echo \"status $?\" >&2; } | head -n 1"],
            folder: place.folder, environment: place.environment
        ).end()
        #expect(shell.lines.count == 1)
        #expect(shell.error == "status 0\n")
    }
}
