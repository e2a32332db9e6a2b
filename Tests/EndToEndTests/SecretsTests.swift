import Testing

/// What is shown once has one place, and nothing else has it.
@Suite struct SecretsTests {
    static let feed = """
        action,user,username,email,count,reason,totp_secret,second_factor
        add,,ada,ada@example.com,,,,
        generate-backup-code,ada,,,2,,,
        impersonate,ada,,,,ticket 7,,
        enrol-second-factor,ada,,,,,,totp

        """

    static func place() throws -> Workplace {
        let place = try Workplace()
        try place.write("impersonation: on\nbackup_codes: on\n", to: "muster.yaml")
        try place.write(feed, to: "f.csv")
        return place
    }

    @Test func feedPutsThemIntoTheFileAndNowhereElse() throws {
        let place = try Self.place()
        let ending = place.muster("import", "f.csv", "--secrets", "s.csv", "--results", "r.csv")
        #expect(ending.status == 0, "\(ending.error)\(ending.output)")
        #expect(ending.output.contains("\nSecrets  s.csv, 4 secrets\n"))
        #expect(place.mode(of: "s.csv") == 0o600)
        let rows = CSVText.records(try place.read("s.csv"))
        #expect(rows.map { $0["record"] } == ["2", "2", "3", "4"])
        #expect(rows.map { $0["username"] } == ["ada", "ada", "ada", "ada"])
        #expect(
            rows.map { $0["kind"] } == [
                "backup-code", "backup-code", "impersonation-token", "totp-uri",
            ])
        #expect(rows[2]["expires"]?.isEmpty == false)
        let secrets = rows.compactMap { $0["secret"] }
        #expect(secrets.allSatisfy { $0.count >= 19 })
        let runs = place.names(in: "muster.runs")
        let files =
            ["r.csv"] + place.names.filter { $0.hasPrefix("muster.sqlite") }
            + runs.flatMap { run in
                place.names(in: "muster.runs/\(run)").map { "muster.runs/\(run)/\($0)" }
            }
        for file in files {
            let text = try place.read(file)
            for secret in secrets { #expect(!text.contains(secret), "\(file)") }
        }
        #expect(!runs.flatMap { place.names(in: "muster.runs/\($0)") }.contains("secrets-file"))
    }

    @Test func fileThatIsThereIsRefusedBeforeAnythingIsWritten() throws {
        let place = try Self.place()
        try place.write("theirs", to: "s.csv")
        try place.write("older", to: "r.csv")
        let ending = place.muster("import", "f.csv", "--secrets", "s.csv", "--results", "r.csv")
        #expect(ending.status == 73)
        #expect(ending.error.contains("never overwritten"))
        #expect(try place.read("s.csv") == "theirs")
        #expect(try place.read("r.csv") == "older")
        #expect(!place.names.contains("muster.runs"))
    }

    @Test(arguments: ["kill", "after"]) func deathBeforeTheFirstSecretLeavesNothingInTheWay(
        action: String
    ) throws {
        let place = try Self.place()
        let words = ["import", "f.csv", "--secrets", "s.csv", "--quiet"]
        place.meet(["MUSTER_FAULT": "unlink:1:\(action):s.csv"])
        #expect(place.start(words).end().signal == 9)
        place.meet(["MUSTER_FAULT": "open:1:\(action):s.csv"])
        #expect(place.start(words).end().signal == 9)
        place.meet([:])
        let ending = place.start(words).end()
        #expect(ending.status == 0, "\(ending.error)")
        #expect(!place.names.contains { $0.hasPrefix(".s.csv") }, "\(place.names)")
    }

    @Test func feedWithoutTheOptionHasThoseRecordsRejected() throws {
        let place = try Self.place()
        let ending = place.muster("import", "f.csv", "--results", "-", "--quiet")
        #expect(ending.status == 1)
        let results = try ResultLine.all(in: ending.output)
        #expect(results.map(\.outcome) == ["created", "rejected", "rejected", "rejected"])
        #expect(results[1].codes == ["policy.secrets.no-file"])
    }

