import MailDelivery
import Muster
import Provisioning
import SQLiteDirectory
import Synchronization
import Testing

/// What a relay makes of the answers of a transport.
@Suite struct MailRelayTests {
    static let minute: Int64 = 60_000

    @Test func everyMailIsSentOnceInTheOrderOfTheFile() throws {
        let names = (1...120).map { "user\($0)" }
        let scene = try RelayScene(names)
        let tally = try scene.deliver()
        #expect(tally.sent == 120 && tally.status == .allAccepted && tally.nextDueAt == nil)
        let addresses = scene.transport.messages.map(\.to.address.text)
        #expect(addresses == names.map { "\($0)@example.com" })
        #expect(Set(scene.transport.messages.map(\.id)).count == 120)
        #expect(try scene.deliver().sent == 0)
        #expect(scene.transport.messages.count == 120)
    }

    /// What was sent is put on record, however long another writer keeps the directory: without that it
    /// would be sent again.
    @Test func theEndOfAnAttemptWaitsForOtherWriters() throws {
        let scene = try RelayScene(["ada", "bob"], wait: .zero)
        let writer = try scene.scenario.place.openForCommand(clock: scene.clock)
        scene.transport.answer = { [clock = scene.clock] (_, place) throws(RunHalt) in
            if place == 0 {
                try writer.beginChunk()
                // The time is asked for by each try to put the end on record.
                let tries = Atomic<Int>(0)
                nonisolated(unsafe) let holding = writer
                clock.whenAsked.withLock {
                    $0 = {
                        let number = tries.wrappingAdd(1, ordering: .relaxed).newValue
                        if number == 4 { holding.rollbackChunk() }
                    }
                }
            }
            return .sent(RelayScene.reply(250, .end))
        }
        let tally = try scene.deliver()
        #expect(tally.sent == 2 && tally.status == .allAccepted)
        #expect(
            scene.transport.messages.map(\.to.address.text).map { $0.prefix(3) } == ["ada", "bob"])
        #expect(try scene.deliver().sent == 0)
    }

    @Test func theMailHasItsLinkAndSender() throws {
        let scene = try RelayScene()
        scene.settings.from = "it@corp.example"
        scene.settings.fromName = "Corp IT"
        scene.settings.linkBase = "https://id.corp.example/welcome?token="
        try scene.deliver()
        let message = try #require(scene.transport.messages.first)
        #expect(message.from == MailAddress(name: "Corp IT", address: "it@corp.example"))
        #expect(message.to == MailAddress(name: "Ada", address: "ada@example.com"))
        #expect(message.id.hasSuffix("@corp.example"))
        #expect(message.date == scene.clock.now())
        let link = try #require(message.text.firstMatch(of: /https:\S+token=([A-Za-z0-9_-]{43})\n/))
        #expect(message.html?.contains(link.output.1) == true)
        let queue = try scene.directory.queuedMails(of: UserID(1))
        #expect(queue.isEmpty)
    }

    /// An answer, and what becomes of the mail.
    static let answers:
        [(name: String, outcome: DeliveryOutcome, mail: String, status: Provisioning.ExitStatus)] =
            [
                ("taken", .sent(RelayScene.reply(250, .end)), "ada sent 1 250", .allAccepted),
                ("not now", .deferred(RelayScene.reply(450)), "ada deferred 1 450", .someRejected),
                ("never", .refused(RelayScene.reply(550)), "ada failed 1 550", .someRejected),
                (
                    "dropped before the end", .deferred(RelayScene.reply(451, .data)),
                    "ada deferred 1 451", .someRejected
                ),
                (
                    "dropped after the end", .unknown(RelayScene.reply(451, .end)),
                    "ada deferred 1 451", .someRejected
                ),
            ]

    @Test(arguments: answers) func anAnswerDecidesWhatBecomesOfTheMail(
        name: String, outcome: DeliveryOutcome, mail: String, status: Provisioning.ExitStatus
    ) throws {
        let scene = try RelayScene()
        scene.transport.answer = { (_, _) throws(RunHalt) in outcome }
        let tally = try scene.deliver()
        #expect(tally.status == status, "\(name)")
        #expect(try scene.mails() == [mail], "\(name)")
    }

    @Test func theWaitsGrowAndTheLinkEndsThem() throws {
        let scene = try RelayScene()
        scene.transport.answer = { (_, _) throws(RunHalt) in .deferred(RelayScene.reply(450)) }
        var waits: [Int64] = []
        while true {
            let at = scene.clock.now()
            let tally = try scene.deliver()
            guard let next = tally.nextDueAt else {
                #expect(tally.failed == 1)
                break
            }
            waits.append((next.milliseconds - at.milliseconds) / Self.minute)
            scene.clock.advance(next.milliseconds - at.milliseconds)
        }
        // 72 hours: 15 h 50 min until the seventh wait of 8 hours, and seven more of those.
        #expect(waits == [5, 15, 30, 60, 120, 240, 480] + Array(repeating: 480, count: 7))
        #expect(try scene.mails() == ["ada failed 15 450"])
        let messages = scene.transport.messages
        #expect(Set(messages.map(\.id)).count == 1 && Set(messages.map(\.text)).count == 1)
        #expect(Set(messages.map(\.date)).count == 1)
    }

    /// A mail is not put off to the moment at which its link ends: nobody could use it.
    @Test(arguments: [Int64(0), 1])
    func aMailIsPutOffToBeforeItsLinkEnds(early: Int64) throws {
        let scene = try RelayScene()
        scene.transport.answer = { (_, _) throws(RunHalt) in .deferred(RelayScene.reply(450)) }
        func deliver() throws -> MailTally {
            let relay = try scene.relay(random: SameBytes(byte: 0))
            try relay.deliverDue()
            return relay.tally
        }
        #expect(try deliver().deferred == 1)
        // The second wait is 12 minutes at least, and the link lives for 72 hours.
        scene.clock.advance((72 * 60 - 12) * Self.minute - early)
        let tally = try deliver()
        #expect(tally.failed == 1 - UInt64(early) && tally.deferred == UInt64(early))
    }

    @Test(arguments: [(UInt8(0), Int64(240_000)), (255, 360_000)])
    func waitsDifferByAFifth(byte: UInt8, wait: Int64) {
        let now = Instant(milliseconds: 0)
        let next = RetryDelays(random: SameBytes(byte: byte)).next(after: 1, at: now)
        #expect(abs(next.milliseconds - wait) <= 1)
    }

    @Test func aHaltLeavesTheMailAsItWas() throws {
        let scene = try RelayScene(["ada", "bob", "cyd"])
        let halt = RunHalt(.mailServerUnreachable, .mailServerUnreachable, "no connection")
        scene.transport.answer = { (_, index) throws(RunHalt) in
            guard index == 0 else { throw halt }
            return .sent(RelayScene.reply(250, .end))
        }
        #expect(throws: halt) { try scene.deliver() }
        #expect(try scene.mails() == ["ada sent 1 250", "bob queued 0", "cyd queued 0"])
        // Nothing is leased any more, and nothing waits.
        scene.transport.answer = { (_, _) throws(RunHalt) in .sent(RelayScene.reply(250, .end)) }
        #expect(try scene.deliver().sent == 2)
    }

    @Test func aServerThatRefusesTheSenderStopsTheWorkAndFailsNoMail() throws {
        let scene = try RelayScene((1...30).map { "user\($0)" })
        scene.transport.answer = { (_, _) throws(RunHalt) in
            .refused(RelayScene.reply(550, .mail, "5.7.1 <it@corp.example> may not send"))
        }
        let relay = try scene.relay()
        let halt = #expect(throws: RunHalt.self) { try relay.deliverDue() }
        #expect(halt?.status == .mailServerUnreachable && halt?.code == .mailServerRefused)
        #expect(halt?.message.contains("550 5.7.1 (address) may not send") == true)
        #expect(relay.tally.deferred == 10 && relay.tally.failed == 0)
        #expect(scene.transport.messages.count == 10)
        let mails = try scene.mails()
        #expect(mails.filter { $0.hasSuffix("deferred 1 550") }.count == 10)
        #expect(mails.filter { $0.hasSuffix("queued 0") }.count == 20)
        scene.transport.answer = { (_, _) throws(RunHalt) in .sent(RelayScene.reply(250, .end)) }
        #expect(try scene.deliver().sent == 20)
        scene.clock.advance(6 * Self.minute)
        #expect(try scene.deliver().sent == 10)
    }

    /// A slow server, or mail that trickles in, makes the row no shorter.
    @Test func aRowOfRefusalsGoesOnOverSearchesOfTheQueue() throws {
        let scene = try RelayScene((1...12).map { "user\($0)" })
        let clock = scene.clock
        scene.transport.answer = { (_, _) throws(RunHalt) in
            clock.advance(6_000)
            return .refused(RelayScene.reply(550, .mail))
        }
        #expect(throws: RunHalt.self) { try scene.deliver() }
        #expect(scene.transport.messages.count == 10)
    }

    /// What a row of ten such answers comes to: whether the work stops, and where the mails stand.
    static let rows: [(name: String, outcome: DeliveryOutcome, stops: Bool, mail: String)] = [
        ("refused text", .refused(RelayScene.reply(554, .end)), true, "deferred 1 554"),
        ("overload", .deferred(RelayScene.reply(421, .data)), true, "deferred 1 421"),
        ("unknown people", .refused(RelayScene.reply(550)), false, "failed 1 550"),
        ("may have arrived", .unknown(RelayScene.reply(451, .end)), false, "deferred 1 451"),
    ]

    @Test(arguments: rows) func onlyWhatIsTheServersOwnDoingStopsTheWork(
        name: String, outcome: DeliveryOutcome, stops: Bool, mail: String
    ) throws {
        // A domain each, so that none is put off.
        let scene = try RelayScene((1...10).map { "user\($0)" }) { "d\($0).example" }
        scene.transport.answer = { (_, _) throws(RunHalt) in outcome }
        let relay = try scene.relay()
        let halt: RunHalt?
        do throws(RunHalt) {
            try relay.deliverDue()
            halt = nil
        } catch { halt = error }
        #expect((halt?.code == .mailServerRefused) == stops, "\(name)")
        #expect(try scene.mails().allSatisfy { $0.hasSuffix(mail) }, "\(name)")
        // Nothing is due before its time.
        #expect(try scene.outbox.due(at: scene.clock.now(), limit: 99).isEmpty, "\(name)")
    }

    /// Another relay sends what this one saw deferred: it is not sent again.
    @Test func aRowOfRefusalsTouchesNothingThatWasSentMeanwhile() throws {
        let scene = try RelayScene((1...10).map { "user\($0)" })
        let other = try Outbox(scene.scenario.place.openForCommand(clock: scene.clock))
        scene.transport.answer = { (_, index) throws(RunHalt) in
            if index == 9 { try Self.sendRefused(other, scene) }
            return .refused(RelayScene.reply(554, .end))
        }
        #expect(throws: RunHalt.self) { try scene.deliver() }
        let mails = try scene.mails()
        #expect(mails.filter { $0.contains(" sent 2 ") }.count == 9)
        #expect(mails.filter { $0.contains("deferred 1 554") }.count == 1)
    }

    @Test func refusedRecipientsDoNotStopTheWork() throws {
        let scene = try RelayScene((1...30).map { "user\($0)" })
        scene.transport.answer = { (_, _) throws(RunHalt) in .refused(RelayScene.reply(550)) }
        let tally = try scene.deliver()
        #expect(tally.failed == 30)
        #expect(tally.answers == [MailTally.Answer(code: 550, verb: "RCPT"): 30])
    }

    @Test func aDomainThatHasEnoughIsLeftAloneAndTheOthersAreNot() throws {
        let scene = try RelayScene((1...6).map { "user\($0)" }) {
            $0 % 2 == 0 ? "Slow.example" : "fast.example"
        }
        scene.transport.answer = { (message, _) throws(RunHalt) in
            message.to.address.text.lowercased().hasSuffix("slow.example")
                ? .deferred(RelayScene.reply(452)) : .sent(RelayScene.reply(250, .end))
        }
        let tally = try scene.deliver()
        #expect(tally.sent == 3 && tally.deferred == 1 && tally.postponed == 2)
        #expect(scene.transport.messages.count == 4)
        // Those that were put off have lost no attempt, and go when the domain takes mail.
        scene.transport.answer = { (_, _) throws(RunHalt) in .sent(RelayScene.reply(250, .end)) }
        scene.clock.advance(31_000)
        #expect(try scene.deliver().sent == 2)
        #expect(try scene.mails().filter { $0.contains("sent 1") }.count == 5)
    }

    @Test func theLimitCountsAttempts() throws {
        let scene = try RelayScene((1...9).map { "user\($0)" })
        let tally = try scene.deliver { $0.limit = 4 }
        #expect(tally.sent == 4 && tally.status == .allAccepted && tally.nextDueAt != nil)
        #expect(try scene.deliver().sent == 5)
    }

    @Test func theRateIsWaitedFor() throws {
        let scene = try RelayScene((1...5).map { "user\($0)" })
        scene.outbox.allowance = MailAllowance(mails: 2, span: .seconds(60))
        let start = scene.clock.now().milliseconds
        var times: [Int64] = []
        let clock = scene.clock
        scene.transport.answer = { (_, _) throws(RunHalt) in
            times.append(clock.now().milliseconds - start)
            return .sent(RelayScene.reply(250, .end))
        }
        #expect(try scene.deliver().sent == 5)
        #expect(times.map { $0 / 60_000 } == [0, 0, 1, 1, 2])
    }

    @Test func whoIsToldToStopGivesBackWhatIsLeft() throws {
        let scene = try RelayScene((1...9).map { "user\($0)" })
        let stopper = scene.isStopping
        scene.transport.answer = { (_, index) throws(RunHalt) in
            if index == 2 { stopper.set() }
            return .sent(RelayScene.reply(250, .end))
        }
        let tally = try scene.deliver()
        #expect(tally.sent == 3 && tally.status == .interrupted)
        stopper.set(false)
        #expect(try scene.deliver().sent == 6)
    }

    @Test func mailThatIsGivenUpWhileItWaitsForTheServerIsAsItWas() throws {
        let scene = try RelayScene(["ada", "bob"])
        let stopper = scene.isStopping
        scene.transport.answer = { (_, _) throws(RunHalt) in
            stopper.set()
            throw RunHalt(.interrupted, .runInterrupted, "told to stop")
        }
        #expect(try scene.deliver().status == .interrupted)
        #expect(try scene.mails() == ["ada queued 0", "bob queued 0"])
    }

    @Test func whatIsOverIsNotSent() throws {
        let scene = try RelayScene(["ada", "bob"])
        _ = try scene.scenario.act(["action": "disable", "user": "ada"])
        let tally = try scene.deliver()
        #expect(
            tally.sent == 1 && scene.transport.messages.map(\.to.address) == ["bob@example.com"])
    }

    /// Another relay sends what had failed, after `muster mail retry`.
    private static func sendRefused(
        _ other: Outbox, _ scene: RelayScene
    ) throws(RunHalt) {
        let now = scene.clock.now()
        _ = try scene.directory.retryMails(MailRetryFilter(), at: now)
        for entry in try other.lease(try other.due(at: now, limit: 99), at: now) {
            let digest = [9, UInt8(truncatingIfNeeded: entry.user.value)]
            let request = MailAttemptRequest(entry: entry, digest: digest, life: .seconds(3_600))
            let start = try other.advance(ending: nil, beginning: request, at: now)
            guard case .begun(let attempt) = start else { continue }
            let end = MailAttemptEnd(attempt, .sent, reply: (250, "end of mail", "ok"))
            _ = try other.advance(ending: end, beginning: nil, at: now)
        }
    }
}
