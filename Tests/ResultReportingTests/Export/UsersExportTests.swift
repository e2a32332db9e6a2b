import Provisioning
import ResultReporting
import Testing

/// Users as a feed that imports as it is.
@Suite struct UsersExportTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func export(
        _ users: [[ByteString?]], _ format: ResultsFormat,
        columns: [String] = ["username", "name"],
        dialect: FeedDialect = FeedDialect()
    ) throws -> String {
        let path = folder.file("users")
        let file = try OutputFile(path: path, .replacing)
        let export = UsersExport(file: file, format: format, columns: columns, dialect: dialect)
        for user in users { try export.write(user) }
        try file.close()
        return try text(of: path)
    }

    static let users: [[ByteString?]] = [
        ["ada", "Ada \"Countess\", Lovelace"], ["bob", nil], ["=cyd", " Zoë\n"], [nil, ""],
    ]

    @Test func csvIsExact() throws {
        #expect(
            try export(Self.users, .csv) == """
                username,name
                ada,"Ada ""Countess"", Lovelace"
                bob,
                =cyd," Zoë\n"
                ,

                """)
    }

    @Test func jsonLeavesOutWhatAUserDoesNotHave() throws {
        #expect(
            try export(Self.users, .jsonLines) == #"""
                {"username":"ada","name":"Ada \"Countess\", Lovelace"}
                {"username":"bob"}
                {"username":"=cyd","name":" Zoë\n"}
                {"name":""}

                """#)
    }

    @Test func spreadsheetSafeExportNeutralisesFormulas() throws {
        let text = try export(Self.users, .csv, dialect: FeedDialect(isSpreadsheetSafe: true))
        #expect(text.contains("\n\"'=cyd\","))
        #expect(text.contains("\nada,"))
    }

    @Test func emptyValueInASingleColumnIsNoBlankLine() throws {
        #expect(try export([[nil], ["a"]], .csv, columns: ["username"]) == "username\n\"\"\na\n")
    }

    @Test func csvComesBackWhateverTheValues() throws {
        var numbers = SeededNumbers(seed: 17)
        let pool = Array("aé,;\"\n\r\t =+😀'\\".unicodeScalars)
        let users: [[ByteString?]] = (0..<200).map { _ in
            (0..<2).map { _ in
                var text = ""
                for _ in 0..<Int.random(in: 0...8, using: &numbers) {
                    text.unicodeScalars.append(
                        pool[Int.random(in: 0..<pool.count, using: &numbers)])
                }
                return ByteString(text)
            }
        }
        let rows = try parsedCSV(Array(try export(users, .csv).utf8)).dropFirst()
        #expect(rows.map { $0.map { ByteString($0) } } == users)
        let objects = try ParsedJSON.lines(Array(try export(users, .jsonLines).utf8))
        #expect(
            objects.map { [$0["username"], $0["name"]] }
                == users.map { $0.map { .text($0?.text ?? "") } })
    }
}
