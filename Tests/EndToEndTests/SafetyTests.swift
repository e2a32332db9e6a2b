import Testing

/// Guards, dry runs and secrets: what a run may not do.
@Suite struct SafetyTests {
    static func feed(good: Int, bad: Int) -> String {
        "username,email\n" + (0..<good).map { "good\($0),good\($0)@example.com\n" }.joined()
            + (0..<bad).map { "bad\($0),not-mail\n" }.joined()
    }

    @Test func aTrippedGuardChangesNothing() throws {
        let place = try Workplace()
        place.muster("user", "add", "ada", "ada@example.com", "--quiet")
        let before = try place.contents()
        let ending = place.muster(
            "import", "-", "--max-rejects", "2", "--results", "-", "--mail",
            input: Self.feed(good: 5, bad: 3))
        #expect(ending.status == 2)
        #expect(ending.error.contains("[run.guard.rejects]"))
        let results = try ResultLine.all(in: ending.output)
        #expect(results.count == 8)
        #expect(results.allSatisfy { $0.outcome == "skipped" })
        #expect(try place.contents() == before)
        #expect(place.muster("runs", "list").lines[0].contains("\tstopped\t"))
    }

    @Test func theGuardTripsAboveItsLimitAndNotAtIt() throws {
        for (limit, status) in [("3", 1), ("2", 2), ("none", 1), ("38%", 1), ("37%", 2)] {
            let place = try Workplace()
            let ending = place.muster(
                "import", "-", "--max-rejects", limit, "--quiet",
                input: Self.feed(good: 5, bad: 3))
            #expect(ending.status == Int32(status), "\(limit)")
        }
    }

    @Test func theDefaultGuardCountsFromAHundredRejectsOn() throws {
        for (good, bad, status) in [(0, 99, 1), (0, 100, 2), (900, 100, 1), (899, 100, 2)] {
            let place = try Workplace()
            let ending = place.muster(
                "import", "-", "--quiet", input: Self.feed(good: good, bad: bad))
            #expect(ending.status == Int32(status), "\(good) good, \(bad) bad")
        }
    }

    @Test func aDryRunCreatesNothing() throws {
        let place = try Workplace()
        let ending = place.muster(
            "import", "-", "--dry-run", "--results", "-", "--mail",
            input: Self.feed(good: 3, bad: 1))
        #expect(ending.status == 1)
        #expect(try ResultLine.all(in: ending.output).count == 4)
        #expect(place.names.isEmpty, "\(place.names)")
        #expect(place.muster("user", "add", "a", "a@example.com", "--dry-run").status == 0)
        #expect(place.names.isEmpty, "\(place.names)")
    }

    @Test func aDryRunDecidesWhatTheRealRunDoes() throws {
        let place = try Workplace()
        place.muster(
            "import", "-", "--quiet",
            input: "username,email,groups\nada,ada@example.com,staff\nbob,bob@example.com,\n")
        try place.write(
            """
            action,user,username,email,groups,device_limit
            ,,ada,ada@example.com,staff;sales,
            ,,eve,eve@example.com,,5
            add,,bob,bob@example.com,,
            disable,bob,,,,
            enable,bob,,,,
            disable,nobody,,,,
            update,,ada,bob@example.com,,
            add-to-groups,eve,,,sales,
            ,,EVE,eve2@example.com,,
            delete,,eve,eve@example.com,,
            set-device-limit,eve,,,,3

            """, to: "feed.csv")
        let rehearsal = place.muster("import", "feed.csv", "--dry-run", "--results", "-")
        let real = place.muster("import", "feed.csv", "--results", "-")
        #expect(rehearsal.output == real.output)
        #expect(rehearsal.status == real.status)
        #expect(try ResultLine.all(in: real.output).count == 11)
    }

    @Test func secretsOfAFeedStandOnlyInTheRejectsThatWereNamed() throws {
        let place = try Workplace()
        let feed = """
            username,email,password,password_hash,totp_secret
            ada,ada@example.com,canary-password-one,,
            bob,bob@example.com,,canary-hash-two,
            cat,cat@example.com,,,canary-totp-three!
            dan,not-mail,canary-password-four,,

            """
        let ending = place.muster(
            "import", "-", "--results", "results.jsonl", "--show-values", "--verbose",
            "--max-rejects", "none", input: feed)
        #expect(!ending.output.contains("canary"), "\(ending.output)")
        #expect(!ending.error.contains("canary"))
        let run = String(place.muster("runs", "list").lines[0].split(separator: "\t")[0])
        for file in [
            "results.jsonl", "muster.runs/\(run)/rejects.csv",
            "muster.runs/\(run)/summary.json",
        ] {
            #expect(!(try place.read(file).contains("canary")), "\(file)")
        }
        #expect(!place.muster("users", "export").output.contains("canary"))
        place.muster(
            "import", "-", "--rejects", "mine.csv", "--quiet", "--max-rejects", "none",
            input: feed)
        #expect(try place.read("mine.csv").contains("canary-password-four"))
    }
}
