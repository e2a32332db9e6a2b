import Glibc
package import Provisioning

/// Asks a person for a new password on a terminal, without showing it.
package enum PasswordPrompt {
    /// The password, typed twice alike.
    ///
    /// It throws a halt with status 64 where standard input is no terminal or the two differ.
    package static func newPassword() throws(RunHalt) -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            throw RunHalt(
                .usage, .usageOptionInvalid, "there is no terminal to ask for a password on",
                advice: "Give it in a file, or on standard input with --password-file -.")
        }
        let password = try ask("New password: ")
        guard try ask("The same again: ") == password else {
            throw RunHalt(
                .usage, .usageOptionInvalid, "the two passwords differ",
                advice: "Nothing was changed: try again.")
        }
        return password
    }

    private static func ask(_ question: String) throws(RunHalt) -> String {
        show(question)
        var before = termios()
        tcgetattr(STDIN_FILENO, &before)
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            show("\n")
        }
        guard let line = readLine() else {
            throw RunHalt(.usage, .usageOptionInvalid, "no password was typed")
        }
        return line
    }

    /// Standard output is for the answer.
    private static func show(_ text: String) {
        _ = text.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    }
}
