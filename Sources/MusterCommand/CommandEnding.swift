import ArgumentParser
import Glibc
import Muster
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
        } catch let status as ExitCode {
            // The parser would make the text of an error first, which this one does not have.
            exit(status.rawValue)
        } catch {
            // Usage errors and requests for help.
            end(error)
        }
    }

    /// Shows what was asked for, or what was wrong with the command line, and ends the process.
    private static func end(_ error: any Error) -> Never {
        let text = MusterMain.fullMessage(for: error, columns: Surroundings.helpWidth)
        let status = MusterMain.exitCode(for: error)
        guard status == .success else {
            let message = UsageAdvice.text(text, CommandLine.arguments)
            StandardError.write(StandardError.harmless(message) + "\n")
            exit(status.rawValue)
        }
        do throws(RunHalt) {
            let output = StandardOutput()
            try output.write(HelpText.arranged(text) + "\n")
            try output.flush()
        } catch {
            report(error)
            exit(error.status.rawValue)
        }
        exit(status.rawValue)
    }

    /// Says on standard error what happened, with its code and what to do about it.
    static func report(_ halt: RunHalt) { StandardError.say(halt.text) }

    /// Says on standard error why a run was stopped, and by which command it would not be; does nothing
    /// after a run that was not.
    static func reportStop(of ending: ImportEnding) {
        guard let stop = ending.stop else { return }
        var lines = [stop.text]
        if let results = ending.report.resultsPath {
            lines.append("the results say of each record what was decided: \(results)")
        }
        let allowances = ending.allowances
        if !allowances.isEmpty {
            lines.append(
                ending.report.command == "apply"
                    ? "If that is meant, make the plan again with: "
                        + AllowingCommand.options(allowances)
                    : "If that is meant, allow it for one run: "
                        + AllowingCommand.text(CommandLine.arguments, allowing: allowances))
        }
        StandardError.say(lines.joined(separator: "\n  "))
    }

    /// Says on standard error that a run which is done has no report, and why; does nothing where there
    /// is one, or none was wanted.
    static func reportFault(of ending: ImportEnding) {
        if let fault = ending.reportFault { report(fault) }
    }

    /// Ends a command that has said all it has to say.
    static func status(_ status: Provisioning.ExitStatus) -> ExitCode { ExitCode(status.rawValue) }
}
