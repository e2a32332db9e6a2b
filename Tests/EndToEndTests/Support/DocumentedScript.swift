import Foundation

/// A shell script that stands in a document.
struct DocumentedScript {
    var text: String

    /// The scripts of a section, in order.
    static func all(in document: String, section: String) throws -> [DocumentedScript] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appendingPathComponent(document), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { $0 != "## \(section)" }.dropFirst().prefix { !$0.hasPrefix("## ") }
        var scripts: [DocumentedScript] = []
        var script: [Substring]?
        for line in lines {
            let bare = line.drop { $0 == " " }
            if bare == "```sh" {
                script = []
            } else if bare == "```", let lines = script {
                scripts.append(DocumentedScript(text: lines.joined(separator: "\n") + "\n"))
                script = nil
            } else {
                script?.append(line)
            }
        }
        return scripts
    }

    /// Runs it with other paths in the place of those that it names.
    func run(in place: Workplace, replacing paths: [String: String]) -> ProcessEnding {
        var text = text
        for (path, other) in paths { text = text.replacing(path, with: other) }
        let programs = BuiltBinary.folder
        var environment = place.environment
        environment["PATH"] = "\(programs):/usr/bin:/bin"
        return ChildProcess(
            "/bin/sh", ["-c", text], folder: place.folder, environment: environment
        ).end()
    }
}
