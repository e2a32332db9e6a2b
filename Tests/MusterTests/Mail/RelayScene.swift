import Credentials
import MailDelivery
import Muster
import Provisioning
import SQLiteDirectory
import Synchronization
import Testing

/// A clock that a test moves; it stands still otherwise.
final class HandClock: WallClock, Sendable {
    private let time: Mutex<Int64>
    /// Called each time that somebody asks for the time.
    let whenAsked = Mutex<(@Sendable () -> Void)?>(nil)
    init(_ milliseconds: Int64) { time = Mutex(milliseconds) }

    func now() -> Instant {
        whenAsked.withLock { $0 }?()
        return Instant(milliseconds: time.withLock { $0 })
    }
    func advance(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}

/// Bytes that are all the same: 0 is the shortest wait, 255 the longest.
struct SameBytes: RandomBytes {
    var byte: UInt8 = 128
    func bytes(_ count: Int) -> [UInt8] { Array(repeating: byte, count: count) }
}

/// A transport that answers as a test says, and keeps what it was given.
final class PlannedTransport: MailTransport {
    private(set) var messages: [MailMessage] = []
    private(set) var closings = 0
    /// What is answered to a message, whose place in the order of sending is given from 0 on.
    var answer: (MailMessage, Int) throws(RunHalt) -> DeliveryOutcome = {
        (_, _) throws(RunHalt) in .sent(MailReply(code: 250, verb: .end, text: "2.0.0 ok"))
    }

    func deliver(_ message: MailMessage) throws(RunHalt) -> DeliveryOutcome {
        messages.append(message)
        return try answer(message, messages.count - 1)
    }

    func close() { closings += 1 }
}

/// A directory with queued mails, and a relay whose transport, clock and chance a test holds.
final class RelayScene {
    static let start = Instant(milliseconds: 1_795_000_000_000)
    let scenario: Scenario
    let directory: SQLiteDirectory
    let outbox: Outbox
    let transport = PlannedTransport()
    let clock = HandClock(RelayScene.start.milliseconds)
    let isStopping = Stopper()
    var limits = Limits()
    var settings = MailSettings()

    final class Stopper: Sendable {
        private let flag = Atomic<Bool>(false)
        var isSet: Bool { flag.load(ordering: .relaxed) }
        func set(_ value: Bool = true) { flag.store(value, ordering: .relaxed) }
    }

    /// Imports users with mail on; what they are owed is due at the start.
    init(
        _ names: [String] = ["ada"], wait: Duration = .seconds(30),
        domain: (Int) -> String = { _ in "example.com" }
    ) throws {
        scenario = try Scenario()
        let rows = names.enumerated().map { "\($1),\($1)@\(domain($0)),\($1.capitalized)\n" }
        try scenario.load("username,email,first_name\n" + rows.joined()) { $0.mail = true }
        // Queued at the machine's time: the hand clock starts after it.
        directory = try scenario.place.openForCommand(wait: wait, clock: clock)
        outbox = try Outbox(directory)
        clock.advance(max(0, SystemClock().now().milliseconds - Self.start.milliseconds + 60_000))
        settings.organisation = "Corp"
    }

    func relay(random: any RandomBytes = SameBytes()) throws -> MailRelay {
        let (clock, isStopping) = (clock, isStopping)
        let composer = MailComposer(
            settings: settings, limits: limits, key: try scenario.place.openKey(),
            templates: try MailTemplates(overrides: nil)
        ) { (_) throws(RunHalt) in "otp-email" }
        return MailRelay(
            outbox: outbox, transport: transport, composer: composer, clock: clock, random: random,
            pauses: RelayPauses(isStopping: { isStopping.isSet }) { clock.advance($0) })
    }

    /// Delivers what is due, and says what came of it.
    @discardableResult
    func deliver(_ change: (MailRelay) -> Void = { _ in }) throws -> MailTally {
        let relay = try relay()
        change(relay)
        try relay.deliverDue()
        return relay.tally
    }

    /// State, attempts and last answer of each mail, by user.
    func mails() throws -> [String] {
        var filter = MailFilter()
        filter.limit = 1_000
        return try directory.listMails(filter).sorted { $0.entry.user < $1.entry.user }.map {
            let answer = $0.replyCode.map { " \($0)" } ?? ""
            return "\($0.username.text) \($0.stage.rawValue) \($0.attempts)\(answer)"
        }
    }

    static func reply(
        _ code: Int, _ verb: MailVerb = .rcpt, _ text: String = "answer"
    ) -> MailReply {
        MailReply(code: code, verb: verb, text: text)
    }
}
