import ArgumentParser
import Muster
import Provisioning

/// `muster check-profile`.
struct CheckProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-profile",
        abstract: "Shows how a feed's profile reads a file.",
        usage: "muster check-profile <file> [<options>]",
        discussion: """
            Looks at the first records: what each name of the file is read as, how often \
            it is filled, and what would be rejected for its values alone. It needs no \
            directory and changes nothing.

            Examples:
              muster check-profile hr.csv --feed hr
              muster check-profile export.xml --map "name.first=first_name"
            """)

    @Argument(help: "The feed; - reads standard input.", completion: .file())
    var file: String

    @Option(help: .init("Records to look at.", valueName: "number"))
    var records = 1_000

    @Flag(help: "Show the first value of each column; it may be personal.")
    var showValues = false

    @OptionGroup var reading: FeedReadingOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var common: CommonOptions

    mutating func validate() throws {
        if records < 1 { throw ValidationError("--records is a number from 1 on") }
    }

    func run() throws {
        common.explainPlace()
        var options = ImportOptions(file: file, actor: common.actorName)
        try reading.apply(to: &options)
        var job = ProfileCheckJob(options, in: common.place)
        job.recordsMax = records
        let check = try job.run()
        let text = ProfileCheckText(
            check, style: common.style(), showsValues: showValues)
        let standardOutput = StandardOutput()
        switch output.format {
        case .json: try standardOutput.write(text.json)
        case .text: try standardOutput.write(text.text)
        }
        try standardOutput.flush()
        throw CommandEnding.status(check.status)
    }
}
