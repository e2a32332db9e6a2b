import ArgumentParser
import Glibc
import Muster

/// Options that every command takes, but the form of its output.
struct CommonOptions: ParsableArguments {
    @Option(
        help: .init("Else $MUSTER_DIRECTORY, or muster.sqlite.", valueName: "file"),
        completion: .file())
    var directory: String?

    @Option(
        help: .init("Else muster.yaml beside the directory.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(
        help: .init(
            "Who does it, for the history (else your login).", valueName: "name",
            visibility: .hidden))
    var actor: String?

    @Flag(name: .shortAndLong, help: "Print only errors.")
    var quiet = false

    @Flag(help: .init("Say also what is used and where it is.", visibility: .hidden))
    var verbose = false

    @Option(help: .init("Colour; NO_COLOR turns it off, too.", visibility: .hidden))
    var color: ColourChoice = .auto

    mutating func validate() throws {
        if quiet && verbose { throw ValidationError("--quiet and --verbose contradict each other") }
        if directory?.isEmpty == true { throw ValidationError("--directory names no file") }
    }

    /// What was chosen.
    var choices: CommonChoices {
        CommonChoices(
            directory: directory, config: config, actor: actor, quiet: quiet, verbose: verbose,
            color: color)
    }

    /// Where the directory and its configuration are.
    var place: DirectoryPlace { choices.place }

    /// Who is meant in the history.
    var actorName: String { choices.actorName }

    /// How text is set off on a descriptor.
    func style(on descriptor: Int32 = STDOUT_FILENO) -> CommandStyle {
        choices.style(on: descriptor)
    }

    /// Says on standard error which files a command uses, if that was asked for.
    func explainPlace() { choices.explainPlace() }
}

/// The form of what a command prints.
struct FormatOption: ParsableArguments {
    @Option(help: "Output format.")
    var format: CommandFormat = .text
}

extension CommandFormat: ExpressibleByArgument {}

extension CommonOptions {
    /// Says on standard output what was done, unless only errors were asked for.
    func say(_ sentence: String) throws {
        guard !quiet else { return }
        let output = StandardOutput()
        try output.write("\(sentence)\n")
        try output.flush()
    }
}
