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
    static let all: [any ParsableCommand.Type] = [
        Plan.self, Apply.self, Report.self, Resume.self, Undo.self, Explain.self,
        Backup.self, Sweep.self, Doctor.self,
    ]

    struct Plan: UnavailableCommand {
        static let configuration = unavailable("plan", "Decides a file into a plan to review")
        @Argument(parsing: .allUnrecognized, help: .hidden) var words: [String] = []
    }

    struct Apply: UnavailableCommand {
        static let configuration = unavailable("apply", "Carries a reviewed plan out")
        @Argument(parsing: .allUnrecognized, help: .hidden) var words: [String] = []
    }

    struct Report: UnavailableCommand {
        static let configuration = unavailable("report", "Shows a feed's figures over time")
        @Argument(parsing: .allUnrecognized, help: .hidden) var words: [String] = []
    }

    struct Resume: UnavailableCommand {
        static let configuration = unavailable("resume", "Carries an interrupted run on")
        @Argument(parsing: .allUnrecognized, help: .hidden) var words: [String] = []
    }

    struct Undo: UnavailableCommand {
        static let configuration = unavailable("undo", "Takes a run back")
        @Argument(parsing: .allUnrecognized, help: .hidden) var words: [String] = []
    }

    struct Explain: UnavailableCommand {
        static let configuration = unavailable("explain", "Says why a record got its outcome")
        @Argument(parsing: .allUnrecognized, help: .hidden) var words: [String] = []
    }

    struct Backup: UnavailableCommand {
        static let configuration = unavailable("backup", "Copies the directory while it is in use")
        @Argument(parsing: .allUnrecognized, help: .hidden) var words: [String] = []
    }

    struct Sweep: UnavailableCommand {
        static let configuration = unavailable("sweep", "Does the housekeeping")
        @Argument(parsing: .allUnrecognized, help: .hidden) var words: [String] = []
    }

    struct Doctor: UnavailableCommand {
        static let configuration = unavailable("doctor", "Checks directory and configuration")
        @Argument(parsing: .allUnrecognized, help: .hidden) var words: [String] = []
    }
}
