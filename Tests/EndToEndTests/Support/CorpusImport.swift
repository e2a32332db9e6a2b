import Foundation

/// What became of the values of a feed, imported into a directory of its own.
struct CorpusImport {
    private let place: Workplace
    /// One result for each record.
    let results: [ResultLine]
    /// What the directory then holds in the column, by username.
    let held: [String: String]

    init(_ feed: WrittenFeed, as format: WrittenFeed.Format) throws {
        place = try Workplace(isOptimised: true)
        try place.write(feed.bytes(as: format), to: "feed.\(format.rawValue)")
        results = try Self.results(of: "feed.\(format.rawValue)", in: place)
        var held: [String: String] = [:]
        place.muster("users", "export", "--output", "export.csv")
        for user in CSVText.records(try place.read("export.csv")) {
            held[user["username"] ?? ""] = user[feed.column]
        }
        self.held = held
    }

    /// The code that a record was rejected with; nil: it was accepted.
    func rejection(_ index: Int) -> String? {
        results[index].outcome == "rejected" ? results[index].codes.first ?? "" : nil
    }

    /// Outcomes of the same feed a second time, and of the directory's own export.
    func outcomesOfMore(
        as format: WrittenFeed.Format
    ) throws -> (again: [String], export: [String]) {
        (
            try Self.results(of: "feed.\(format.rawValue)", in: place).map(\.outcome),
            try Self.results(of: "export.csv", in: place).map(\.outcome)
        )
    }

    private static func results(of file: String, in place: Workplace) throws -> [ResultLine] {
        let ending = place.muster("import", file, "--results", "-", "--max-rejects", "none")
        return try ResultLine.all(in: ending.output)
    }
}
