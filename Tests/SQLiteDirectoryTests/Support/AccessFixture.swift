import Provisioning
import SQLiteDirectory
import Testing

/// A directory with two applications, and single records in front of it.
struct AccessFixture {
    let folder: TemporaryFolder
    let directory: SQLiteDirectory
    let driver: RunDriver

    init() throws {
        folder = try TemporaryFolder()
        directory = try folder.openForRun()
        driver = RunDriver(directory: directory)
        try execute(
            """
            INSERT INTO apps(id, name, name_key, requires_second_factor, created_at)
            VALUES (5, 'Mail', 'mail', 0, 1), (6, 'Wiki', 'wiki', 0, 1);
            """)
    }

    func state(_ user: UserID) throws -> UserState {
        try #require(try directory.load([user])[user])
    }

    /// Applies one record to a user who exists, and returns what became of the user.
    func apply(
        to user: UserState, named name: String = "two", action: Action = .update,
        person: Person? = nil, mail: Bool = false,
        issued: (inout IssuedCredentials) -> Void = { _ in },
        _ edit: (inout AccessChanges) -> Void
    ) throws -> UserState {
        try driver.run(RunDriver.plan(name)) { builder in
            builder.change(user, outcome: .applied, action: action, person: person, mail: mail) {
                edit(&$0.access)
            }
            builder.issue(issued)
        }
        return try state(user.id)
    }

    func execute(_ sql: String) throws {
        try SQLiteDirectoryTests.execute(folder.directoryPath, sql)
    }
    func rows(_ sql: String) throws -> [Int] { try integers(folder.directoryPath, sql) }
    func texts(_ sql: String) throws -> [String] { try strings(folder.directoryPath, sql) }
}
