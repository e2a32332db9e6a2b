import Foundation
import Muster
import Provisioning
import SQLiteDirectory

/// A directory in a folder of its own, into which feeds are imported.
final class Scenario {
    let folder: URL
    var actor = "tester"

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("muster-scenario-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var place: DirectoryPlace {
        DirectoryPlace(directory: folder.appendingPathComponent("muster.sqlite").path)
    }

    /// Writes `muster.yaml`.
    func configure(_ yaml: String) throws {
        try Data(yaml.utf8).write(to: folder.appendingPathComponent("muster.yaml"))
    }

    /// Imports a feed given as text.
    @discardableResult
    func load(
        _ csv: String, _ change: (inout ImportOptions) -> Void = { _ in }
    ) throws -> Imported {
        let file = folder.appendingPathComponent("feed.csv")
        try Data(csv.utf8).write(to: file)
        let results = folder.appendingPathComponent("results.jsonl")
        var options = ImportOptions(file: file.path, actor: actor)
        options.results = results.path
        change(&options)
        let ending = try ImportJob(options, into: place).run()
        let text = try String(contentsOf: results, encoding: .utf8)
        return Imported(
            ending: ending,
            results: try text.split(separator: "\n").map { try ResultLine(json: String($0)) })
    }

    /// Carries one action out.
    func act(_ cells: KeyValuePairs<String, String>) throws -> UserActionEnding {
        try UserActionJob(
            cells.map { (column: $0.key, value: $0.value) }, in: place, actor: actor
        ).run()
    }

    /// Everything that the directory holds of its users, as lines.
    func export() throws -> [String] {
        var lines: [String] = []
        let directory = try place.openForReading()
        try directory.exportUsers { user in
            lines.append("\(user)")
        }
        return lines
    }
}

/// What an import gave.
struct Imported {
    let ending: ImportEnding
    let results: [ResultLine]

    /// `outcome` or `outcome:headline code` by record.
    var words: [String] {
        results.map { line in
            guard let code = line.codes.first else { return line.outcome }
            return "\(line.outcome):\(code)"
        }
    }
}

/// One line of a results file.
struct ResultLine: Equatable {
    let record: Int
    let outcome: String
    let codes: [String]
    let messages: String
    let detail: String
    let username: String

    init(json: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        record = object?["record"] as? Int ?? 0
        outcome = object?["outcome"] as? String ?? ""
        codes = (object?["issues"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
        messages = object?["messages"] as? String ?? ""
        detail = object?["detail"] as? String ?? ""
        username = object?["username"] as? String ?? ""
    }
}
