package import Provisioning

/// One thing that is not as the audit log was written.
package struct AuditFinding: Equatable, Sendable {
    /// Number of the entry at which it shows; nil: it stands in no entry.
    package var entry: Int64?
    /// Name of the run; nil: none, or not known.
    package var run: String?
    /// Record of that run; nil: none.
    package var record: UInt32?
    /// What is wrong: a clause without values of people.
    package var message: String

    /// Where and what, for people: `entry 17, run 20261124-031500-7f3a90c2, record 3: …`.
    package var text: String {
        var places: [String] = []
        if let entry { places.append("entry \(entry)") }
        if let run { places.append("run \(MessageText.quoted(run))") }
        if let record { places.append("record \(record)") }
        return places.isEmpty ? message : "\(places.joined(separator: ", ")): \(message)"
    }
}

/// What came of verifying the audit log.
package struct AuditVerdict: Equatable, Sendable {
    /// Entries that were read.
    package var entries: Int64 = 0
    /// The head as the directory has it; nil: the log is empty.
    package var head: AuditHead?
    /// Whether there is a file with the head beside the key file.
    package var hasHeadFile = false
    /// What is wrong, in the order of the log; at most `findingsMax`.
    package var findings: [AuditFinding] = []
    /// Findings in all, with those that are not among `findings`.
    package var findingCount = 0

    /// Findings that are kept.
    package static let findingsMax = 1_000

    package init() {}

    /// Whether nothing is wrong.
    package var isWhole: Bool { findingCount == 0 }

    mutating func add(_ finding: AuditFinding) {
        findingCount += 1
        if findings.count < Self.findingsMax { findings.append(finding) }
    }
}
