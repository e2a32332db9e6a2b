import ArgumentParser
import Glibc
import Muster

/// Options that every command takes, but the form of its output.
struct CommonOptions: ParsableArguments {
    @Option(
        help: .init("The directory (else $MUSTER_DIRECTORY, muster.sqlite).", valueName: "file"),
        completion: .file())
    var directory: String?

    @Option(
        help: .init("The configuration (else muster.yaml beside it).", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(help: .init("Who does it, for the history (else your login).", valueName: "name"))
    var actor: String?

    @Flag(name: .shortAndLong, help: "Print only errors.")
    var quiet = false

    @Flag(help: "Say also what is used and where it is.")
    var verbose = false

    @Option(help: "Colour: auto, always or never; NO_COLOR turns it off.")
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
    @Option(help: "Output as text or json.")
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
