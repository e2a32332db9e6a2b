import Muster
import Provisioning

/// What `muster user` is asked to do, however its words were read.
struct UserActionCall {
    var action: String
    var user: String
    var value: String?
    /// Columns of the record, beside those that the action and its value stand for.
    var columns: [(column: String, value: String)] = []
    /// `--mail` and `--no-mail`; nil: neither.
    var mail: Bool?
    var isDryRun = false
    var showsValues = false
    var format = CommandFormat.text
    var common = CommonChoices()

    init(action: String, user: String, value: String?) {
        self.action = action
        self.user = user
        self.value = value
    }

    /// Carries the action out and says what came of it.
    /// - Throws: the status with which the command ends, or a halt.
    func run() throws -> Never {
        let request = try UserActionRequest(action, user: user, value: value, columns: columns)
        common.explainPlace()
        var job = UserActionJob(request.record, in: common.place, actor: common.actorName)
        job.mail = mail
        job.isDryRun = isDryRun
        let ending = try job.run()
        let text = UserActionText(ending, user: user, action: action)
        let standardOutput = StandardOutput()
        switch format {
        case .json: try standardOutput.write(text.json)
        case .text where common.quiet:
            // Nothing else shows them.
            try standardOutput.write(text.secrets(labels: false))
        case .text:
            try standardOutput.write(text.line(style: common.style(), isDryRun: isDryRun))
            try standardOutput.write(text.secrets(labels: true))
        }
        try standardOutput.flush()
        for finding in text.findings(showsValues: showsValues, onlyErrors: common.quiet) {
            StandardError.say("\(finding)")
        }
        if let advice = text.advice { StandardError.say("\(advice)") }
        if let failure = ending.failure { CommandEnding.report(failure) }
        throw CommandEnding.status(ending.status)
    }
}
