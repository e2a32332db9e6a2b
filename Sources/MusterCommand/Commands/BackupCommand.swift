import ArgumentParser
import Glibc
import Muster

/// `muster backup`.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the directory while it is in use.",
        usage: "muster backup <file> [<options>]",
        discussion: """
            The copy is the state of one moment, checked before it takes its place. An \
            earlier copy of that name is replaced; nothing else is. The key is not in it.

            Examples:
              muster backup muster-monday.sqlite
            """)

    @Argument(help: "Where the copy goes.", completion: .file()) var file: String
    @Option(help: .init("How long to wait for other writers.", valueName: "seconds"))
    var wait: Double = 30
    @OptionGroup var output: FormatOption
    @OptionGroup var common: CommonOptions

    mutating func validate() throws {
        guard !file.isEmpty, file != "-" else { throw ValidationError("a backup needs a file") }
        guard wait >= 0, wait <= 1e6 else {
            throw ValidationError("--wait takes a number of seconds from 0 on")
        }
    }

    func run() throws {
        common.explainPlace()
        var job = BackupJob(file, of: common.place, actor: common.actorName)
        job.wait = .milliseconds(Int64(wait * 1_000))
        StopSignals.listen()
        job.shouldStop = { StopSignals.haveCome }
        let ending = try job.run()
        let standardOutput = StandardOutput()
        switch output.format {
        case .json: try standardOutput.write(ending.json)
        case .text where common.quiet: break
        case .text: try standardOutput.write(ending.text)
        }
        try standardOutput.flush()
    }
}
