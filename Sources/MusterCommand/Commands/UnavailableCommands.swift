import ArgumentParser
import Muster

/// A command that is planned, and that this version refuses with 64 whatever follows it.
protocol UnavailableCommand: ParsableCommand {
    /// The command as one types it after `muster`.
    static var fullName: String { get }
}

extension UnavailableCommand {
    static var fullName: String { configuration.commandName ?? "" }

    static func unavailable(_ name: String, _ abstract: String) -> CommandConfiguration {
        CommandConfiguration(
            commandName: name, abstract: "\(abstract) (not available yet)",
            discussion: "This version does not have the command; it ends with 64.")
    }

    func run() throws { throw Availability.refusal("muster \(Self.fullName)") }
}

/// The commands that come later.
enum UnavailableCommands {
    static let all: [any ParsableCommand.Type] = [Report.self, Doctor.self]

    struct Report: UnavailableCommand {
        static let configuration = unavailable("report", "Shows a feed's figures over time")
        @Argument(parsing: .allUnrecognized, help: .hidden) var words: [String] = []
    }

    struct Doctor: UnavailableCommand {
        static let configuration = unavailable("doctor", "Checks directory and configuration")
        @Argument(parsing: .allUnrecognized, help: .hidden) var words: [String] = []
    }
}