    @Test func rehearsalDecidesAsTheRunAndWritesNoFile() throws {
        let place = try Self.place()
        let words = ["import", "f.csv", "--secrets", "s.csv", "--results", "-", "--quiet"]
        let rehearsal = place.start(words + ["--dry-run"]).end()
        #expect(!place.names.contains("s.csv"))
        let run = place.start(words).end()
        #expect(
            try ResultLine.all(in: rehearsal.output).map(\.outcome)
                == ResultLine.all(in: run.output).map(\.outcome))
        #expect(rehearsal.status == 0 && run.status == 0)
    }

    @Test func sameFileMakesNoneAndAgainRepeatsThem() throws {
        let place = try Self.place()
        place.muster("import", "f.csv", "--secrets", "1.csv", "--quiet")
        let second = place.muster("import", "f.csv", "--secrets", "2.csv", "--results", "-")
        #expect(
            try ResultLine.all(in: second.output).map(\.outcome)
                == Array(repeating: "unchanged", count: 4))
        #expect(!place.names.contains("2.csv"))
        let third = place.muster("import", "f.csv", "--secrets", "3.csv", "--again", "--quiet")
        #expect(third.status == 0 || third.status == 1)
        let kinds = CSVText.records(try place.read("3.csv")).map { $0["kind"] }
        #expect(kinds.contains("backup-code") && kinds.contains("impersonation-token"))
        #expect(try place.read("1.csv") != place.read("3.csv"))
    }

    @Test(arguments: [
        ["--secrets", "-"], ["--secrets", "x", "--results", "x"],
        ["--secrets", "x", "--rejects", "x"], ["--secrets", "f.csv"],
    ])
    func fileThatIsSomethingElseIsAWrongCommandLine(words: [String]) throws {
        let place = try Self.place()
        place.muster("init", "--quiet")
        let ending = place.start(["import", "f.csv"] + words).end()
        #expect(ending.status == 64, "\(ending.error)")
        #expect(try place.read("f.csv") == Self.feed)
    }

    @Test func commandPrintsThemOnce() throws {
        let place = try Self.place()
        place.muster("user", "add", "ada", "ada@example.com", "--quiet")
        let text = place.muster("user", "generate-backup-code", "ada", "2")
        let lines = text.output.split(separator: "\n")
        #expect(lines.count == 3 && lines[0].hasPrefix("applied ada"), "\(text.output)")
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("backup-code: ") })
        let quiet = place.muster("user", "impersonate", "ada", "ticket 7", "--quiet")
        #expect(quiet.status == 0 && quiet.output.split(separator: "\n").count == 1)
        #expect(!quiet.output.contains(" "))
        let json = place.muster(
            "user", "enrol-second-factor", "ada", "totp", "--format", "json", "--quiet")
        #expect(json.output.contains("\"kind\": \"totp-uri\""))
        #expect(json.output.contains("otpauth://totp/"))
        let none = place.muster("user", "view-apps", "ada", "--format", "json")
        #expect(none.output.contains("\"secrets\": []"), "\(none.output)")
    }

    @Test func exportHasAppsExpiryAndHashesOnDemandAndChangesNothing() throws {
        let place = try Self.place()
        try place.write("correct horse battery staple", to: "password")
        place.muster("apps", "create", "wiki")
        place.muster(
            "user", "add", "ada", "ada@example.com", "--password-file", "password", "--apps",
            "wiki", "--password-expires", "2049-12-31")
        let plain = CSVText.records(place.muster("users", "export").output)
        #expect(plain.map { $0["apps"] } == ["wiki"])
        #expect(plain.map { $0["password_expires"] } == ["2049-12-31"])
        #expect(plain[0]["password_hash"] == nil)
        place.muster("users", "export", "--with-hashes", "--output", "users.csv")
        let full = CSVText.records(try place.read("users.csv"))
        #expect(full[0]["password_hash"]?.hasPrefix("$argon2id$") == true)
        let again = place.muster("import", "users.csv", "--results", "-", "--quiet")
        #expect(try ResultLine.all(in: again.output).map(\.outcome) == ["unchanged"])
        #expect(again.status == 0)
    }
}
