import Foundation
import GRDB
import Muster
import Provisioning
import Testing

/// What has no effect on anybody any more goes after a time, and nothing else.
@Suite struct SweepTidyingTests {
    /// Milliseconds of a day.
    static func time(_ day: ByteString) -> Int64 { Instant(day: day)?.milliseconds ?? 0 }

    static func scene() throws -> SweepScene {
        let scene = try SweepScene(configuration: "sweep: {keep: 30 d}\n")
        try scene.load("username,email\nada,ada@example.com\nben,ben@example.com\n")
        try scene.execute("UPDATE users SET onboarded_at = 1 WHERE username_key = 'ben'")
        scene.clock.set("2049-07-01")
        return scene
    }

    @Test func deadLinksGoAfterTheirTime() throws {
        let scene = try Self.scene()
        for (name, day) in [
            ("old", "2049-05-31"), ("recent", "2049-06-15"), ("alive", "2049-08-01"),
        ]
            as [(String, ByteString)]
        {
            try scene.execute(
                "INSERT INTO links VALUES (?, 1, 1, 1, 0, ?)",
                [Data(name.utf8), Self.time(day)])
        }
        let rehearsed = try scene.sweep { $0.isDryRun = true }
        #expect(rehearsed.ending.report.housekeeping?.links == 1)
        #expect(try scene.number("SELECT count(*) FROM links") == 3)
        let swept = try scene.sweep()
        #expect(swept.ending.report.housekeeping?.links == 1)
        #expect(
            try scene.texts("SELECT CAST(digest AS TEXT) FROM links ORDER BY 1")
                == ["alive", "recent"])
        #expect(try scene.sweep().ending.report.housekeeping?.links == 0)
        #expect(scene.workplace.muster("audit", "verify").status == 0)
    }

    @Test func grantsThatRanOutAreEndedAndOldOnesGo() throws {
        let scene = try Self.scene()
        let grants: [(Int, ByteString, ByteString?)] = [
            (1, "2049-06-30", nil), (2, "2049-08-01", nil), (3, "2049-05-01", "2049-05-01"),
            (4, "2049-06-20", "2049-06-20"),
        ]
        for (id, expires, ended) in grants {
            try scene.execute(
                """
                INSERT INTO grants(
                    id, digest, user_id, run_id, record, actor, started_at, expires_at, ended_at)
                VALUES (?, randomblob(32), 1, 1, 1, 'grace', 0, ?, ?)
                """, [id, Self.time(expires), ended.map(Self.time)])
        }
        let kept = try #require(try scene.sweep().ending.report.housekeeping)
        #expect(kept.grantsEnded == 1 && kept.grants == 1)
        #expect(
            try scene.texts("SELECT id || ' ' || (ended_at IS NULL) FROM grants ORDER BY id")
                == ["1 0", "2 1", "4 0"])
        #expect(
            try scene.texts(
                """
                SELECT json_extract(CAST(body AS TEXT), '$.event') FROM audit
                WHERE kind = 4 ORDER BY id
                """) == ["impersonation.ended", "sweep.tidied"])
    }

    @Test func accountsOfMailsStayWhereRemindersCountOnThem() throws {
        let scene = try Self.scene()
        let old = Self.time("2049-05-01")
        // User, kind, state: onboarding 1, password reset 2; deferred 2, sent 3.
        let mails: [(Int, Int, Int, Int64)] = [
            (1, 1, 3, old), (2, 1, 3, old), (1, 2, 3, old), (2, 2, 2, old),
            (2, 2, 3, Self.time("2049-06-20")),
        ]
        for (occasion, (user, kind, state, at)) in mails.enumerated() {
            try scene.execute(
                """
                INSERT INTO mail_deliveries(
                    user_id, kind, occasion, due_at, run_id, record, state, attempts,
                    last_attempt_at)
                VALUES (?, ?, ?, 0, 1, 1, ?, 1, ?)
                """, [user, kind, occasion, state, at])
        }
        #expect(try scene.sweep().ending.report.housekeeping?.mailDeliveries == 2)
        #expect(
            try scene.texts("SELECT occasion FROM mail_deliveries ORDER BY occasion")
                == ["0", "3", "4"])
    }

    @Test func manyRowsGoInSeveralTransactions() throws {
        let scene = try Self.scene()
        try scene.execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
            INSERT INTO links SELECT CAST('l' || i AS BLOB), i % 7 * 1000 + i % 900, 1, 1, 0, 0
            FROM n
            """)
        #expect(try scene.sweep().ending.report.housekeeping?.links == 12_000)
        #expect(try scene.number("SELECT count(*) FROM links") == 0)
        #expect(try scene.number("SELECT count(*) FROM audit WHERE kind = 4") > 1)
    }

    @Test func foldersOfOldRunsGoWhereTheConfigurationSaysSo() throws {
        for (keep, expected) in [("none", nil), ("30 d", 1), ("90 d", 0)] as [(String, UInt64?)] {
            let scene = try SweepScene(configuration: "runs: {keep: \(keep)}\n")
            let old = try scene.load("username,email\nada,ada@example.com\n")
            scene.clock.set("2049-07-01")
            let rehearsed = try scene.sweep { $0.isDryRun = true }
            #expect(rehearsed.ending.report.housekeeping?.runFolders == expected)
            let swept = try scene.sweep()
            #expect(swept.ending.report.housekeeping?.runFolders == expected)
            let names = scene.workplace.names(in: "muster.runs")
            #expect(names.contains(try #require(old.report.run)) == (expected != 1))
            #expect(names.contains(try #require(swept.ending.report.run)))
        }
    }

    @Test func theSummaryNamesWhatWasRemoved() throws {
        let scene = try Self.scene()
        try scene.execute("INSERT INTO links VALUES (x'01', 1, 1, 1, 0, 0)")
        let ending = scene.workplace.muster("sweep")
        #expect(ending.status == 0)
        #expect(ending.output.contains("dead links removed  1"), "\(ending.output)")
    }
}
