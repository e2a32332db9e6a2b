import Testing

/// One action on one user takes the path of a feed's record and ends alike.
@Suite struct UserCommandTests {
    static func place() throws -> Workplace {
        let place = try Workplace()
        place.muster("user", "add", "ada", "ada@example.com", "--quiet")
        return place
    }

    @Test func deviceLimitIsSetAndGivenBackToTheDefault() throws {
        let place = try Self.place()
        let set = place.muster("user", "set-device-limit", "ada", "3")
        #expect(set.status == 0)
        #expect(set.output == "applied ada: device_limit: default → 3\n")
        let reset = place.muster("user", "set-device-limit", "ada", "default")
        #expect(reset.output == "applied ada: device_limit: 3 → default\n")
        #expect(
            place.muster("user", "set-device-limit", "ada", "default").output
                == "unchanged ada\n")
    }

    @Test func commandAndFeedGiveTheSameResult() throws {
        let byCommand = try Self.place()
        let byFeed = try Self.place()
        let cases = [
            ("disable", ""), ("disable", ""), ("enable", ""), ("set-device-limit", "0"),
            ("set-device-limit", "7"), ("set-second-factor", "otp-sms"), ("view-groups", ""),
            ("add-to-groups", "staff;sales"), ("remove-from-groups", "sales"),
        ]
        let columns = [
            "set-device-limit": "device_limit", "set-second-factor": "second_factor",
            "add-to-groups": "groups", "remove-from-groups": "groups",
        ]
        for (action, value) in cases {
            let words = ["user", action, "ada"] + (value.isEmpty ? [] : [value])
            let command = byCommand.start(words + ["--format", "json"]).end()
            let column = columns[action] ?? "reason"
            let feed = byFeed.muster(
                "import", "-", "--results", "-", "--quiet",
                input: "action,user,\(column)\n\(action),ada,\(value)\n")
            let result = try #require(try ResultLine.all(in: feed.output).first)
            #expect(command.output.contains("\"outcome\": \"\(result.outcome)\""), "\(action)")
            for code in result.codes { #expect(command.output.contains(code), "\(action)") }
            #expect(command.status == feed.status, "\(action)")
        }
        #expect(try byCommand.contents() == byFeed.contents())
    }

    @Test func disablingStandsInTheHistory() throws {
        let place = try Self.place()
        let ending = place.muster(
            "user", "disable", "ada", "--actor", "grace", "--reason", "left")
        #expect(ending.output.hasPrefix("disabled ada"))
        #expect(ending.status == 0)
        let newest = place.muster("runs", "list").lines[0].split(
            separator: "\t", omittingEmptySubsequences: false)
        #expect(newest[2] == "user" && newest[7] == "grace")
        let run = place.muster("runs", "show", String(newest[0]), "--format", "json").output
        #expect(run.contains("\"reason\": \"left\""))
        #expect(run.contains("\"disabled\": 1"))
        #expect(place.muster("users", "list", "--state", "disabled").lines.count == 1)
    }

    @Test func usersAreNamedByAnyKey() throws {
        let place = try Self.place()
        place.muster("user", "update", "ada", "--external-id", "E-1", "--quiet")
        for name in ["ada", "ADA", "ada@example.com", "ext:E-1", "id:1"] {
            let ending = place.muster("user", "disable", name, "--dry-run")
            #expect(ending.output.hasPrefix("disabled ada"), "\(name)")
        }
        #expect(place.muster("users", "list", "--state", "disabled").output.isEmpty)
        #expect(place.muster("user", "disable", "nobody").status == 1)
    }

    @Test func deletingNeedsUsernameAndAddress() throws {
        let place = try Self.place()
        #expect(place.muster("user", "delete", "ada").status == 1)
        #expect(place.muster("user", "delete", "ada", "eve@example.com").status == 1)
        #expect(place.muster("user", "delete", "ada@example.com", "ada").status == 0)
        #expect(place.muster("users", "list").output.isEmpty)
    }

    @Test func issuesOnStandardErrorHaveCodesAndNoValues() throws {
        let place = try Self.place()
        let ending = place.muster("user", "add", "eve", "eve-at-home")
        #expect(ending.status == 1)
        #expect(ending.output == "rejected eve\n")
        #expect(ending.error.contains("[field.email.malformed]"))
        #expect(!ending.error.contains("eve-at-home"))
        let shown = place.muster("user", "add", "eve", "eve-at-home", "--show-values")
        #expect(shown.error.contains("eve-at-home"))
    }

    @Test func renamedUsersKeepTheirNumber() throws {
        let place = try Self.place()
        let ending = place.muster("user", "update", "ada", "--username", "countess")
        #expect(ending.status == 0)
        #expect(place.muster("user", "disable", "id:1", "--dry-run").output.contains("countess"))
        #expect(place.muster("users", "list").lines.count == 1)
    }

    @Test func secretsComeFromFilesAndAppearNowhere() throws {
        let place = try Workplace()
        try place.write("canary-correct-horse\n", to: "secret")
        let endings = [
            place.muster(
                "user", "add", "eve", "eve@example.com", "--password-file", "secret",
                "--format", "json"),
            place.muster(
                "user", "update", "eve", "--password-file", "-", "--verbose", "--show-values",
                input: "canary-correct-horse"),
        ]
        for ending in endings {
            #expect(!ending.output.contains("canary") && !ending.error.contains("canary"))
        }
        #expect(place.muster("user", "add", "x", "x@example.com", "--password", "p").status == 64)
        #expect(
            place.muster("user", "add", "x", "x@example.com", "--password-file", "none").status
                == 66)
    }
}
