import Provisioning
import SQLiteDirectory
import Testing

/// What is remembered of the columns of a file that was accepted.
@Suite struct FileHealthTests {
    /// What a directory remembers of the last file of `default`.
    private func remembered(_ scenario: Scenario) throws -> FileHealth {
        let directory = try scenario.place.openForReading()
        let feed = try #require(try directory.feed(named: "default"))
        return try #require(try directory.acceptedFile(of: feed, mode: .delta)?.health)
    }

    /// One that cannot be read says nothing of the columns, and least the first one.
    @Test func onlyRecordsThatCouldBeReadAreLookedAt() throws {
        let scenario = try Scenario()
        try scenario.load("username,email,department\nx,y,z,w\nada,ada@a.example,\nbob,,IT\n")
        let health = try remembered(scenario)
        #expect(health.sampled == 2)
        #expect(health.columns.map(\.name) == ["username", "email", "department"])
        #expect(health.columns.map(\.filled) == [2, 1, 1])
        #expect(health.columns.map(\.distinct) == [2, 1, 1])
    }

    @Test func distinctValuesAreCountedWithinATenth() throws {
        let scenario = try Scenario()
        let rows = (0..<3_000).map { "user\($0),user\($0)@a.example,\($0 % 500),IT" }
        try scenario.load("username,email,attr.team,department\n" + rows.joined(separator: "\n"))
        let health = try remembered(scenario)
        #expect(health.sampled == 3_000)
        #expect(health.columns.map(\.filled) == [3_000, 3_000, 3_000, 3_000])
        let distinct = health.columns.map(\.distinct)
        #expect((2_700...3_000).contains(distinct[0]))
        #expect((450...550).contains(distinct[2]))
        #expect(distinct[3] == 1)
    }

    @Test func the256FirstColumnsAreLookedAt() throws {
        for columns in [255, 256, 257, 300] {
            let scenario = try Scenario()
            try scenario.configure("limits: {columns: 400}\n")
            let names = (1..<columns).map { "attr.c\($0)" }.joined(separator: ",")
            let cells = (1..<columns).map { "\($0)" }.joined(separator: ",")
            try scenario.load("username,\(names)\nada,\(cells)\n")
            let health = try remembered(scenario)
            #expect(health.columns.count == min(columns, 256))
            #expect(health.columns.allSatisfy { $0.filled == 1 && $0.distinct == 1 })
        }
    }
}
