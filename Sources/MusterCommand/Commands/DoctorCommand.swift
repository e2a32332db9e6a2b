import ArgumentParser
import Glibc
import Muster

/// `muster doctor`.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks directory, configuration and mail server.",
        usage: "muster doctor [<options>]",
        discussion: """
            Changes nothing and sends nothing. Ends with 0 where everything works, warnings \
            or not, and with 1 where something does not. With --quiet only what somebody has \
            to see to is printed: for cron.

            Examples:
              muster doctor
              muster doctor --quiet --offline
            """)
    @Flag(help: "Leave the mail server alone.") var offline = false
    @Flag(help: "Do not read the whole directory to find damage.") var fast = false
    @OptionGroup var output: FormatOption
    @OptionGroup var common: CommonOptions

    func run() throws {
        common.explainPlace()
        var doctor = Doctor(common.place)
        doctor.asksServer = !offline
        doctor.readsAll = !fast
        let isWell = try doctor.run(
            format: output.format, to: StandardOutput(),
            width: min(Surroundings.width(of: STDOUT_FILENO) ?? 80, 100), style: common.style(),
            showsAll: !common.quiet)
        if !isWell { throw CommandEnding.status(.someRejected) }
    }
}
