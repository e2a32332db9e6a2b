package import Provisioning
import ResultReporting

/// Looks at everything that a night depends on, and changes nothing.
package struct Doctor {
    private let place: DirectoryPlace
    private let clock: any WallClock
    /// Whether the mail server is asked.
    package var asksServer = true
    /// Whether the whole directory is read, to find damage.
    package var readsAll = true
    /// How long a mail server may take for each step.
    package var wait: Duration = .seconds(10)

    package init(_ place: DirectoryPlace, clock: any WallClock = SystemClock()) {
        self.place = place
        self.clock = clock
    }

    /// Looks, and prints what was found; without `showsAll`, only what somebody has to see to.
    ///
    /// - Returns: whether nothing is at fault; warnings are none.
    /// - Throws: a halt with status 74 if nothing can be printed.
    package func run(
        format: CommandFormat, to output: StandardOutput, width: Int, style: CommandStyle,
        showsAll: Bool = true
    ) throws(RunHalt) -> Bool {
        let findings = examine()
        let text = DoctorText(findings, width: width, style: style)
        switch format {
        case .text: try output.write(text.text(showsAll: showsAll))
        case .json: try output.write(text.json)
        }
        try output.flush()
        return !findings.contains { $0.state == .fault }
    }

    func examine() -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        let (configuration, configurationFindings) = ConfigurationExamination(place).examine()
        let directory = DirectoryExamination(place, clock: clock, readsAll: readsAll)
        let (opened, directoryFindings) = directory.examine()
        findings.append(ProgramExamination.examine(opened))
        findings += configurationFindings
        findings += PlaceExamination(place).examine()
        findings += directoryFindings
        if let opened { findings += RunExamination(place, opened, clock: clock).examine() }
        if let configuration {
            let mail = MailExamination(
                place, configuration.mail, opened, clock: clock, wait: asksServer ? wait : nil)
            findings += mail.examine()
        }
        return findings
    }
}
