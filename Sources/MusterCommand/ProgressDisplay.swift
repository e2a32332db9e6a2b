import Glibc
import Muster
import Provisioning
import ResultReporting

/// The progress line on standard error, if that is a terminal.
///
/// The cursor rests at the beginning of the line, and each line is followed by "erase to the end of the
/// screen": a terminal that was made narrower breaks the line into several, and they go together
/// wherever it puts them. A terminal that knows no escape codes gets a line of its own now and then.
final class ProgressDisplay {
    private var progress = ImportProgress(Surroundings.progressBar)
    private var mails = MailProgress(Surroundings.progressBar)
    private var isShown = false
    private let isDumb = Surroundings.hasDumbTerminal
    private var lines = ProgressThrottle(interval: .seconds(10))

    private static let erase = "\u{1B}[J"

    /// nil: there is no terminal to show it on.
    init?() {
        guard Surroundings.isTerminal(STDERR_FILENO) else { return nil }
        // What is over before then needs no lines.
        _ = lines.isDue(at: SystemClock().now())
    }

    /// Replaces the line of an import if a new one is due.
    func show(_ state: RunProgress) { show(progress.line(state, width: width)) }

    /// Replaces the line of a delivery if a new one is due; `due` mails were to be sent, nil: no end
    /// is known.
    func show(_ tally: MailTally, due: UInt64?) {
        show(mails.line(tally, due: due, width: width))
    }

    /// One column less than there are, so that the cursor does not wrap, and no more than one reads at
    /// a glance.
    private var width: Int {
        min(Surroundings.width(of: STDERR_FILENO) ?? WrappedText.width, 120) - 1
    }

    private func show(_ line: String?) {
        guard let line else { return }
        if isDumb {
            if lines.isDue(at: SystemClock().now()) { StandardError.write("\(line)\n") }
            return
        }
        StandardError.write("\r\(line)\(Self.erase)\r")
        isShown = true
    }

    /// Removes the line.
    func clear() {
        if isShown { StandardError.write("\r\(Self.erase)") }
        isShown = false
    }
}
