import Glibc
import Muster
import Provisioning

/// The progress line on standard error, if that is a terminal.
final class ProgressDisplay {
    private var progress = ImportProgress()
    private var mails = MailProgress()
    private var isShown = false

    /// nil: there is no terminal to show it on.
    init?() { guard Surroundings.isTerminal(STDERR_FILENO) else { return nil } }

    /// Replaces the line of an import if a new one is due.
    func show(_ state: RunProgress) { show(progress.line(state, width: width)) }

    /// Replaces the line of a delivery if a new one is due; `due` mails were to be sent, nil: no end
    /// is known.
    func show(_ tally: MailTally, due: UInt64?) {
        show(mails.line(tally, due: due, width: width))
    }

    /// One column less than there are, so that the cursor does not wrap.
    private var width: Int { (Surroundings.width(of: STDERR_FILENO) ?? 80) - 1 }

    private func show(_ line: String?) {
        guard let line else { return }
        StandardError.write("\r\u{1B}[K\(line)")
        isShown = true
    }

    /// Removes the line.
    func clear() {
        if isShown { StandardError.write("\r\u{1B}[K") }
        isShown = false
    }
}
