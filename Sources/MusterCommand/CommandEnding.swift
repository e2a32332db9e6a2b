import ArgumentParser
import Glibc
import Provisioning

/// How the process ends: the one place where halts become messages and exit statuses.
enum CommandEnding {
    /// Carries `body` out and ends the process with its status.
    static func of(_ body: () throws -> Void) -> Never {
        do {
            try body()
            exit(Provisioning.ExitStatus.allAccepted.rawValue)
        } catch let halt as RunHalt {
            report(halt)
            exit(halt.status.rawValue)
        } catch {
            // Usage errors, requests for help, and statuses that a command asks for.
            MusterMain.exit(withError: error)
        }
    }

    /// Says on standard error what happened, with its code and what to do about it.
    static func report(_ halt: RunHalt) { StandardError.write("muster: \(halt.text)\n") }

    /// Ends a command that has said all it has to say.
    static func status(_ status: Provisioning.ExitStatus) -> ExitCode { ExitCode(status.rawValue) }
}
