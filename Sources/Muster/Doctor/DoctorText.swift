import Provisioning
import ResultReporting

/// What a doctor has found, for people and for programs.
struct DoctorText {
    private let findings: [DoctorFinding]
    private let width: Int
    private let style: CommandStyle

    init(_ findings: [DoctorFinding], width: Int, style: CommandStyle) {
        self.findings = findings
        self.width = width
        self.style = style
    }

    /// A line or more for each finding, and what it comes to; without `showsAll`, only warnings and
    /// faults.
    func text(showsAll: Bool) -> String {
        let shown = findings.filter { showsAll || [.warning, .fault].contains($0.state) }
        let subjects = findings.map(\.subject.count).max() ?? 0
        var lines: [String] = []
        for finding in shown {
            let word = finding.state.rawValue
            let indent = String(repeating: " ", count: 9 + subjects + 2)
            let head =
                word + String(repeating: " ", count: 9 - word.count) + finding.subject
                + String(repeating: " ", count: subjects - finding.subject.count + 2)
            let code = finding.code.map { " [\($0.rawValue)]" } ?? ""
            let body = WrappedText.lines(
                HarmlessText.escaped(finding.message) + code, first: head, rest: indent,
                width: width)
            lines.append(contentsOf: painted(body, word, finding.state))
            if let advice = finding.advice {
                lines += WrappedText.lines(
                    HarmlessText.escaped(advice), first: indent, rest: indent, width: width
                )
                .map(style.faint)
            }
        }
        if showsAll { lines += ["", verdict] }
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    private func painted(
        _ lines: [String], _ word: String, _ state: DoctorFinding.State
    ) -> [String] {
        let paint =
            switch state {
            case .ok: style.good
            case .note: style.faint
            case .warning: style.caution
            case .fault: style.bad
            }
        guard let first = lines.first else { return [] }
        return [paint(word) + first.dropFirst(word.count)] + lines.dropFirst()
    }

    private var verdict: String {
        let faults = findings.count { $0.state == .fault }
        let warnings = findings.count { $0.state == .warning }
        let warned = warnings == 1 ? "1 warning" : "\(warnings) warnings"
        guard faults == 0 else {
            let count = faults == 1 ? "1 fault" : "\(faults) faults"
            return style.bad("Not well: \(count), \(warned).")
        }
        return warnings == 0
            ? style.good("All is well.") : style.caution("It works, with \(warned).")
    }

    /// One object: whether all is well, and the findings in order.
    var json: ByteString {
        var json = JSONWriter(layout: .indented)
        json.beginObject()
        json.member("healthy", !findings.contains { $0.state == .fault })
        json.member("faults", UInt64(findings.count { $0.state == .fault }))
        json.member("warnings", UInt64(findings.count { $0.state == .warning }))
        json.key("findings")
        json.beginArray()
        for finding in findings {
            json.beginObject()
            json.member("subject", finding.subject)
            json.member("state", finding.state.rawValue)
            json.member("code", finding.code?.rawValue)
            json.member("message", finding.message)
            json.member("advice", finding.advice)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.take()
    }
}
