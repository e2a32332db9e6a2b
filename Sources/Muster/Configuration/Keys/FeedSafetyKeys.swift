import Provisioning

extension FeedProfile {
    /// What a file of the feed may do to the directory as a whole.
    static var safetyKeys: [ConfigurationKey<FeedProfile>] {
        [
            .value(
                "mode", .word(FeedMode.allCases.map { ($0.word, $0) }), into: \.mode,
                initial: "delta",
                "What the file holds: changes, or everybody, so that who is missing has left"),
            .section(
                "leavers", "Users who are missing from full files",
                [
                    .value(
                        "files", .number(1...100), into: \.leavers.filesMin, initial: "1",
                        "Accepted full files in a row from which a user is missing before they are "
                            + "disabled"),
                    .value(
                        "delete_after",
                        ValueForm<Duration>.duration(upToDays: 3_650).optional("none"),
                        into: \.leavers.deleteAfter, initial: "none",
                        "Time from then on after which muster sweep deletes them"),
                ]),
            .value(
                "manual_edits", .word, into: \.manualEdits, initial: "overwrite",
                "What becomes of a value that a command changed since a feed last set it"),
        ]
    }
}
