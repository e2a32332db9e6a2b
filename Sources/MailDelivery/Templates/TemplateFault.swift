import Provisioning

/// Something wrong with a template, and where.
struct TemplateFault: Equatable, Sendable {
    var file: String
    /// Counted from 1; nil where the file as a whole is wrong.
    var line: Int?
    var finding: String

    var text: String {
        "\(MessageText.path(file)):\(line.map { "\($0):" } ?? "") \(finding)"
    }

    /// Halt for faults of which there is at least one: the first is its message, the others stand in
    /// its advice, one a line.
    static func halt(_ faults: [TemplateFault]) -> RunHalt {
        let shown = faults.prefix(20).map(\.text)
        var lines = shown.dropFirst().map { "\($0) [\(IssueCode.mailTemplateInvalid.rawValue)]" }
        if faults.count > shown.count { lines.append("and \(faults.count - shown.count) more") }
        lines.append(
            "docs/mail-templates.md lists the files and, by kind of mail, the variables.")
        return RunHalt(
            .configuration, .mailTemplateInvalid, shown.first ?? "",
            advice: lines.joined(separator: "\n  "))
    }
}
