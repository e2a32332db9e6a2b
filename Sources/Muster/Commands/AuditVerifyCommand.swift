import Credentials
package import Provisioning
import ResultReporting
import SQLiteDirectory

/// What `muster audit verify` does.
package struct AuditVerifyCommand {
    private let place: DirectoryPlace

    package init(_ place: DirectoryPlace) { self.place = place }

    /// Verifies the audit log and prints what came of it.
    ///
    /// - Returns: whether nothing is wrong.
    /// - Throws: a halt with status 66 if there is no directory, 74 or 78 if it or its key cannot
    ///   be used.
    package func run(format: CommandFormat, to output: StandardOutput) throws(RunHalt) -> Bool {
        let directory = try place.openForReading()
        let seal = KeyedAuditSeal(key: try place.openKey())
        let verdict = try directory.verifyAudit(by: seal)
        switch format {
        case .text: try output.write(Self.text(verdict))
        case .json: try output.write(Self.json(verdict))
        }
        try output.flush()
        return verdict.isWhole
    }

    private static func text(_ verdict: AuditVerdict) -> String {
        guard verdict.isWhole else {
            let lines = verdict.findings.map {
                "\($0.text) [\(IssueCode.directoryAuditBroken.rawValue)]\n"
            }
            let rest = verdict.findingCount - verdict.findings.count
            return lines.joined() + (rest > 0 ? "… and \(rest) more\n" : "")
        }
        guard let head = verdict.head else { return "audit log is empty\n" }
        let count = GroupedNumber.text(UInt64(verdict.entries))
        let entries = verdict.entries == 1 ? "1 entry" : "\(count) entries"
        let file = verdict.hasHeadFile ? "" : "; there is no head beside the key file"
        return "audit log is whole: \(entries), head \(Hexadecimal.text(head.code))\(file)\n"
    }

    private static func json(_ verdict: AuditVerdict) -> ByteString {
        var json = JSONWriter(layout: .indented)
        json.beginObject()
        json.member("whole", verdict.isWhole)
        json.member("entries", UInt64(verdict.entries))
        json.key("head")
        AuditHeadText.write(verdict.head, to: &json)
        json.member("head_file", verdict.hasHeadFile)
        json.member("finding_count", UInt64(verdict.findingCount))
        json.key("findings")
        json.beginArray()
        for finding in verdict.findings {
            json.beginObject()
            json.key("entry")
            if let entry = finding.entry { json.value(UInt64(max(entry, 0))) } else { json.null() }
            json.member("run", finding.run)
            json.key("record")
            if let record = finding.record { json.value(UInt64(record)) } else { json.null() }
            json.member("code", IssueCode.directoryAuditBroken.rawValue)
            json.member("message", finding.message)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.take()
    }
}
