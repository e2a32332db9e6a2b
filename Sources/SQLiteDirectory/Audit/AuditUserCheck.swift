import GRDB
import Provisioning

/// Compares the users with whom the log says were created and deleted.
struct AuditUserCheck {
    private let database: Database
    /// The newest run from before there was a log.
    private let runsBefore: Int64

    init(_ database: Database, runsBefore: Int64) {
        self.database = database
        self.runsBefore = runsBefore
    }

    /// Goes through the users and the creations side by side, both by user number.
    func check(_ records: AuditRecordCheck, into verdict: inout AuditVerdict) throws {
        let users = try PreparedStatement(
            database, "SELECT id, created_run, created_record FROM users ORDER BY id")
        var hasUser = try users.step()
        for creation in records.creations.sorted(by: { $0.user < $1.user }) {
            for offset in 0..<creation.count {
                let user = Int64(creation.user + offset)
                let record = creation.record + offset
                while hasUser, users.int64(0) < user {
                    noteUnknown(users, into: &verdict)
                    hasUser = try users.step()
                }
                if hasUser, users.int64(0) == user {
                    if users.int64(1) != creation.run || users.int64(2) != Int64(record) {
                        note(
                            creation, record, "user \(user) is said to be of another record",
                            into: &verdict)
                    }
                    hasUser = try users.step()
                } else if !records.deletions.contains(creation.user + offset) {
                    note(
                        creation, record, "user \(user) is gone, and nothing says why",
                        into: &verdict)
                }
            }
        }
        while hasUser {
            noteUnknown(users, into: &verdict)
            hasUser = try users.step()
        }
    }

    private func noteUnknown(_ users: PreparedStatement, into verdict: inout AuditVerdict) {
        guard users.int64(1) > runsBefore else { return }
        verdict.add(
            AuditFinding(
                message: "user \(users.int64(0)) is there, and nothing says who created it"))
    }

    private func note(
        _ creation: AuditRecordCheck.Creation, _ record: UInt32, _ message: String,
        into verdict: inout AuditVerdict
    ) {
        let name = try? String.fetchOne(
            database, sql: "SELECT name FROM runs WHERE id = ?", arguments: [creation.run])
        verdict.add(
            AuditFinding(
                entry: creation.entry, run: name ?? nil, record: record, message: message))
    }
}
