import Foundation
import Synchronization
import Testing

/// The help of every command, whole.
@Suite struct HelpTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Help")
    private static let updates = ProcessInfo.processInfo.environment["MUSTER_UPDATE_HELP"] == "1"
    /// Lines of a screen; what most commands keep to, and the largest ones.
    private static let linesMax = 36
    private static let largest: [String: Int] = [
        "muster": 50, "muster import": 50, "muster plan make": 50, "muster user": 50,
    ]

    /// What was asked before, by its words.
    private static let answers = Mutex<[[String]: ProcessEnding]>([:])

    private static func help(_ command: CommandTree.Command, _ option: String = "--help") throws
        -> ProcessEnding
    {
        let words = command.words + [option]
        if let known = answers.withLock({ $0[words] }) { return known }
        let place = try Workplace()
        place.environment["COLUMNS"] = "80"
        let ending = place.start(words).end()
        answers.withLock { $0[words] = ending }
        return ending
    }

    private static func name(_ command: CommandTree.Command) -> String {
        (["muster"] + command.words).joined(separator: "-") + ".txt"
    }

    /// `MUSTER_UPDATE_HELP=1` writes what the program prints now: look at the difference.
    @Test(arguments: CommandTree.all) func helpIsAsItIsKept(command: CommandTree.Command) throws {
        let ending = try Self.help(command)
        #expect(ending.status == 0 && ending.error.isEmpty)
        let file = Self.folder.appendingPathComponent(Self.name(command))
        if Self.updates { try Data(ending.output.utf8).write(to: file) }
        let kept = try? String(contentsOf: file, encoding: .utf8)
        #expect(
            ending.output == kept,
            "\(command) --help has changed; MUSTER_UPDATE_HELP=1 swift test --filter HelpTests")
    }

    @Test func noHelpIsKeptOfACommandThatIsGone() throws {
        let names = Set(CommandTree.all.map(Self.name))
        for file in try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        where !names.contains(file) {
            if Self.updates {
                try FileManager.default.removeItem(at: Self.folder.appendingPathComponent(file))
            } else {
                #expect(Bool(false), "\(file) is of no command")
            }
        }
    }

    @Test(arguments: CommandTree.all) func helpFitsAScreen(command: CommandTree.Command) throws {
        let text = try Self.help(command).output
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        for line in lines where line.count > 80 { #expect(Bool(false), "\(line)") }
        let allowed = Self.largest["\(command)"] ?? Self.linesMax
        #expect(lines.count <= allowed, "\(command): \(lines.count) lines")
    }

    @Test(arguments: CommandTree.all)
    func helpHasAnExampleOfItsCommand(command: CommandTree.Command) throws {
        let text = try Self.help(command).output
        #expect(text.contains("\nEXAMPLES:\n  "), "\(command)")
        #expect(
            command.examples.contains { $0.contains("\(command)") || command.words.last == "make" })
        for example in command.examples { #expect(text.contains("  \(example)\n")) }
    }

    /// What the short help leaves out is told, and stands in the full one.
    @Test(arguments: CommandTree.all.filter(\.isLeaf))
    func everyOptionIsExplained(command: CommandTree.Command) throws {
        let short = try Self.help(command).output
        let full = try Self.help(command, "--help-hidden").output
        #expect(short.contains("--help-hidden shows every option"))
        for argument in command.node.arguments ?? [] {
            for name in argument.names ?? [] where name.kind == "long" && name.name != "version" {
                if name.name == "help" { continue }
                #expect(full.contains("--\(name.name)"), "--\(name.name) of \(command)")
                #expect(
                    argument.abstract?.isEmpty == false || name.name.hasPrefix("no-"),
                    "--\(name.name) of \(command) says nothing")
                let isShort = short.contains("--\(name.name)")
                #expect(isShort || !argument.shouldDisplay, "--\(name.name) of \(command)")
            }
        }
    }

    /// What a newcomer and the README need is never hidden.
    @Test func whatIsNeededFirstIsInTheShortHelp() throws {
        let command = try #require(CommandTree.all.first { "\($0)" == "muster import" })
        let text = try Self.help(command).output
        for option in [
            "feed", "map", "dry-run", "mode", "results", "rejects", "mail", "allow", "format",
            "directory", "config", "quiet",
        ] { #expect(text.contains("--\(option)"), "--\(option)") }
        let root = try Self.help(#require(CommandTree.all.first)).output
        for words in [
            "muster init", "muster template > users.csv", "muster import users.csv --dry-run",
            "--feed hr --mode full",
        ] { #expect(root.contains(words)) }
    }

    @Test func everyWayToAskShowsTheSame() throws {
        let place = try Workplace()
        place.environment["COLUMNS"] = "80"
        let asked = place.muster("users", "list", "--help").output
        #expect(place.muster("users", "list", "-h").output == asked)
        #expect(place.muster("help", "users", "list").output == asked)
        #expect(place.muster().output == place.muster("--help").output)
    }
}
