import ArgumentParser
import Glibc
import Muster
import Provisioning

/// What surrounds a run on the command line: signals, the progress line, and the summary at its end.
struct RunWatch {
    var format: CommandFormat
    var common: CommonOptions
    var showsValues = false
    private let display: ProgressDisplay?

    init(format: CommandFormat, common: CommonOptions, showsValues: Bool = false) {
        self.format = format
        self.common = common
        self.showsValues = showsValues
        display = common.quiet ? nil : ProgressDisplay()
    }

    /// Whether a signal asks the run to end.
    var shouldStop: () -> Bool { { StopSignals.haveCome } }

    /// Shows how far the run is.
    var progress: (RunProgress) -> Void {
        guard let display else { return { _ in } }
        return { display.show($0) }
    }

    /// Carries a run out, prints its summary, and ends the command with its status.
    func end(_ run: (RunWatch) throws -> ImportEnding) throws -> Never {
        StopSignals.listen()
        let ending: ImportEnding
        do {
            ending = try run(self)
        } catch {
            display?.clear()
            throw error
        }
        display?.clear()
        try report(ending)
        throw CommandEnding.status(ending.report.status)
    }

    /// Prints the summary: on standard error where standard output has the results.
    private func report(_ ending: ImportEnding) throws {
        let text = ImportText(ending)
        var summary = ""
        switch format {
        case .json: summary = text.json.text
        case .text where common.quiet: StandardError.write(QuietText.text(ending))
        case .text:
            let descriptor = ending.printsResults ? STDERR_FILENO : STDOUT_FILENO
            summary = text.summary(
                style: common.style(on: descriptor), showsValues: showsValues,
                width: Surroundings.width(of: descriptor))
        }
        if ending.printsResults {
            StandardError.write(summary)
        } else {
            let standardOutput = StandardOutput()
            try standardOutput.write(summary)
            try standardOutput.flush()
        }
        CommandEnding.reportStop(of: ending)
        CommandEnding.reportFault(of: ending)
    }
}
