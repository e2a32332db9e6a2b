/// What a sweep removed beside what it did to users.
package struct Housekeeping: Equatable, Sendable {
    /// Mailed links that ended long ago.
    package var links: UInt64 = 0
    /// Grants to act as a user whose end was noted.
    package var grantsEnded: UInt64 = 0
    /// Grants that ended long ago.
    package var grants: UInt64 = 0
    /// Accounts of mails that were delivered, or given up, long ago.
    package var mailDeliveries: UInt64 = 0
    /// Folders of old runs; nil: they were not looked at.
    package var runFolders: UInt64?
    /// Folders of old runs that stay because something in them is not ours.
    package var runFoldersRefused: UInt64 = 0

    package init() {}

    /// The figures with the words of the text summary.
    var rows: [(word: String, count: UInt64)] {
        [
            ("dead links removed", links), ("grants that ran out", grantsEnded),
            ("old grants removed", grants), ("old mail records removed", mailDeliveries),
            ("old run folders removed", runFolders ?? 0),
            ("old run folders with other files in them", runFoldersRefused),
        ]
    }

    /// Writes the object of `summary.json`.
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("links", links)
        json.member("grants_ended", grantsEnded)
        json.member("grants", grants)
        json.member("mail_deliveries", mailDeliveries)
        json.key("run_folders")
        if let runFolders { json.value(runFolders) } else { json.null() }
        json.member("run_folders_refused", runFoldersRefused)
        json.endObject()
    }
}
