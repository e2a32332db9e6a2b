import ArgumentParser
import Muster

/// `muster init`.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Makes a directory, its key and its configuration.",
        usage: "muster init [<options>]",
        discussion: """
            Asks nothing and overwrites nothing: where one of the files is there already \
            it makes none, and ends with 73. An import makes what it needs itself; init is \
            for the configuration, in which every key stands with its default.

            Examples:
              muster init
              muster init --directory people/muster.sqlite
            """)

    @OptionGroup var output: FormatOption
    @OptionGroup var common: CommonOptions

    func run() throws {
        let place = common.place
        let files = try DirectoryInitialisation(place).run()
        let standardOutput = StandardOutput()
        switch output.format {
        case .json: try standardOutput.write(DirectoryInitialisation.json(files, of: place))
        case .text where common.quiet: break
        case .text: try standardOutput.write(DirectoryInitialisation.text(files))
        }
        try standardOutput.flush()
    }
}
