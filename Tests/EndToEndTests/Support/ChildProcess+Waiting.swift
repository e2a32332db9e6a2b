import Glibc

extension ChildProcess {
    /// Whether the process has ended; it is still there to be waited for.
    var hasEnded: Bool {
        var information = siginfo_t()
        let result = waitid(P_PID, id_t(id), &information, WEXITED | WNOHANG | WNOWAIT)
        return result != 0 || information.si_signo == SIGCHLD
    }
}

extension Sequence<ChildProcess> {
    /// Does something again and again until all have ended, and then waits for them.
    ///
    /// What they print must fit into a pipe.
    func ends(while body: () throws -> Void) rethrows -> [ProcessEnding] {
        while contains(where: { !$0.hasEnded }) {
            try body()
            usleep(2_000)
        }
        return map { $0.end() }
    }
}
