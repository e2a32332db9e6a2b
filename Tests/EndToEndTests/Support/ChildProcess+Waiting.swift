import Glibc
import Testing

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

extension ChildProcess {
    /// Writes a script that can be run at once; a child writes it.
    ///
    /// A descriptor of this process's could be inherited by another child that is being started just
    /// then, and what is open for writing does not start ("Text file busy").
    static func writeProgram(_ text: String, to path: String) throws {
        let made = ChildProcess(
            "/bin/sh", ["-c", "printf %s \"$1\" >\"$0\" && chmod 755 \"$0\"", path, text],
            folder: "/", environment: ["PATH": "/usr/bin:/bin"]
        ).end()
        try #require(made.status == 0, "\(made.error)")
    }
}
