import Foundation
import Muster
import Provisioning
import SQLiteDirectory

extension Scenario {
    /// Takes a run back.
    @discardableResult
    func undo(
        _ run: String?, _ change: (inout UndoOptions) -> Void = { _ in }
    ) throws -> Imported {
        let results = folder.appendingPathComponent("undo-\(UUID().uuidString).jsonl")
        var options = UndoOptions(run: run ?? "", actor: actor)
        options.results = results.path
        change(&options)
        let ending = try UndoJob(options, in: place).run()
        let text = try String(contentsOf: results, encoding: .utf8)
        return Imported(
            ending: ending,
            results: try text.split(separator: "\n").map { try ResultLine(json: String($0)) })
    }

    /// Everything that the directory holds of its users but secrets and counters that only go up.
    func snapshot() throws -> [Remembered] {
        let directory = try place.openForReading()
        let groups = try directory.groups()
        let highest = try directory.highestUser()
        guard highest > 0 else { return [] }
        let states = try directory.load((1...highest).map { UserID($0) })
        return states.values.sorted { $0.id < $1.id }.map { Remembered($0, groups) }
    }

    /// Waiting mails: user, kind and occasion.
    func mails() throws -> [String] {
        let directory = try place.openForReading()
        let highest = try directory.highestUser()
        guard highest > 0 else { return [] }
        return try (1...highest).flatMap { user in
            try directory.queuedMails(of: UserID(user)).map {
                "\($0.user.value) \($0.kind.word)"
            }
        }
    }
}

/// A user as they are compared.
struct Remembered: Equatable, CustomStringConvertible {
    var state: UserState
    var groups: [String]

    init(_ state: UserState, _ groups: GroupTable) {
        self.state = state
        self.groups = state.groups.map { groups.name($0) }.sorted()
        self.state.groups = []
        self.state.version = 0
        self.state.onboardingGeneration = 0
        // Whatever is lost with a link or a session is said to be.
        self.state.access.hasLinks = false
        self.state.access.sessions = []
    }

    var description: String { "\(state) \(groups)" }
}
