import Foundation
import GRDB
import Testing

/// A clock that is wrong, or jumps, costs nobody their account and no mail its delivery.
@Suite(.serialized) struct ClockTorture {
    static let year = 31_557_600

    /// Seconds by which the clock is ahead, and from which look at it on.
    static let jumps: [String] = {
        let offsets = [-56 * year, -10 * year, -86_400, -3_600, 3_600, 10 * year, 74 * year]
        let looks = TortureSize.pick(submission: [0, 3], release: Array(0...24))
        return offsets.flatMap { offset in looks.map { "\(offset)@\($0)" } }
    }()

    static func place() throws -> Workplace {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        try place.write(
            """
            limits: {chunk_records: 4}
            impersonation: on
            mail:
              onboarding: on
              from: it@corp.example
              link_base: https://id.corp.example/start/
              rate: 1000/s
              transport: folder:delivered

            """, to: "muster.yaml")
        var feed = "username,email\n"
        for number in 0..<20 { feed += "user\(number),user\(number)@example.com\n" }
        try place.write(feed, to: "users.csv")
        return place
    }

    @Test func anImportAndItsMailGoThroughAnyJump() throws {
        var tried = 0
        for jump in Self.jumps {
            let place = try Self.place()
            // Killed in the midst, with the clock in one time, and carried on in another.
            place.meet(["MUSTER_CLOCK": jump, "MUSTER_FAULT": "sync:3:kill:muster.sqlite-wal"])
            let killed = place.start(["import", "users.csv", "--quiet"]).end()
            #expect(killed.signal == 9, "\(jump): \(killed.error)")
            place.meet([:])
            #expect(place.muster("import", "users.csv", "--quiet").status == 0, "\(jump)")
            place.meet(["MUSTER_CLOCK": jump])
            #expect(place.muster("import", "users.csv", "--quiet").status == 0, "\(jump)")
            #expect(place.muster("sweep", "--quiet").status == 0, "\(jump)")
            let sent = place.start(["mail", "deliver", "--limit", "7", "--quiet"]).end()
            #expect([0, 3].contains(sent.status), "\(jump): \(sent.error)")
            place.meet([:])
            #expect(place.muster("mail", "deliver", "--quiet").status == 0, "\(jump)")
            #expect(place.names(in: "delivered").count == 20, "\(jump)")
            #expect(CSVText.records(place.muster("users", "export").output).count == 20)
            #expect(place.muster("audit", "verify").status == 0, "\(jump)")
            #expect(place.muster("runs", "list").status == 0, "\(jump)")
            tried += 1
        }
        TortureFigures.note("clock jumps", in: "clock", tried)
    }

    @Test func mailOfAClockThatWasAheadIsSentToday() throws {
        let place = try Self.place()
        place.meet(["MUSTER_CLOCK": "\(30 * Self.year)"])
        #expect(place.muster("import", "users.csv", "--quiet").status == 0)
        place.meet([:])
        #expect(place.muster("doctor").output.contains("Set the clock"))
        #expect(place.muster("mail", "deliver", "--quiet").status == 0)
        #expect(place.names(in: "delivered").count == 20)
    }

    @Test func aGrantOfTheFutureIsNoneYet() throws {
        let place = try Self.place()
        #expect(place.muster("import", "users.csv", "--quiet").status == 0)
        func grant(_ clock: Int) throws -> String {
            place.meet(["MUSTER_CLOCK": "\(clock)"])
            let made = place.muster("user", "impersonate", "user1", "a ticket", "--quiet")
            place.meet([:])
            #expect(made.status == 0, "\(made.error)")
            try place.write(made.output, to: "grant")
            return place.muster("login", "check", "user1", "--impersonation-file", "grant").output
        }
        #expect(try grant(Self.year) == "denied user1: impersonation-invalid\n")
        // Two machines whose clocks are a minute apart.
        #expect(try grant(60).hasPrefix("allowed user1"))
        #expect(try grant(0).hasPrefix("allowed user1"))
    }
}
