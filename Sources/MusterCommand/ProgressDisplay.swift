import Glibc
import Muster
import Provisioning

/// The progress line on standard error, if that is a terminal.
final class ProgressDisplay {
    private var progress = ImportProgress()
    private var isShown = false

    /// nil: there is no terminal to show it on.
    init?() { guard Surroundings.isTerminal(STDERR_FILENO) else { return nil } }

    /// Replaces the line if a new one is due.
    func show(_ state: RunProgress) {
        // One column less than there are, so that the cursor does not wrap.
        let width = (Surroundings.width(of: STDERR_FILENO) ?? 80) - 1
        guard let line = progress.line(state, width: width) else { return }
        StandardError.write("\r\u{1B}[K\(line)")
        isShown = true
    }

    /// Removes the line.
    func clear() {
        if isShown { StandardError.write("\r\u{1B}[K") }
        isShown = false
    }
}
