package import Provisioning

/// What came of an undo, beside the outcomes of its records.
package struct UndoReport: Equatable, Sendable {
    /// Name of the run that was taken back.
    package var run: String
    /// Users who were changed after it and are left as they are, up to a number; `summary` counts all.
    package var changedSince: [UserID] = []
    /// Users who are gone, up to a number.
    package var gone: [UserID] = []
    package var mailsWithdrawn: UInt64 = 0
    /// Names of groups that the run had made, and that went with their last member.
    package var groupsRemoved: [String] = []

    package init(run: String) { self.run = run }

    /// Such as `Took back run X: 9,997 users; 3 left as they are, changed since.`
    func sentence(_ report: RunReport) -> String {
        let summary = report.summary
        if summary.records == 0 {
            return report.isDryRun
                ? "Would take back run \(run): it changed no user, only what is noted of its feed. "
                    + "Dry run: nothing was changed."
                : "Took back run \(run): it had changed no user, only what is noted of its feed."
        }
        let changed = summary.issues[.undoUserChanged] ?? 0
        let lost = summary.issues[.undoUserGone] ?? 0
        let refused = summary.count(.rejected)
        let rest = summary.count(.skipped) + refused + summary.count(.unchanged)
        let done = summary.records - min(summary.records, rest)
        var text = "Took back run \(run): \(GroupedNumber.text(done, "user"))"
        if report.isDryRun {
            text = "Would take back run \(run): \(GroupedNumber.text(done, "user"))"
        }
        if changed > 0 {
            text += "; \(GroupedNumber.text(changed)) left as they are, changed since"
        }
        if lost > 0 { text += "; \(GroupedNumber.text(lost)) gone or no longer on record" }
        if summary.count(.unchanged) > 0 {
            text += "; \(GroupedNumber.text(summary.count(.unchanged))) were so before"
        }
        if refused > 0 {
            text +=
                "; \(GroupedNumber.text(refused)) refused, and the run does not count as taken back"
        }
        return text + (report.isDryRun ? ". Dry run: nothing was changed." : ".")
    }

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("run", run)
        json.key("changed_since")
        Self.write(changedSince, to: &json)
        json.key("gone")
        Self.write(gone, to: &json)
        json.member("mails_withdrawn", mailsWithdrawn)
        json.key("groups_removed")
        json.beginArray()
        for name in groupsRemoved { json.value(name) }
        json.endArray()
        json.endObject()
    }

    private static func write(_ users: [UserID], to json: inout JSONWriter) {
        json.beginArray()
        for user in users { json.value("id:\(user.value)") }
        json.endArray()
    }
}
