import Foundation

/// The commands of the program as it describes them itself, so that a new one is in every test that
/// walks them.
struct CommandTree: Decodable {
    /// One command.
    struct Node: Decodable {
        var commandName: String
        var abstract: String?
        var discussion: String?
        var shouldDisplay: Bool?
        var defaultSubcommand: String?
        var arguments: [Argument]?
        var subcommands: [Node]?
    }

    /// An argument or option.
    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }

        var kind: String
        var shouldDisplay: Bool
        var names: [Name]?
        var valueName: String?
        var abstract: String?
    }

    /// A command with the words that call it; the program itself has none.
    struct Command: CustomStringConvertible {
        var words: [String]
        var node: Node

        var description: String { (["muster"] + words).joined(separator: " ") }

        /// The command does something itself.
        var isLeaf: Bool { (node.subcommands ?? []).isEmpty }

        /// Its examples, each a line for a shell.
        var examples: [String] {
            (node.discussion ?? "").split(separator: "\n", omittingEmptySubsequences: false)
                .drop { $0 != "Examples:" }.dropFirst().prefix { $0.hasPrefix("  ") }
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    var command: Node

    /// All commands that a help lists, and the program itself.
    static let all: [Command] = {
        guard let place = try? Workplace() else { return [] }
        let text = place.muster("--experimental-dump-help").output
        guard let tree = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else {
            preconditionFailure("the commands cannot be read: \(text.prefix(200))")
        }
        return commands(tree.command, [])
    }()

    private static func commands(_ node: Node, _ words: [String]) -> [Command] {
        [Command(words: words, node: node)]
            + (node.subcommands ?? []).filter {
                $0.shouldDisplay != false && $0.commandName != "help"
            }.flatMap { commands($0, words + [$0.commandName]) }
    }
}
