import Testing

/// What every command has in common, and the commands around the main job.
@Suite struct CommandLineTests {
    @Test func everyCommandTellsTheVersion() throws {
        let place = try Workplace()
        let version = place.muster("--version").output
        for command in CommandTree.all {
            let ending = place.start(command.words + ["--version"]).end()
            #expect(ending.output == version && ending.status == 0, "\(command)")
        }
    }

    @Test func initMakesThreePrivateFilesThatServe() throws {
        let place = try Workplace()
        let ending = place.muster("init", "--directory", "muster.sqlite")
        #expect(ending.status == 0)
        #expect(ending.output.contains("muster import"))
        for name in ["muster.sqlite", "muster.key", "muster.yaml"] {
            #expect(place.mode(of: name) == 0o600, "\(name)")
        }
        #expect(
            place.muster("import", "-", "--quiet", input: "username,email\na,a@example.com\n")
                .status == 0)
        let before = try place.read("muster.yaml")
        #expect(place.muster("init").status == 73)
        #expect(try place.read("muster.yaml") == before)
    }

    @Test func theEnvironmentNamesTheDirectoryAndAnOptionOutweighsIt() throws {
        let place = try Workplace()
        place.environment["MUSTER_DIRECTORY"] = "named.sqlite"
        place.muster("user", "add", "ada", "ada@example.com", "--quiet")
        #expect(place.names.contains("named.sqlite"))
        place.muster("user", "add", "eve", "eve@example.com", "--directory", "o.sqlite", "-q")
        #expect(place.muster("users", "find", "eve").status == 1)
        #expect(place.muster("users", "find", "eve", "--directory", "o.sqlite").status == 0)
    }

    @Test func colourIsForTerminalsUnlessItIsAskedFor() throws {
        let place = try Workplace()
        let plain = place.muster("user", "add", "ada", "ada@example.com")
        #expect(!plain.output.contains("\u{1B}"))
        let painted = place.muster("user", "disable", "ada", "--color", "always")
        #expect(painted.output.contains("\u{1B}["))
        place.environment["NO_COLOR"] = "1"
        #expect(!place.muster("user", "enable", "ada").output.contains("\u{1B}"))
    }

    @Test func groupsAreCreatedShownAndDeleted() throws {
        let place = try Workplace()
        #expect(place.muster("groups", "create", "staff", "--device-limit", "2").status == 0)
        #expect(place.muster("groups", "create", "STAFF").status == 1)
        #expect(place.muster("groups", "create", "a;b").status == 1)
        #expect(place.muster("groups", "create", "x", "--device-limit", "0").status == 1)
        #expect(place.muster("groups", "create", "x", "--second-factor", "pigeon").status == 1)
        place.muster("user", "add", "ada", "ada@example.com", "--groups", "Staff", "-q")
        #expect(place.muster("groups", "list").output == "staff\t1\t2\tdefault\n")
        #expect(place.muster("groups", "show", "staff").output.contains("Members        1"))
        let kept = place.muster("groups", "delete", "staff")
        #expect(kept.status == 1)
        #expect(kept.error.contains("[directory.group.has-members]"))
        #expect(place.muster("groups", "delete", "staff", "--force").status == 0)
        #expect(place.muster("groups", "show", "staff").status == 1)
        #expect(place.muster("groups", "list", "--format", "json").output == "[]\n")
        #expect(place.muster("runs", "list").lines.count { $0.contains("\tgroups\t") } >= 2)
    }

    @Test func theHistoryShowsTheNewestFirst() throws {
        let place = try Workplace()
        place.muster("import", "-", "--quiet", input: "username,email\na,a@example.com\nb,b\n")
        place.muster("user", "disable", "a", "--quiet")
        let lines = place.muster("runs", "list").lines.map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(lines.map { $0[2] } == ["user", "import"])
        #expect(Array(lines[1][3...6]) == ["default", "finished", "2", "1"])
        let shown = place.muster("runs", "show", lines[1][0]).output
        #expect(shown.contains("created") && shown.contains("rejected"))
        #expect(place.muster("runs", "list", "--feed", "default").lines.count == 1)
        #expect(place.muster("runs", "list", "--limit", "1").lines.count == 1)
        #expect(place.muster("runs", "show", "none").status == 1)
    }
}
