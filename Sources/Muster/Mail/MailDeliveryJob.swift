import Credentials
package import MailDelivery
package import Provisioning
import SQLiteDirectory

/// How fast mail is sent, as `--rate` has it.
package enum MailRateChoice: Equatable, Sendable {
    case rate(MailRate)
    /// As fast as it goes.
    case unlimited

    /// Reads `60/min` or `none`; nil: it is neither.
    package static func parse(_ text: String) -> Self? {
        if text == "none" { return .unlimited }
        return MailRate.parse(text).map { .rate($0) }
    }
}

/// What `muster mail deliver` was asked for.
package struct MailDeliveryOptions: Sendable {
    /// Attempts at most; nil: as many as are due.
    package var limit: Int?
    /// nil: as the configuration says, and without a cap into a folder.
    package var rate: MailRateChoice?
    /// nil: as the configuration says.
    package var transport: TransportSettings.Place?
    /// Whether to go on when nothing is due.
    package var watches = false

    package init() {}
}

/// Delivers what is due in the outbox: once, or until told to stop.
package struct MailDeliveryJob {
    /// Time between two looks at the queue, and the most that a server is left alone, in milliseconds.
    private static let pollMilliseconds: Int64 = 2_000
    private static let serverPauses: (first: Int64, last: Int64) = (5_000, 300_000)

    private let place: DirectoryPlace
    private let options: MailDeliveryOptions
    private let clock: any WallClock
    private let random: any RandomBytes
    private let pauses: RelayPauses
    /// Says what a person should know at once, while it goes on.
    private let report: (RunHalt) -> Void
    /// Told of each attempt, with the mails that were due at the beginning; nil: it has no end.
    package var progress: ((MailTally, _ due: UInt64?) -> Void)?

    package init(
        _ place: DirectoryPlace, _ options: MailDeliveryOptions, pauses: RelayPauses,
        clock: any WallClock = SystemClock(), random: any RandomBytes = SystemRandom(),
        report: @escaping (RunHalt) -> Void
    ) {
        self.place = place
        self.options = options
        self.clock = clock
        self.random = random
        self.pauses = pauses
        self.report = report
    }

    /// Delivers, and says what came of it.
    ///
    /// It throws a halt with status 66 without a directory, 69 where the server cannot be used, 74 where
    /// a folder or program cannot, 78 for a configuration that cannot be used; what was done until then
    /// is on record, and what was not is in the queue.
    package func run() throws(RunHalt) -> MailTally {
        guard place.exists else {
            _ = try place.openForReading()
            return MailTally()
        }
        let configuration = try place.loadConfiguration(checksTemplates: false)
        let setup = MailSetup(place: place, settings: configuration.mail)
        let settings = try setup.transportSettings(options.transport)
        let templates = try setup.templates()
        let directory = try place.openForCommand(clock: clock)
        let outbox = try Outbox(directory)
        outbox.allowance = allowance(configuration.mail, settings.place)
        let transport = try MailTransports.make(settings, isStopping: pauses.isStopping)
        defer { transport.close() }
        let policy = configuration.policy
        let composer = MailComposer(
            settings: configuration.mail, limits: configuration.limits,
            key: try place.openKey(), templates: templates
        ) { (user) throws(RunHalt) -> String? in
            guard let state = try directory.load([user])[user] else { return nil }
            return SecondFactorRules(policy: policy)
                .effective(state, groups: try directory.groups()).word
        }
        let relay = MailRelay(
            outbox: outbox, transport: transport, composer: composer, clock: clock,
            random: random, pauses: pauses)
        relay.limit = options.limit
        if let progress {
            let due = options.watches ? nil : try mailsToTry(directory)
            relay.progress = { progress($0, due) }
        }
        if options.watches { try watch(relay, transport) } else { try relay.deliverDue() }
        var tally = relay.tally
        if case .folder(let path) = settings.place { tally.folder = path }
        return tally
    }

    /// Mails that are due now, as far as `limit` goes.
    private func mailsToTry(_ directory: SQLiteDirectory) throws(RunHalt) -> UInt64 {
        let due = try directory.mailQueueCounts(at: clock.now()).dueNow
        return options.limit.map { min(due, UInt64($0)) } ?? due
    }

    private func watch(
        _ relay: MailRelay, _ transport: any MailTransport
    ) throws(RunHalt) {
        var serverPause = Self.serverPauses.first
        while !pauses.isStopping() {
            var pause = Self.pollMilliseconds
            do throws(RunHalt) {
                if try !relay.isIdle() { try relay.deliverDue() }
                serverPause = Self.serverPauses.first
            } catch {
                guard error.status == .mailServerUnreachable || error.status == .directoryBusy
                else { throw error }
                pause = serverPause
                var told = error
                told.advice = "What is queued stays queued; trying again in \(pause / 1_000) s."
                report(told)
                serverPause = min(serverPause * 2, Self.serverPauses.last)
            }
            if let limit = options.limit, relay.tally.attempts >= limit { break }
            // A server would end an idle connection by itself, and some count that as an offence.
            transport.close()
            let until = Instant(milliseconds: clock.now().milliseconds + pause)
            _ = pauses.wait(until: until, clock)
        }
        try relay.endWatch()
    }

    private func allowance(
        _ settings: MailSettings, _ target: TransportSettings.Place
    ) -> MailAllowance? {
        switch options.rate {
        case .unlimited: nil
        case .rate(let rate): rate.allowance
        case nil: target.reachesPeople ? settings.rate.allowance : nil
        }
    }
}

extension MailRate {
    fileprivate var allowance: MailAllowance {
        let span: Duration =
            switch self.span {
            case .second: .seconds(1)
            case .minute: .seconds(60)
            case .hour: .seconds(3_600)
            }
        return MailAllowance(mails: Int64(count), span: span)
    }
}
