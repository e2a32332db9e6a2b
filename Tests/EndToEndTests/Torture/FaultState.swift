import GRDB

/// What a scene's command left, as far as two runs of it have to leave the same.
struct FaultState: Equatable {
    /// What is the same, by name.
    private(set) var parts: [String: String] = [:]

    /// Looks at everything, after what goes on with it has been run.
    init(of place: Workplace, after scene: FaultScene, output: String) throws {
        note(outputsOf: scene, in: place)
        for words in scene.after {
            let ending = place.start(words).end()
            parts[words.joined(separator: " ")] = "\(ending.status)"
        }
        if scene.words == ["users", "export"] { parts["output"] = output }
        // A reader in this process cannot make the index of the log, which a writer can.
        let held = try DatabaseQueue(path: place.path("muster.sqlite"))
        try held.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM users") }
        defer { withExtendedLifetime(held) {} }
        let contents = try place.contents()
        parts["users"] = contents.export
        parts["groups"] = contents.groups
        parts["mails"] = contents.mails.joined(separator: "\n")
        let directory = DirectoryFile(place)
        parts["versions"] = try directory.texts(
            "SELECT username_key || ' ' || version FROM users ORDER BY 1"
        ).joined(separator: "\n")
        parts["names"] = place.names.filter {
            !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") && !Self.isOfSomebodyAtWork($0)
        }.joined(separator: "\n")
        parts["temporary"] = place.names(in: "tmp").joined(separator: "\n")
        let run = try directory.texts("SELECT name FROM runs ORDER BY id DESC LIMIT 1").first
        if let run {
            let folder = "muster.runs/\(run)"
            parts["run"] = place.names(in: folder).filter {
                !$0.hasPrefix(".") && !Self.isOfSomebodyAtWork("\(folder)/\($0)")
            }.joined(separator: "\n")
        }
        parts["integrity"] = try directory.texts("PRAGMA integrity_check").joined()
        let verdict = place.muster("audit", "verify")
        parts["audit"] = "\(verdict.status)"
    }

    private init() {}

    /// The files alone.
    static func outputs(of scene: FaultScene, in place: Workplace) -> FaultState {
        var state = FaultState()
        state.note(outputsOf: scene, in: place)
        return state
    }

    private mutating func note(outputsOf scene: FaultScene, in place: Workplace) {
        for name in scene.files { parts[name] = (try? place.read(name)) ?? "(none)" }
        for name in scene.shapes { parts[name] = Self.shape(of: name, in: place) }
    }

    /// Whether a file has a name that it has only while somebody is at work.
    static func isOfSomebodyAtWork(_ name: String) -> Bool {
        name.contains(
            #/\.partial|\.new-|\.key\.|head\.|muster-feed|\/input$|secrets-file|report-rows|eml\./#)
    }

    /// What is the same in each of two files that hold times or secrets.
    private static func shape(of name: String, in place: Workplace) -> String {
        if name.hasSuffix(".sqlite") { return copyText(place.path(name)) }
        if name.hasSuffix("outbox") {
            return place.names(in: name).filter { !$0.hasPrefix(".") }.map { mail in
                let text = (try? place.read("\(name)/\(mail)")) ?? ""
                return "\(mail) \(text.hasSuffix("--\r\n"))"
            }.joined(separator: "\n")
        }
        guard let text = try? place.read(name) else { return "(none)" }
        if name.hasSuffix(".html") { return "\(text.hasSuffix("</html>\n"))" }
        let lines = text.split(separator: "\n")
        // How many figures there are depends on what there is to say, such as that of guards.
        return name == "metrics.txt" ? "\(lines.count > 1)" : "\(lines.count)"
    }

    private static func copyText(_ path: String) -> String {
        var configuration = Configuration()
        configuration.readonly = true
        let text = try? DatabaseQueue(path: path, configuration: configuration).read {
            try String.fetchAll(
                $0,
                sql: """
                    SELECT integrity_check FROM pragma_integrity_check
                    UNION ALL SELECT username_key || version FROM users
                    """
            ).joined(separator: "\n")
        }
        return text ?? "(unreadable)"
    }

    /// How one part is not as in a model; nil: it is.
    func difference(from model: FaultState, in name: String) -> String? {
        Difference(parts[name] ?? "", model.parts[name] ?? "").map { "\(name): \($0)" }
    }

    /// The first part that is not as in a model; nil: all are.
    func difference(from model: FaultState) -> String? {
        for (name, text) in parts.sorted(by: { $0.key < $1.key }) {
            guard let expected = model.parts[name] else { return "\(name) is not in the model" }
            if let difference = Difference(text, expected) { return "\(name): \(difference)" }
        }
        return nil
    }

    /// The same with some parts as another state has them.
    func keeping(_ names: [String], of other: FaultState) -> FaultState {
        var state = self
        for name in names { state.parts[name] = other.parts[name] }
        return state
    }
}
