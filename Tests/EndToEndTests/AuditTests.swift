import GRDB
import Testing

/// The audit log as an administrator meets it.
@Suite struct AuditTests {
    private static func place() throws -> Workplace {
        let place = try Workplace()
        place.muster("user", "add", "ada", "ada@example.com", "--quiet", "--actor", "grace")
        place.muster(
            "import", "-", "--quiet", "--actor", "cron",
            input: "username,email,department\nbob,bob@example.com,IT\nada,ada@example.com,HR\n")
        place.muster(
            "user", "view-groups", "ada", "--quiet", "--actor", "grace", "--reason", "asked")
        return place
    }

    private func lines(_ ending: ProcessEnding) -> [[String]] {
        ending.lines.map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    @Test func logIsShownNewestFirst() throws {
        let place = try Self.place()
        let all = lines(place.muster("audit", "show"))
        #expect(all.map { $0[1] } == ["grace", "cron", "cron", "cron", "grace"])
        #expect(all.map { $0[2] } == ["view-groups", "upsert", "upsert", "import -", "add"])
        #expect(all.map { $0[3] } == ["ada", "ada", "bob", "", "ada"])
        #expect(all.map { $0[5] } == ["1", "2", "1", "", "1"])
        #expect(all[0][6...] == ["viewed", "asked"])
        let ofAda = lines(place.muster("audit", "show", "--user", "ADA@example.com"))
        #expect(ofAda.map { $0[2] } == ["view-groups", "upsert", "add"])
        #expect(lines(place.muster("audit", "show", "--actor", "cron")).count == 3)
        #expect(lines(place.muster("audit", "show", "--run", all[1][4])).count == 3)
        #expect(lines(place.muster("audit", "show", "--limit", "2")).count == 2)
        #expect(place.muster("audit", "show", "--until", "2020-01-01").output.isEmpty)
        #expect(place.muster("audit", "show", "--since", "yesterday").status == 64)
        #expect(place.muster("audit", "show", "--run", "none").status == 1)
        #expect(place.muster("audit", "show", "--user", "nobody").status == 1)
    }

    @Test func deletedUserIsFoundByTheirFormerName() throws {
        let place = try Self.place()
        place.muster("user", "delete", "ada", "ada@example.com", "--quiet")
        let found = lines(place.muster("audit", "show", "--user", "Ada"))
        #expect(found.map { $0[2] } == ["delete", "view-groups", "upsert", "add"])
        #expect(found.allSatisfy { $0[3] == "(deleted id:1)" })
        #expect(
            place.muster("audit", "show", "--user", "id:1").lines
                == found.map {
                    $0.joined(separator: "\t")
                })
        #expect(place.muster("audit", "verify").status == 0)
        let json = place.muster("audit", "show", "--user", "ada", "--format", "json").output
        #expect(json.contains("\"user_id\": 1") && !json.contains("\"ada\""))
    }

    @Test func whatWasTamperedWithIsNamed() throws {
        let place = try Self.place()
        let whole = place.muster("audit", "verify")
        #expect(whole.status == 0 && whole.output.hasPrefix("audit log is whole: 9 entries, head "))
        let database = try DatabaseQueue(path: place.path("muster.sqlite"))
        try database.write { try $0.execute(sql: "UPDATE audit SET at = at + 1 WHERE id = 5") }
        let broken = place.muster("audit", "verify")
        #expect(broken.status == 1)
        #expect(broken.output.hasPrefix("entry 5, run "))
        #expect(broken.output.contains("[directory.audit.broken]"))
        let json = place.muster("audit", "verify", "--format", "json")
        #expect(json.status == 1 && json.output.contains("\"entry\": 5"))
    }

    @Test func headStandsBesideTheKeyAndInTheSummary() throws {
        let place = try Self.place()
        #expect(place.mode(of: "muster.audit-head") == 0o600)
        let run = try #require(place.names(in: "muster.runs").first)
        let summary = try place.read("muster.runs/\(run)/summary.json")
        #expect(summary.contains("\"audit_head\": {") && summary.contains("\"entry\": 6"))
        let database = try DatabaseQueue(path: place.path("muster.sqlite"))
        try database.write { try $0.execute(sql: "DELETE FROM audit WHERE id > 6") }
        #expect(place.muster("audit", "verify").output.hasPrefix("entry 7: "))
    }
}
