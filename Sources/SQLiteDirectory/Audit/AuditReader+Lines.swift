import Provisioning

/// Lines of runs as a whole, of erasures and of events.
extension AuditReader {
    /// The line of an entry that is not of records; nil: it tells only how something ended.
    func line(of entry: AuditEntry) throws -> AuditLine? {
        switch UInt8(exactly: entry.kind).flatMap(AuditKind.init(rawValue:)) {
        case .event: try eventLine(entry)
        case .opened: try runLine(entry)
        case .erased: try erasureLine(entry)
        case .records, .closed, nil: nil
        }
    }

    private func runLine(_ entry: AuditEntry) throws -> AuditLine? {
        // One action on one user is told by its record.
        guard let run = try runs.run(entry.run), run.command != "user" else { return nil }
        return AuditLine(
            entry: entry.id, at: Instant(milliseconds: entry.at), actor: run.actor,
            action: run.command, run: run.name, outcome: run.state,
            reason: run.reason.map { ByteString($0) },
            detail: run.file.isEmpty ? nil : ByteString(run.file))
    }

    /// Erasing single before-images is told; that of a deleted user is part of the deletion.
    private func erasureLine(_ entry: AuditEntry) throws -> AuditLine? {
        guard let erasure = AuditErasure(entry.body), !erasure.changes.isEmpty else { return nil }
        let run = try runs.run(entry.run)
        return AuditLine(
            entry: entry.id, at: Instant(milliseconds: entry.at), actor: run?.actor,
            action: "erase", run: run?.name,
            detail: ByteString("before-images: \(erasure.changes.count)"))
    }

    private func eventLine(_ entry: AuditEntry) throws -> AuditLine? {
        func text(_ name: String) throws -> ByteString? {
            try AuditBodyText.text(entry.body, name, database)
        }
        var line = AuditLine(
            entry: entry.id, at: Instant(milliseconds: entry.at), actor: try text("actor")?.text,
            action: try text("event")?.text ?? "event",
            user: entry.user == 0 ? nil : UserID(UInt32(truncatingIfNeeded: entry.user)))
        line.reason = try text("reason")
        let detail = try text("detail")
        line.detail = detail == "{}" ? nil : detail
        return line
    }
}
