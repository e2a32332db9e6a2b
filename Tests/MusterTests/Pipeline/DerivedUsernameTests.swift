import Provisioning
import Testing

/// Usernames and addresses that a profile derives for a feed without them.
@Suite struct DerivedUsernameTests {
    static let profile = """
        feeds:
          hr:
            columns: {Worker: external_id}
            derive:
              username: "{first_name:1}{last_name}"
              email: "{username}@corp.example"
        """
    static let feed = """
        Worker,First Name,Last Name
        1,Ada,Long
        2,Alan,Long
        3,Bo,Short
        4,Abe,Long
        """

    @Test func takenUsernameGetsANumber() throws {
        let scenario = try Scenario()
        try scenario.configure(Self.profile)
        let imported = try scenario.load(Self.feed) { $0.feed = "hr" }
        #expect(imported.words == Array(repeating: "created", count: 4), "\(imported.results)")
        #expect(imported.results.map(\.username) == ["along", "along2", "bshort", "along3"])
        #expect(try scenario.export().contains { $0.contains("along3@corp.example") })
    }

    @Test func matchedUsersKeepTheirs() throws {
        let scenario = try Scenario()
        try scenario.configure(Self.profile)
        try scenario.load(Self.feed) { $0.feed = "hr" }
        let again = try scenario.load(Self.feed) { $0.feed = "hr" }
        #expect(again.words == Array(repeating: "unchanged", count: 4))
        #expect(again.results.map(\.username) == ["along", "along2", "bshort", "along3"])
        let married = try scenario.load(
            "Worker,First Name,Last Name\n3,Bo,Small\n5,Al,Long\n"
        ) { $0.feed = "hr" }
        #expect(married.words == ["updated", "created"])
        #expect(married.results.map(\.username) == ["bshort", "along4"])
    }

    @Test func numberedNameIsTakenForEveryLaterRecord() throws {
        let scenario = try Scenario()
        try scenario.configure(Self.profile)
        let imported = try scenario.load(
            """
            Worker,First Name,Last Name,username
            1,John,Smith,
            2,Jane,Smith,
            3,A,B,jsmith2
            4,C,D,jsmith2
            """
        ) { $0.feed = "hr" }
        #expect(
            imported.words == [
                "created", "created", "rejected:duplicate.username.in-file",
                "rejected:duplicate.username.in-file",
            ], "\(imported.results)")
    }

    @Test func manyPeopleOfOneNameCostLittle() throws {
        let scenario = try Scenario()
        try scenario.configure(Self.profile)
        let people = (1...3_000).map { "\($0),John,Smith" }.joined(separator: "\n")
        let imported = try scenario.load("Worker,First Name,Last Name\n" + people) {
            $0.feed = "hr"
        }
        #expect(imported.results.last?.username == "jsmith3000")
    }

    @Test func lastRuleNumbersNamesakesToo() throws {
        let scenario = try Scenario()
        try scenario.configure(Self.profile)
        let imported = try scenario.load(Self.feed) {
            $0.feed = "hr"
            $0.onDuplicate = .last
        }
        #expect(imported.results.map(\.username) == ["along", "along2", "bshort", "along3"])
    }

    @Test func collisionIsRefusedWhereTheProfileSaysSo() throws {
        let scenario = try Scenario()
        try scenario.configure(Self.profile + "\n    derived_collision: reject\n")
        let imported = try scenario.load(Self.feed) { $0.feed = "hr" }
        #expect(imported.words.filter { $0 == "created" }.count == 2, "\(imported.words)")
    }
}
