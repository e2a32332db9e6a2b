import MailDelivery
import Provisioning
import ResultReporting
import SQLiteDirectory

/// Whether mail could leave, and whether any is held up.
struct MailExamination {
    private static let subject = "mail"
    /// A mail that is due as long as this waits for a delivery that does not run.
    private static let lateAfter: Int64 = 3_600_000
    private let place: DirectoryPlace
    private let settings: MailSettings
    private let directory: SQLiteDirectory?
    private let clock: any WallClock
    /// How long a server may take for each step; nil: it is not asked.
    private let wait: Duration?

    init(
        _ place: DirectoryPlace, _ settings: MailSettings, _ directory: SQLiteDirectory?,
        clock: any WallClock, wait: Duration?
    ) {
        self.place = place
        self.settings = settings
        self.directory = directory
        self.clock = clock
        self.wait = wait
    }

    func examine() -> [DoctorFinding] { [transport(), templates()].compactMap { $0 } + queue() }

    private func transport() -> DoctorFinding? {
        guard settings.transport != nil else {
            return DoctorFinding(
                Self.subject, .note, "no mail.transport is set: what is queued stays queued",
                advice: "Set it in \(FileFault.shown(place.configuration)), or give muster mail "
                    + "deliver --transport.")
        }
        do throws(RunHalt) {
            let setup = MailSetup(place: place, settings: settings)
            let transport = try setup.transportSettings(nil)
            guard let wait else {
                return DoctorFinding(
                    Self.subject, .note,
                    "\(MessageText.quoted(transport.place.text)) was not asked (--offline)")
            }
            return DoctorFinding(
                Self.subject, .ok, try TransportExamination.examine(transport, wait: wait))
        } catch {
            return DoctorFinding(Self.subject, error)
        }
    }

    private func templates() -> DoctorFinding? {
        guard settings.templatesFolder != nil else { return nil }
        do throws(RunHalt) {
            _ = try MailSetup(place: place, settings: settings).templates()
            return DoctorFinding(Self.subject, .ok, "your own templates are in order")
        } catch {
            return DoctorFinding(Self.subject, error)
        }
    }

    private func queue() -> [DoctorFinding] {
        guard let directory else { return [] }
        let counts: MailQueueCounts
        do throws(RunHalt) {
            counts = try directory.mailQueueCounts(at: clock.now())
        } catch {
            return [DoctorFinding(Self.subject, error)]
        }
        var findings: [DoctorFinding] = []
        let waiting = counts.dueNow + counts.dueLater
        if waiting > 0 {
            findings.append(waitingMail(waiting, counts))
        }
        let failed = counts.count(.failed)
        if failed > 0 {
            findings.append(
                DoctorFinding(
                    Self.subject, .warning, "\(GroupedNumber.text(failed, "mail")) failed for good",
                    advice: "muster mail status --state failed shows which, and why."))
        }
        return findings
    }

    private func waitingMail(_ waiting: UInt64, _ counts: MailQueueCounts) -> DoctorFinding {
        let text =
            "\(GroupedNumber.text(waiting, "mail")) in the queue, "
            + "\(GroupedNumber.text(counts.dueNow)) due now"
        let now = clock.now().milliseconds
        guard counts.dueNow > 0, let due = counts.nextDueAt,
            now - due.milliseconds > Self.lateAfter
        else { return DoctorFinding(Self.subject, .ok, text) }
        let age = AgeText.text(.milliseconds(now - due.milliseconds))
        return DoctorFinding(
            Self.subject, .warning, "\(text), the oldest for \(age)",
            advice: "Does muster mail deliver run, from cron or with --watch?")
    }
}
