import Muster
import Provisioning

/// One line of the table of actions: what was done before, the record, and what comes of it.
struct ActionCase: Sendable, CustomStringConvertible {
    var before: [[String: String]]
    var record: [String: String]
    /// Outcome, and the headline code after a colon.
    var expected: String
    /// What the detail says, among other things.
    var detail: String
    var settings: String
    var description: String

    init(
        _ description: String, _ record: [String: String], _ expected: String,
        detail: String = "", before: [[String: String]] = [], settings: String = Self.on
    ) {
        self.description = description
        self.record = record
        self.expected = expected
        self.detail = detail
        self.before = before
        self.settings = settings
    }

    static let on = "impersonation: on\nbackup_codes: on\npolicy: {protected: {users: [root]}}\n"
    static let off = "policy: {protected: {users: [root]}}\n"

    /// ada has a password, bob was invited, dora is disabled, root is protected.
    static let people = """
        username,email,password,phone,groups,enabled
        ada,ada@example.com,correct horse battery,+442079460001,staff,
        bob,bob@example.com,,,,
        dora,dora@example.com,correct horse battery,,,false
        root,root@example.com,correct horse battery,,,

        """

    /// Carries the table's line out in a directory of its own, and says what came of it.
    func run() throws -> (word: String, detail: String) {
        let scenario = try Scenario()
        try scenario.configure(settings)
        try scenario.load(Self.people)
        for cells in before { _ = try Self.act(cells, in: scenario) }
        let result = try Self.act(record, in: scenario).result
        let code = result.issues.first.map { ":\($0.code.rawValue)" } ?? ""
        return (result.outcome.word + code, result.detail)
    }

    private static func act(
        _ cells: [String: String], in scenario: Scenario
    ) throws -> UserActionEnding {
        try UserActionJob(
            cells.sorted { $0.key < $1.key }.map { (column: $0.key, value: $0.value) },
            in: scenario.place, actor: "tester"
        ).run()
    }

    /// A record by its action, its user and other cells.
    static func record(
        _ action: String, _ user: String, _ cells: [String: String] = [:]
    ) -> [String: String] {
        var record = cells
        record["action"] = action
        record["user"] = user
        return record
    }
}
