import Foundation
import Testing

/// `--format json` of every command, against `docs/json-output.md`.
@Suite struct JSONOutputTests {
    /// Calls of a command in a prepared place, where the bare command is not enough; `RUN` is the
    /// import of `hr.csv`.
    static let calls: [String: [[String]]] = [
        "muster check-profile": [["hr.csv", "--feed", "hr", "--show-values"], ["users.csv"]],
        "muster import": [
            ["hr-next.csv", "--feed", "hr"], ["hr.csv", "--dry-run"], ["users.csv", "--feed", "x"],
            ["empty.csv", "--feed", "hr", "--mode", "full"], ["-"],
        ],
        "muster plan": [["hr-next.csv", "--feed", "hr", "--out", "new.plan"]],
        "muster plan show": [
            ["hr.plan"], ["hr.plan", "--outcome", "updated"], ["hr.plan", "--limit", "0"],
        ],
        "muster apply": [["hr.plan"]],
        "muster undo": [["RUN"], ["RUN", "--dry-run"]],
        "muster explain": [["RUN", "38"], ["RUN", "1"], ["RUN", "user7"]],
        "muster user": [
            ["update", "ada", "--department", "Sales"], ["generate-backup-code", "ada", "2"],
            ["disable", "nobody"], ["view-groups", "ada", "--dry-run"],
        ],
        "muster users find": [["a"], ["nobody at all"]],
        "muster users list": [[], ["--state", "disabled"]],
        "muster groups show": [["staff"]],
        "muster groups create": [["more"], ["rules", "--device-limit", "2"]],
        "muster groups delete": [["staff", "--force"]],
        "muster apps show": [["wiki"]],
        "muster apps create": [["more"]],
        "muster apps delete": [["wiki"]],
        "muster apps grant": [["crm", "--group", "staff", "--user", "ada"]],
        "muster apps revoke": [["wiki", "--user", "ada"]],
        "muster onboarding complete": [
            ["--token-file", "token", "--password-file", "password"],
            ["--token-file", "grant", "--password-file", "password"],
        ],
        "muster onboarding remind": [[], ["--never-mailed", "--dry-run"]],
        "muster mail deliver": [["--transport", "folder:more"]],
        "muster mail preview": [[], ["reminder", "--language", "de"]],
        "muster mail templates": [["more-templates"]],
        "muster login check": [
            ["ada", "--password-file", "password", "--device", "pc", "--start-session"],
            ["ada", "--impersonation-file", "grant"], ["nobody"], ["li"],
        ],
        "muster runs list": [[], ["--feed", "hr"]],
        "muster runs show": [["RUN"]],
        "muster runs prune": [["--keep", "0"], ["--keep", "1", "--dry-run"]],
        "muster backup": [["copy.sqlite"]],
    ]

    /// Commands that print a feed.
    private static let feeds: Set<String> = ["muster template", "muster users export"]

    static let commands = CommandTree.all.filter { $0.isLeaf }.filter {
        !feeds.contains("\($0)") && "\($0)" != "muster resume"
    }

    /// `muster plan make` is written without its last word.
    private static func title(_ command: CommandTree.Command) -> String {
        "\(command)" == "muster plan make" ? "muster plan" : "\(command)"
    }

    private static func check(_ output: String, of title: String, _ words: [String]) throws {
        let section = try #require(
            DocumentedShapes().section(of: title), "docs/json-output.md has no \(title)")
        let value = try? JSONText(output)
        guard let value else {
            #expect(Bool(false), "\(title) \(words) prints no JSON: \(output.prefix(200))")
            return
        }
        #expect(value.type == section.form, "\(title) \(words) prints one \(value.type)")
        let differences: [String]
        if case .array(let elements) = value {
            differences = elements.flatMap {
                DocumentedShapes.differences($0, section.shape, at: "")
            }
        } else {
            differences = DocumentedShapes.differences(value, section.shape, at: "")
        }
        #expect(Set(differences).isEmpty, "\(title) \(words): \(Set(differences).sorted())")
    }

    @Test(arguments: commands) func outputIsAsDocumented(command: CommandTree.Command) throws {
        let title = Self.title(command)
        for words in Self.calls[title] ?? [[]] {
            let (place, run) = try PreparedPlace.copy()
            try place.write("username,email\n", to: "empty.csv")
            if title == "muster init" {
                for name in ["muster.sqlite", "muster.key", "muster.yaml"] { place.remove(name) }
            }
            let all = command.words + words.map { $0 == "RUN" ? run : $0 } + ["--format", "json"]
            let ending = place.start(all).end(input: Array("username,email\nz,z@z.example\n".utf8))
            // A file that cannot be used at all is an error, which stays text.
            if ending.status > 2 {
                #expect(ending.output.isEmpty && ending.error.hasPrefix("muster: "), "\(all)")
                continue
            }
            #expect(!ending.output.contains(/":\s*-?[0-9]+[.,e][0-9]/), "\(all): plain digits")
            try Self.check(ending.output, of: title, words)
        }
    }

    @Test func aListOfMailsIsAsDocumented() throws {
        for words in [["--list"], ["--user", "ada"], ["--state", "sent"]] {
            let (place, _) = try PreparedPlace.copy()
            let ending = place.start(["mail", "status", "--format", "json"] + words).end()
            try Self.check(ending.output, of: "muster mail status --list", words)
        }
    }

    @Test func aResumedRunIsAsDocumented() throws {
        let (place, run) = try ResumeTests.interrupted()
        let ending = place.muster("resume", run, "--format", "json")
        try Self.check(ending.output, of: "muster resume", [run])
    }

    @Test func everySectionIsOfACommandAndEveryCommandHasOne() throws {
        let titles = Set(CommandTree.all.filter { $0.isLeaf }.map(Self.title))
        let documented = Set(try DocumentedShapes().titles)
        #expect(titles.subtracting(documented).isEmpty)
        #expect(documented.subtracting(titles) == ["muster mail status --list"])
    }

    /// What cannot be done is said on standard error, and standard output stays empty.
    @Test(
        arguments: [
            (["import", "nowhere.csv"], 66), (["runs", "show", "nothing"], 1),
            (["groups", "show", "nothing"], 1), (["users", "list", "--state", "odd"], 64),
            (["apply", "nowhere.plan"], 66),
        ] as [([String], Int32)]) func errorsStayText(words: [String], status: Int32) throws
    {
        let (place, _) = try PreparedPlace.copy()
        let ending = place.start(words + ["--format", "json"]).end()
        #expect(ending.status == status && ending.output.isEmpty)
        #expect(ending.error.hasPrefix("muster: ") && ending.error.contains("]\n"))
    }

    @Test func anExportIsAFeed() throws {
        let (place, _) = try PreparedPlace.copy()
        let ending = place.muster("users", "export", "--format", "json")
        #expect(ending.lines.count > 40)
        for line in ending.lines { #expect(try JSONText(line).type == "object") }
        #expect(place.muster("template", "--format", "json").status == 64)
    }
}
