import ArgumentParser
import Muster
import Provisioning

/// `muster plan`.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Decides a file into a plan to review.",
        usage: """
            muster plan <file> --out <plan> [<options>]
            muster plan show <plan> [<options>]
            """,
        discussion: """
            Changes nothing. The plan says what an import of the file would do to each record, \
            and muster apply carries out just that, or refuses where something has changed since. \
            The options are those of muster import: muster plan make --help lists them.

            Examples:
              muster plan hr.csv --feed hr --out hr.plan
              muster plan show hr.plan --outcome disabled
              muster apply hr.plan
            """,
        subcommands: [Make.self, Show.self], defaultSubcommand: Make.self)

    /// `muster plan FILE`.
    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "make", abstract: "Makes a plan; the word make can be left out.",
            usage: "muster plan <file> --out <plan> [<options>]",
            discussion: """
                Its options are those of an import; --results, --rejects and --secrets are for \
                the run that carries the plan out.

                Examples:
                  muster plan hr.csv --feed hr --out hr.plan
                  muster plan hr.csv --feed hr --mode full --out hr.plan
                """)

        @Argument(help: "The feed.", completion: .file())
        var file: String

        @OptionGroup(title: "Plan") var place: PlanPlaceOption
        @OptionGroup(title: "Reading") var reading: FeedReadingOptions
        @OptionGroup(title: "Deciding") var doing: ImportDoingOptions
        @OptionGroup(title: "Safety") var safety: ImportSafetyOptions
        @OptionGroup(title: "Output") var files: ImportFileOptions
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            common.explainPlace()
            var options = ImportOptions(file: file, actor: common.actorName)
            try reading.apply(to: &options)
            doing.apply(to: &options)
            safety.apply(to: &options)
            files.apply(to: &options)
            let job = PlanJob(options, into: common.place, plan: place.out)
            let watch = RunWatch(
                format: output.format, common: common, showsValues: files.showValues)
            try watch.end { watch in
                job.shouldStop = watch.shouldStop
                job.progress = watch.progress
                return try job.run()
            }
        }
    }

    /// `muster plan show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Shows a plan.",
            usage: "muster plan show <plan> [<options>]",
            discussion: "Examples:\n  muster plan show hr.plan --outcome updated --limit 200")

        @Argument(help: "The plan.", completion: .file()) var plan: String
        @Option(help: .init("Only records with this outcome.", valueName: "word"))
        var outcome: OutcomeWord?
        @Option(help: .init("Records at most.", valueName: "number")) var limit = 50
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        mutating func validate() throws {
            if limit < 0 { throw ValidationError("--limit is a number from 0 on") }
        }

        func run() throws {
            try PlanText(plan, outcome: outcome?.outcome, limit: limit, style: common.style())
                .print(output.format, to: StandardOutput())
        }
    }
}

/// Where `muster plan` writes.
struct PlanPlaceOption: ParsableArguments {
    @Option(help: .init("Where the plan is written.", valueName: "plan"), completion: .file())
    var out: String

    mutating func validate() throws {
        if out.isEmpty || out == "-" { throw ValidationError("--out takes a file") }
    }
}

/// An outcome by its word.
struct OutcomeWord: ExpressibleByArgument {
    var outcome: Outcome

    init?(argument: String) {
        guard let outcome = Outcome.allCases.first(where: { $0.word == argument }) else {
            return nil
        }
        self.outcome = outcome
    }

    static var allValueStrings: [String] { Outcome.allCases.map(\.word) }
}
