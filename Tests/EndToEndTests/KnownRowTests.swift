import Testing

/// Rows of a feed are known the next night by their fingerprints; those of commands are not kept.
@Suite struct KnownRowTests {
    private static let rows = """
        SELECT coalesce(sum(length(entries)), 0) FROM row_fingerprints WHERE feed_id IS NOT NULL
        """

    @Test func theRowsOfAFeedAreRemembered() throws {
        let place = try Workplace()
        try place.write(
            "username,email\nada,ada@a.example\nbob,bob@a.example\ncleo,bad\n", to: "feed.csv")
        #expect(place.muster("import", "feed.csv").status == 1)
        let directory = DirectoryFile(place)
        let two = Int(try directory.text(Self.rows)) ?? 0
        #expect(two > 0 && two % 2 == 0)
        #expect(place.muster("user", "disable", "ada").status == 0)
        #expect(try directory.text(Self.rows) == "\(two)")
        try place.write("username,email\ndora,dora@a.example\n", to: "more.csv")
        #expect(place.muster("import", "more.csv").status == 0)
        #expect(try directory.text(Self.rows) == "\(two / 2 * 3)")
    }
}
