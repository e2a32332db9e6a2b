import Credentials
import Provisioning
import SQLiteDirectory

/// Finds the record of a run that a word means.
struct RecordSearch {
    /// What the word means.
    struct Subject {
        /// Number of a record of the feed; nil: a leaver.
        var record: UInt32?
        /// Number under which the log has it; nil: the log cannot have it.
        var number: UInt32?
        /// What the leaver was named by; nil: it is a record.
        var leaver: String?
        var user: UserID?
        var result: RecordedResult?
    }

    let sources: ExplainJob.Sources
    let place: DirectoryPlace

    private static let leaverPrefix = "leaver:"

    /// - Throws: a halt with status 1 if the run has no such record.
    func find(_ word: String) throws(RunHalt) -> Subject {
        if word.utf8.allSatisfy({ (0x30...0x39).contains($0) }), !word.isEmpty {
            guard let record = UInt32(word), record > 0, UInt64(record) <= sources.recordCount
            else {
                throw notFound("record \(word)")
            }
            return Subject(
                record: record, number: record,
                result: RecordedResult.read(record: record, from: sources.results))
        }
        let wantsLeaver = word.hasPrefix(Self.leaverPrefix)
        let name = wantsLeaver ? String(word.dropFirst(Self.leaverPrefix.count)) : word
        let users = try users(name)
        for user in users {
            guard let number = try sources.directory.record(about: user, run: sources.run) else {
                continue
            }
            let isLeaver = UInt64(number) > sources.recordCount
            guard isLeaver || !wantsLeaver else { continue }
            return Subject(
                record: isLeaver ? nil : number, number: number, leaver: isLeaver ? name : nil,
                user: user,
                result: isLeaver
                    ? RecordedResult.read(
                        about: try keys(of: user, name), areLeavers: true, from: sources.results)
                    : RecordedResult.read(record: number, from: sources.results))
        }
        var names = [name.hasPrefix("ext:") ? String(name.dropFirst(4)) : name]
        for user in users { names += try keys(of: user, name) }
        if let result = RecordedResult.read(
            about: names, areLeavers: wantsLeaver, from: sources.results)
        {
            return Subject(
                record: result.record, number: result.record,
                leaver: result.record == nil ? name : nil, result: result)
        }
        for user in users where !wantsLeaver {
            guard let number = try sources.directory.record(viewing: user, run: sources.run) else {
                continue
            }
            return Subject(
                record: number, number: number, user: user,
                result: RecordedResult.read(record: number, from: sources.results))
        }
        throw notFound(wantsLeaver ? "leaver of that name" : "record about that user")
    }

    private func notFound(_ what: String) -> RunHalt {
        let count = sources.recordCount
        let records = "\(count) \(count == 1 ? "record" : "records")"
        return RunHalt(
            .someRejected, .runRecordNotFound,
            "run \(sources.run.plan.name) has no \(what): it has \(records)",
            advice:
                "RECORD is the number in the results, or a user (name, id: or ext:); leavers are "
                + "named as leaver:USER.")
    }

    /// Texts that a leaver's result may show.
    private func keys(of user: UserID, _ name: String) throws(RunHalt) -> [String] {
        guard let state = try sources.directory.load([user])[user] else { return [name] }
        return [name, state.username.text, state.email.text, state.externalID?.text ?? ""]
    }

    private func users(_ name: String) throws(RunHalt) -> [UserID] {
        do throws(RunHalt) {
            return try AuditShowCommand(place).users(name, in: sources.directory)
        } catch {
            // Perhaps the results have somebody of that name who never came to be.
            guard error.code == .matchUserNotFound else { throw error }
            // Results show external ids bare, so that is how they are asked for.
            return try sources.directory.auditedUser(externalID: ByteString(name)).map { [$0] }
                ?? []
        }
    }
}
