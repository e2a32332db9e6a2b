/// A call of the program at which it can be killed, and how.
struct CallPoint: CustomStringConvertible {
    /// Its number among the calls that a rule `any` counts, from 1.
    var number: Int
    var call: String
    /// What kind of file it is about, whatever its name in this run.
    var file: String
    /// `kill` before the call, `after` it, or `tear`: after half of a write.
    var action: String

    var description: String { "\(action) \(call) \(file) (call \(number))" }
    var rule: String { "any:\(number):\(action)" }

    /// A line of the library of faults: "write /folder/results.csv".
    init?(_ line: some StringProtocol, number: Int, action: String, in place: Workplace) {
        let words = line.split(separator: " ", maxSplits: 1)
        guard words.count == 2 else { return nil }
        self.number = number
        call = String(words[0])
        file = Self.kind(of: String(words[1]), in: place)
        self.action = action
    }

    static let actions = ["kill", "after", "tear"]

    /// All calls of a command, each before, after and in the midst of it.
    static func all(of calls: [String], in place: Workplace) -> [CallPoint] {
        calls.enumerated().flatMap { index, line in
            actions.compactMap { action in
                guard action != "tear" || line.hasPrefix("write ") else { return nil }
                return CallPoint(line, number: index + 1, action: action, in: place)
            }
        }
    }

    /// So many of them, or as many as it takes: among them is each call and, where that is wanted, each
    /// kind of file.
    static func some(
        _ count: Int, of all: [CallPoint], eachFile: Bool, _ random: inout SeededRandom
    ) -> [CallPoint] {
        var unseen = Set(all.map(\.call))
        if eachFile { unseen.formUnion(all.map(\.file)) }
        var picked: [CallPoint] = []
        var rest: [CallPoint] = []
        for point in all.shuffled(using: &random) {
            if unseen.contains(point.call) || unseen.contains(point.file) {
                picked.append(point)
                unseen.subtract([point.call, point.file])
            } else {
                rest.append(point)
            }
        }
        return picked + rest.prefix(max(0, count - picked.count))
    }

    private static func kind(of path: String, in place: Workplace) -> String {
        var name = String(path.split(separator: "/").last ?? "")
        if name.hasSuffix(".partial") {
            // `.NAME.PROCESS.NUMBER.partial`
            name = name.dropFirst().split(separator: ".").dropLast(3).joined(separator: ".")
        }
        if name.isEmpty || path.hasSuffix(" (deleted)") { return "file without a name" }
        if name.contains(".eml") { return "mail" }
        if name.contains("copy.sqlite") { return "copy" }
        let marks = [
            ("muster.sqlite.new", "directory being made"), ("muster.key", "key"),
            ("muster.audit-head", "audit head"),
        ]
        if let mark = marks.first(where: { name.hasPrefix($0.0) }) { return mark.1 }
        let isInRun = path.contains("muster.runs/")
        let isFolder = !name.contains(".") && name != "secrets-file" && name != "input"
        if path == place.folder || path == "." || path.hasSuffix("muster.runs") { return "folder" }
        if path.hasPrefix("pipe:") || path.hasPrefix("socket:") { return "pipe" }
        if isInRun { return isFolder ? "folder" : "run's \(name)" }
        return name
    }
}
