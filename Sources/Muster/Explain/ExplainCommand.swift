package import Provisioning

/// What `muster explain` prints.
package struct ExplainCommand {
    private let job: ExplainJob

    /// `file` is where the feed's file is now; nil: where the run found it.
    package init(_ place: DirectoryPlace, file: String?) {
        var job = ExplainJob(place)
        job.file = file
        self.job = job
    }

    /// Prints why a record got its outcome.
    /// - Throws: a halt with status 1 if there is no such run or record; 66, 74, 75, 78.
    package func run(
        _ record: String, ofRun run: String, format: CommandFormat, to output: StandardOutput,
        style: CommandStyle
    ) throws(RunHalt) {
        let explanation = try job.explain(record, ofRun: run)
        switch format {
        case .text: try output.write(ExplanationText(explanation, style: style).text)
        case .json: try output.write(ExplanationObject.text(explanation))
        }
        try output.flush()
    }
}
