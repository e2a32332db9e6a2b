import Foundation
import Testing

/// A command in a place where it has something to do, and how a person goes on when it was killed.
struct KillableCommand: CustomTestStringConvertible, Sendable {
    var name: String
    /// Points at which it is killed every day.
    var points: Int
    /// The place before the command.
    var prepare: @Sendable () throws -> Workplace
    /// What is done first in each copy of it, for what keeps the names of its folders.
    var settle: @Sendable (Workplace) throws -> Void = { _ in }
    var words: @Sendable (Workplace) throws -> [String]
    var status: Int32 = 0
    /// Files that it writes and that must be the same.
    var files: [String] = []
    /// Whether it writes a folder of a run, with a summary.
    var hasSummary = false
    /// Parts of the directory that depend on how often it was begun; see `EndState`.
    var varying: [String] = []
    /// What else must hold in the end; `kills` is how often it was killed.
    var check: @Sendable (Workplace, _ kills: Int, _ label: String) throws -> Void = { _, _, _ in }

    var testDescription: String { name }

    /// A copy of the place, in which the command can be given.
    func copy(_ base: Workplace) throws -> Workplace {
        let place = try Self.copy(base)
        try settle(place)
        return place
    }

    static func copy(_ base: Workplace) throws -> Workplace {
        let place = try Workplace()
        place.binary = base.binary
        for name in base.names {
            try FileManager.default.copyItem(atPath: base.path(name), toPath: place.path(name))
        }
        return place
    }
}

/// What a command that nobody killed leaves.
struct CommandModel {
    var state: EndState
    var files: [String: String]
    var figures: [String: [String: Int]]

    init(_ command: KillableCommand, in place: Workplace) throws {
        state = try EndState(of: place, "\(command.name), uninterrupted")
        files = [:]
        for name in command.files { files[name] = try Self.comparable(name, in: place) }
        figures = command.hasSummary ? try FullModeKillTests.figures(of: place) : [:]
    }

    /// A file's text; of secrets all but the values that are made at random.
    static func comparable(_ name: String, in place: Workplace) throws -> String {
        let text = try place.read(name)
        guard name == "secrets.csv" else { return text }
        return text.split(separator: "\n").map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).prefix(4)
                .joined(separator: ",")
        }.joined(separator: "\n")
    }
}
