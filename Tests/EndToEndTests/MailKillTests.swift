import GRDB
import Glibc
import Testing

/// Every mail is queued once and sent, whatever is killed: a mail comes twice at most once for each
/// kill of a relay, and then it is the same mail.
@Suite(.serialized) struct MailKillTests {
    /// How often a relay is killed while it has mail to send.
    static let kills = 50
    static let users = 400

    static func feed(_ users: Range<Int>) -> String {
        users.reduce(into: "username,email,first_name\n") {
            $0 += "user\($1),user\($1)@example.com,Name \($1)\n"
        }
    }

    /// What the server got, by Message-ID.
    static func deliveries(_ peer: MailPeer) throws -> [String: [ReceivedMail]] {
        try Dictionary(grouping: peer.mails) { try #require($0.messageID) }
    }

    static func queued(_ place: Workplace) throws -> Int {
        var configuration = Configuration()
        configuration.readonly = true
        let database = try DatabaseQueue(
            path: place.path("muster.sqlite"), configuration: configuration)
        return try database.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM mail_queue") ?? -1
        }
    }

    /// Waits until it holds, or the process has ended, or a minute has passed.
    static func wait(for process: ChildProcess, until holds: () -> Bool) {
        let deadline = ContinuousClock.now + .seconds(60)
        while !holds(), !process.hasEnded {
            guard ContinuousClock.now < deadline else {
                Issue.record("it did not come about within a minute")
                return
            }
            usleep(500)
        }
    }

    static func expectTheSameMail(_ mails: [ReceivedMail]) {
        #expect(Set(mails.map(\.withoutBoundary)).count == 1)
        #expect(Set(mails.map(\.token)).count == 1)
    }

    @Test func killedRelaysRepeatAtMostOneMailEach() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let scene = try MailScene(users: [])
        let place = scene.workplace
        let peer = try MailPeer(in: place)
        let deliver = [
            "mail", "deliver", "--transport", peer.transport, "--rate", "none", "--quiet",
        ]
        var (kills, users, rounds) = (0, 0, 0)
        while kills < Self.kills, rounds < 1_000 {
            rounds += 1
            if try users == 0 || Self.queued(place) < 20 {
                try place.write(Self.feed(users..<users + Self.users), to: "users.csv")
                users += Self.users
                #expect(place.muster("import", "users.csv", "--mail", "--quiet").status == 0)
            }
            // Mail has begun to arrive: the kill falls into the midst of the work.
            let before = peer.notedBytes
            let relay = place.start(deliver)
            Self.wait(for: relay) { peer.notedBytes >= before + 4_096 }
            usleep(UInt32.random(in: 0...20_000, using: &random))
            if relay.end(signal: (SIGKILL, .zero)).signal == SIGKILL { kills += 1 }
        }
        let last = place.start(deliver).end()
        #expect(last.status == 0, "seed \(seed): \(last.error)")
        let mails = try Self.deliveries(peer)
        let repeats = mails.values.reduce(0) { $0 + $1.count - 1 }
        print("\(users) mails, \(kills) kills, \(repeats) repeats")
        #expect(kills >= Self.kills)
        #expect(mails.count == users, "seed \(seed)")
        #expect(Set(mails.values.compactMap { $0.first?.to }).count == users)
        #expect(repeats <= kills, "seed \(seed)")
        for (_, same) in mails where same.count > 1 { Self.expectTheSameMail(same) }
        #expect(try scene.counts == ["sent \(users)"])
    }

    @Test func relaysBesideEachOtherSendEachMailOnce() throws {
        let scene = try MailScene(users: [])
        let place = scene.workplace
        let peer = try MailPeer(in: place)
        try place.write(Self.feed(0..<Self.users), to: "users.csv")
        #expect(place.muster("import", "users.csv", "--mail", "--quiet").status == 0)
        let words = ["mail", "deliver", "--transport", peer.transport, "--rate", "none", "--quiet"]
        let relays = (0..<3).map { _ in place.start(words) }
        for relay in relays { #expect(relay.end().status == 0) }
        let mails = try Self.deliveries(peer)
        #expect(mails.count == Self.users && mails.values.allSatisfy { $0.count == 1 })
        #expect(try scene.counts == ["sent \(Self.users)"])
    }

    /// The same file three times, the first time killed and carried on, then two relays of which one is
    /// killed at random points.
    @Test func theSameFileThreeTimesQueuesAndSendsEachMailOnce() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let scene = try MailScene("limits:\n  chunk_records: 20", users: [])
        let place = scene.workplace
        try place.write(Self.feed(0..<Self.users), to: "users.csv")
        let words = ["import", "users.csv", "--mail", "--quiet"]
        // Killed once a chunk has been applied, and carried on by the same file.
        let killed = place.start(words)
        Self.wait(for: killed) { (try? Self.queued(place)) ?? 0 > 0 }
        #expect(killed.end(signal: (SIGKILL, .zero)).signal == SIGKILL)
        #expect(try Self.queued(place) < Self.users)
        for _ in 0..<3 { #expect(place.start(words).end().status == 0) }
        #expect(try Self.queued(place) == Self.users)
        let peer = try MailPeer(in: place)
        let deliver = [
            "mail", "deliver", "--transport", peer.transport, "--rate", "none", "--quiet",
        ]
        let steady = place.start(deliver)
        var kills = 0
        while !steady.hasEnded {
            let other = place.start(deliver)
            usleep(UInt32.random(in: 10_000...120_000, using: &random))
            if other.end(signal: (SIGKILL, .zero)).signal == SIGKILL { kills += 1 }
        }
        #expect(steady.end().status == 0)
        #expect(kills > 0)
        #expect(place.start(deliver).end().status == 0)
        let mails = try Self.deliveries(peer)
        let repeats = mails.values.reduce(0) { $0 + $1.count - 1 }
        print("\(kills) kills beside a relay, \(repeats) repeats")
        #expect(mails.count == Self.users && repeats <= kills, "seed \(seed)")
        #expect(place.start(words).end().status == 0)
        #expect(try Self.queued(place) == 0)
    }

    @Test func importAndDeliveryGoOnBesideEachOther() throws {
        let scene = try MailScene(users: [])
        let place = scene.workplace
        let peer = try MailPeer(in: place)
        try place.write(Self.feed(0..<50), to: "first.csv")
        #expect(place.muster("import", "first.csv", "--mail", "--quiet").status == 0)
        try place.write(Self.feed(50..<3_000), to: "users.csv")
        let relay = place.start(
            ["mail", "deliver", "--transport", peer.transport, "--rate", "none", "--watch"])
        #expect(place.muster("import", "users.csv", "--mail", "--quiet").status == 0)
        Self.wait(for: relay) { (try? Self.queued(place)) == 0 }
        #expect(relay.end(signal: (SIGTERM, .zero)).status == 0)
        let mails = try Self.deliveries(peer)
        #expect(mails.count == 3_000 && mails.values.allSatisfy { $0.count == 1 })
    }
}
