import Testing

/// What a person reads when a guard has stopped a run, and what they can do.
@Suite struct GuardMessageTests {
    static func users(_ count: Int, domain: String = "corp.example", phone: String = "") -> String {
        "username,email,external_id,phone\n"
            + (0..<count).map { "user\($0),user\($0)@\(domain),E\($0),\(phone)\n" }.joined()
    }

    static func disables(_ count: Int) -> String {
        "username,action\n" + (0..<count).map { "user\($0),disable\n" }.joined()
    }

    @Test func removalsAreAllowedByTheCommandOfTheMessage() throws {
        let place = try Workplace(isOptimised: true)
        try place.write(Self.users(10_000), to: "all.csv")
        try place.write(Self.disables(501), to: "it's off.csv")
        #expect(place.muster("import", "all.csv", "--quiet").status == 0)
        let before = try place.contents()
        let state = try FeedState.text(of: place.path("muster.sqlite"))

        let stopped = place.muster("import", "it's off.csv", "--quiet")
        #expect(stopped.status == 2)
        let lines = stopped.error.split(separator: "\n").map(String.init)
        #expect(
            lines[0]
                == "muster: stopped by the guard \"removals\": 501 users would be disabled or deleted, "
                + "and the limit is 500 (by default 5 % of 10000 active users, at least 5 and at most "
                + "500); nothing was changed [run.guard.removals]")
        #expect(
            lines[1].hasPrefix(
                "  removals, for example: it's off.csv:2 (record 1), it's off.csv:3 (record 2), "))
        #expect(!stopped.error.contains("user0"))
        #expect(
            lines.last
                == "  If that is meant, allow it for one run: muster import 'it'\\''s off.csv' --quiet "
                + "--allow removals=501 --reason '...'")
        #expect(try place.contents() == before)
        #expect(try FeedState.text(of: place.path("muster.sqlite")) == state)

        let tooFew = place.muster(
            "import", "it's off.csv", "--quiet", "--allow", "removals=500", "--show-values")
        #expect(tooFew.status == 2)
        #expect(tooFew.error.contains("it's off.csv:2 (record 1) user0"))
        #expect(tooFew.error.contains("--quiet --show-values --allow removals=501 --reason"))
        #expect(try place.contents() == before)

        let allowed = place.muster(
            "import", "it's off.csv", "--quiet", "--allow", "removals=501", "--reason", "ticket 7")
        #expect(allowed.status == 0)
        #expect(allowed.error.isEmpty)
        #expect(
            try FeedState.allowances(of: place.path("muster.sqlite")) == [
                "", "", "removals=500", "removals=501",
            ])
        #expect(place.muster("audit", "verify").status == 0)
    }

    @Test func fiveHundredOfTenThousandMayLeave() throws {
        let place = try Workplace(isOptimised: true)
        place.muster("import", "-", "--quiet", input: Self.users(10_000))
        #expect(place.muster("import", "-", "--quiet", input: Self.disables(500)).status == 0)
    }

    @Test func aRehearsalIsStoppedInTheSameWay() throws {
        let place = try Workplace(isOptimised: true)
        try place.write(Self.users(300), to: "all.csv")
        try place.write(Self.users(300, domain: "new.example"), to: "new.csv")
        place.muster("import", "all.csv", "--quiet")
        let rehearsed = place.muster("import", "new.csv", "--dry-run", "--quiet")
        let real = place.muster("import", "new.csv", "--quiet")
        #expect(rehearsed.status == 2)
        #expect(real.status == 2)
        #expect(
            rehearsed.error.split(separator: "\n").first == real.error.split(separator: "\n").first)
        #expect(
            real.error.contains(
                "email changes for every user in the file, and only after the @: has the domain changed?"
            ))
        #expect(real.error.contains("[run.guard.identity]"))
        let allowed = place.muster("import", "new.csv", "--quiet", "--allow", "identity=300")
        #expect(allowed.status == 0)
    }

    @Test func everyGuardThatTripsStandsInTheCommand() throws {
        let place = try Workplace(isOptimised: true)
        try place.write("feeds: {hr: {guards: {creates: 3, rejects: 1}}}\n", to: "muster.yaml")
        place.muster("user", "add", "ada", "ada@example.com", "--quiet")
        try place.write(
            "username,email\n" + (0..<4).map { "u\($0),u\($0)@example.com\n" }.joined()
                + "x,nonsense\ny,nonsense\n", to: "f.csv")
        let stopped = place.muster("import", "f.csv", "--feed", "hr", "--quiet", "--reason", "why")
        #expect(stopped.status == 2)
        #expect(stopped.error.contains("stopped by the guards \"rejects\" and \"creates\": 2 of 6"))
        #expect(
            stopped.error.contains(
                "muster import f.csv --feed hr --quiet --reason why --allow rejects=2 "
                    + "--allow creates=4\n"))
        let allowed = place.muster(
            "import", "f.csv", "--feed", "hr", "--quiet", "--allow", "rejects=2", "--allow",
            "creates=4")
        #expect(allowed.status == 1)
    }

    @Test func aColumnThatIsSuddenlyEmptyIsAWarningOrStopsTheRun() throws {
        let place = try Workplace(isOptimised: true)
        try place.write(
            "feeds: {hr: {guards: {health: [empty]}}, it: {mode: delta}}\n", to: "muster.yaml")
        try place.write(Self.users(200, phone: "+442079460000"), to: "full.csv")
        try place.write(Self.users(200), to: "empty.csv")
        for feed in ["hr", "it"] {
            #expect(place.muster("import", "full.csv", "--feed", feed).status == 0)
        }
        let warned = place.muster("import", "empty.csv", "--feed", "it")
        #expect(warned.status == 0)
        #expect(warned.output.contains("phone is empty in 100 % of the records"))
        #expect(warned.output.contains("[feed.file.differs]"))
        let state = try FeedState.text(of: place.path("muster.sqlite"))
        let stopped = place.muster("import", "empty.csv", "--feed", "hr")
        #expect(stopped.status == 2)
        #expect(stopped.error.contains("(empty), and the limit is 0; nothing was changed"))
        #expect(try FeedState.text(of: place.path("muster.sqlite")) == state)
        let again = place.muster("import", "empty.csv", "--feed", "hr", "--allow", "health=1")
        #expect(again.status == 0)
        // It is the measure from now on.
        let third = place.muster("import", "empty.csv", "--feed", "hr")
        #expect(third.status == 0)
        #expect(!third.output.contains("feed.file.differs"))
    }
}
