import Foundation

/// Public test material beside this clone, which not every machine has, and the page that says
/// what it is expected to give.
enum Corpus {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Path of a file or folder of the corpus; nil, with a printed count, where it is absent.
    static func path(_ name: String, cases: Int) -> String? {
        let path = root.deletingLastPathComponent().path + "/shared/corpus/" + name
        if FileManager.default.fileExists(atPath: path) {
            let corpus = name.split(separator: "/").first.map(String.init) ?? name
            TortureFigures.note("cases run", in: "corpus \(corpus)", cases)
            return path
        }
        print("skipped \(cases) cases: the corpus has no \(name) here")
        return nil
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path)))
    }

    /// Rows of a table of `docs/corpora.md`: the first one under the heading, without its own
    /// heading; marks of Markdown are left out.
    static func table(under heading: String) throws -> [[String]] {
        let page = try String(
            contentsOfFile: root.path + "/docs/corpora.md", encoding: .utf8)
        let section = page.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { $0 != heading }.dropFirst().prefix { !$0.hasPrefix("#") }
        let rows = section.drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
        return rows.dropFirst(2).map { row in
            row.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
                .map { $0.filter { $0 != "`" }.trimmingCharacters(in: .whitespaces) }
        }
    }
}
