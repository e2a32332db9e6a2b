import ArgumentParser
import FoundationEssentials

/// A command as the parser describes it (`--experimental-dump-help`).
struct CommandDescription: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var shouldDisplay: Bool?
    var arguments: [ArgumentDescription]?
    var subcommands: [CommandDescription]?

    /// The whole program.
    static func root() throws -> CommandDescription {
        struct Program: Decodable { var command: CommandDescription }
        let text = MusterMain._dumpHelp()
        return try JSONDecoder().decode(Program.self, from: Data(text.utf8)).command
    }

    /// The commands below that a help lists.
    var shown: [CommandDescription] {
        (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    }
}

/// An argument, an option or a flag.
struct ArgumentDescription: Decodable {
    struct Name: Decodable {
        var kind: String
        var name: String

        /// As it is typed: `--feed`, `-q`.
        var text: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }

    var kind: String
    var sectionTitle: String?
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var abstract: String?

    var isPositional: Bool { kind == "positional" }

    /// Its long name without the hyphens; a positional one has none.
    var longName: String? { names?.first { $0.kind == "long" }?.name }

    /// What it does, with the values that it takes.
    var text: String {
        var parts = [abstract ?? ""]
        var remarks: [String] = []
        if let allValues, !allValues.isEmpty {
            remarks.append("values: \(allValues.joined(separator: ", "))")
        }
        if let defaultValue { remarks.append("default: \(defaultValue)") }
        if !remarks.isEmpty { parts.append("(\(remarks.joined(separator: "; ")))") }
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
}
