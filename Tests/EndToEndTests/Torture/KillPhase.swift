import Testing

/// Where in a run a kill fell, as the directory shows.
enum KillPhase: String, CaseIterable {
    /// Nothing was written since the command began: it was reading, or preparing.
    case deciding = "before writing"
    /// The run was opened or went on, and did not end.
    case applying = "in the apply phase"
    /// The run had ended, its process had not.
    case ending = "behind the last commit"
}

/// How far the newest run of a directory has come.
struct RunProgress: Equatable {
    var run = 0
    var name = ""
    var state = ""
    /// The last record that is applied.
    var record = 0

    /// Looks; a directory that is not there yet has no run.
    init(of place: Workplace) throws {
        guard place.names.contains("muster.sqlite") else { return }
        let text = try DirectoryFile(place).texts(
            """
            SELECT runs.id || ' ' || name || ' ' || state || ' ' || coalesce(max(last_record), 0)
            FROM runs LEFT JOIN run_chunks ON run_id = runs.id
            GROUP BY runs.id ORDER BY runs.id DESC LIMIT 1
            """
        ).first
        guard let words = text?.split(separator: " "), words.count == 4 else { return }
        (run, name, state) = (Int(words[0]) ?? 0, String(words[1]), String(words[2]))
        record = Int(words[3]) ?? 0
    }

    /// The phase of a kill between then and now.
    func phase(since before: RunProgress) -> KillPhase {
        if self == before { return .deciding }
        return state == "finished" ? .ending : .applying
    }
}
