import ArgumentParser
import Glibc
import Muster
import Provisioning

extension MailCommand {
    /// `muster mail deliver`.
    struct Deliver: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "deliver", abstract: "Sends the mails that are due.",
            usage: "muster mail deliver [<options>]",
            discussion: """
                Each mail is sent once: any number of these commands can run beside each other, \
                and beside an import. What a server does not take for now is due again after \
                5, 15 and 30 minutes, 1, 2, 4 and 8 hours, until its link would be dead: so run \
                it every minute, or with --watch, which goes on until it gets SIGTERM.

                Ends with 0 when all that was tried was sent, 1 when some was not, 3 when a signal \
                ended it with mail left, 69 when the server cannot be used and 78 when it does not \
                let mail.user in; what is queued stays queued then.

                Examples:
                  muster mail deliver --limit 1
                  muster mail deliver --transport folder:outbox
                  muster mail deliver --quiet --rate 60/min
                """)
        @Option(
            help: .init(
                "smtp://HOST:PORT, smtps://HOST:PORT, sendmail:PATH or folder:PATH (else "
                    + "mail.transport).", valueName: "transport"),
            transform: MailArguments.transport)
        var transport: MailPlace?
        @Option(
            help: .init(
                "Mails at most: 10/s, 60/min, 500/h or none (else mail.rate).",
                valueName: "rate"), transform: MailArguments.rate)
        var rate: MailRateChoice?
        @Option(help: .init("Mails to try at most.", valueName: "number")) var limit: Int?
        @Flag(help: "Go on when nothing is due, until a signal comes.") var watch = false
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        mutating func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit is a number from 1 on") }
        }

        func run() throws {
            common.explainPlace()
            StopSignals.listen()
            var options = MailDeliveryOptions()
            options.limit = limit
            options.rate = rate
            options.transport = transport
            options.watches = watch
            let progress = common.quiet ? nil : ProgressDisplay()
            var job = MailDeliveryJob(
                common.place, options, pauses: RelayPauses { StopSignals.haveCome }
            ) { halt in
                progress?.clear()
                CommandEnding.report(halt)
            }
            if let progress { job.progress = { progress.show($0, due: $1) } }
            let tally: MailTally
            do {
                tally = try job.run()
            } catch {
                progress?.clear()
                throw error
            }
            progress?.clear()
            let text = MailDeliveryText(tally)
            let standardOutput = StandardOutput()
            switch output.format {
            case .json: try standardOutput.write(text.json)
            case .text where common.quiet:
                if let complaint = text.complaint { StandardError.write(complaint) }
            case .text:
                try standardOutput.write(
                    text.text(style: common.style(), at: SystemClock().now()))
            }
            try standardOutput.flush()
            throw CommandEnding.status(tally.status)
        }
    }
}

/// What the options of mail commands take, with what is allowed where it is something else.
enum MailArguments {
    /// A transport, such as `smtp://mail.corp.example:587`.
    static func transport(_ text: String) throws -> MailPlace {
        guard let place = MailPlace.parse(text) else {
            throw ValidationError("it takes \(MailPlace.allowedText)")
        }
        return place
    }

    /// A rate, such as `60/min`.
    static func rate(_ text: String) throws -> MailRateChoice {
        guard let choice = MailRateChoice.parse(text) else {
            throw ValidationError(
                "it takes a number of mails per s, min or h, such as 10/s, or none")
        }
        return choice
    }

    /// A length of time, such as `3d`.
    static func age(_ text: String) throws -> Duration {
        guard let duration = DurationText.parse(text) else {
            throw ValidationError("it takes a number with min, h or d, such as 3d or 12h")
        }
        return duration
    }
}
