import GRDB
import Testing

/// Rows and columns that are not as they were written are said, and end no command by a trap.
@Suite struct DamagedRowTests {
    /// What a flipped bit can make of a directory, as SQL.
    static let damages = [
        // The name of a column, in the schema.
        """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_master SET sql = replace(sql, 'configuration_hash', 'sonfiguration_hash')
        WHERE name = 'runs'
        """,
        "UPDATE runs SET started_at = 'x'", "UPDATE runs SET feed_id = -5, id = id",
        "UPDATE runs SET creates = -1, records = -1", "UPDATE runs SET state = x'00', name = x'FF'",
        "UPDATE users SET version = -1, onboarding_generation = -1",
        "UPDATE users SET device_limit = -44", "UPDATE groups SET device_limit = 70000",
        "UPDATE runs SET summary = replace(summary, ':2', ':-2')",
        "UPDATE runs SET summary = replace(summary, ':2', ':9223372036854775807')",
        "UPDATE runs SET started_at = 9223372036854775807, finished_at = -9223372036854775808",
        "UPDATE mail_queue SET due_at = -9223372036854775808",
        "UPDATE memberships SET group_id = -7 WHERE user_id = 1",
        "UPDATE feed_claims SET feed_id = -1 WHERE user_id = 1",
        "UPDATE mail_queue SET user_id = -3 WHERE user_id = 1",
        "UPDATE mail_queue SET due_at = 'soon', record = -1",
        "UPDATE run_chunks SET results_bytes = -1, chunk = -1",
    ]

    static let commands = [
        ["runs", "list"], ["report"], ["users", "list"], ["users", "export"], ["groups", "list"],
        ["mail", "status"], ["onboarding", "list"], ["audit", "show"], ["audit", "verify"],
        ["login", "check", "ada"], ["import", "next.csv", "--quiet"], ["sweep", "--quiet"],
        ["mail", "deliver", "--transport", "folder:out"], ["doctor", "--quiet"],
    ]

    @Test(arguments: damages) func noCommandEndsByATrap(damage: String) throws {
        let place = try Workplace(isOptimised: true)
        try place.write(
            "username,email,groups\nada,ada@example.com,staff\nbob,bob@example.com,staff\n",
            to: "users.csv")
        try place.write("username,email\nada,ada@example.org\n", to: "next.csv")
        #expect(place.muster("import", "users.csv", "--mail", "--quiet").status == 0)
        try DatabaseQueue(path: place.path("muster.sqlite")).writeWithoutTransaction {
            try $0.execute(sql: damage)
        }
        for words in Self.commands {
            let ending = place.start(words).end()
            #expect(
                [0, 1, 2, 70, 74, 78].contains(ending.status) && ending.signal == nil,
                "\(words): \(ending.status) \(ending.error)")
            if ending.status > 2 {
                #expect(ending.error.contains("["), "\(words): \(ending.error)")
            }
        }
    }
}
