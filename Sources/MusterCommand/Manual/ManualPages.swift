import ArgumentParser

/// The manual: a page for the program, and one for each of its commands with all that is below it.
///
/// They say what the help says, made from the same descriptions, and all options: the help leaves
/// those out that hardly anybody needs.
struct ManualPages {
    private let root: CommandDescription
    private let version: String
    /// Options that every command takes; they stand in muster(1).
    private static let everywhere: Set<String> = [
        "directory", "config", "format", "actor", "quiet", "verbose", "color", "help", "version",
    ]

    init(_ root: CommandDescription, version: String) {
        self.root = root
        self.version = version
    }

    /// Names of files and their text.
    var all: [(name: String, text: String)] {
        [(name: "muster.1", text: mainPage)]
            + root.shown.map { ("muster-\($0.commandName).1", page($0)) }
    }

    // MARK: muster(1)

    private var mainPage: String {
        var page = RoffText(title: "muster", version: version)
        page.heading("Name")
        page.line("muster - \(Self.lowered(root.abstract ?? ""))")
        page.heading("Synopsis")
        page.line("muster COMMAND [OPTIONS]")
        describe(root, in: &page)
        page.heading("Commands")
        for command in root.shown {
            page.item(
                RoffText.bold("muster-\(command.commandName)") + "(1)", command.abstract ?? "")
        }
        page.heading("Options")
        page.line("Every command takes these; what else it takes stands in its own page.")
        let common = root.shown.first { $0.commandName == "import" }?.arguments ?? []
        for option in common where Self.everywhere.contains(option.longName ?? "") {
            page.item(Self.term(option), option.text)
        }
        examples(root, in: &page)
        page.heading("Exit status")
        for (status, meaning) in Self.statuses { page.item(RoffText.bold(status), meaning) }
        page.heading("Environment")
        page.item(RoffText.bold("MUSTER_DIRECTORY"), "The directory, where no option names one.")
        page.item(RoffText.bold("NO_COLOR"), "Set to anything: no colour.")
        page.item(RoffText.bold("COLUMNS"), "Columns of a help text.")
        page.heading("Files")
        for (path, meaning) in Self.files { page.item(RoffText.italic(path), meaning) }
        return page.text
    }

    private static let statuses = [
        ("0", "All records were accepted."),
        ("1", "Finished; some records were rejected, or the answer is no."),
        ("2", "Stopped by a guard, or a plan or a resume is stale: nothing was applied."),
        ("3", "Interrupted; muster resume carries it on."),
        ("64", "The command line is wrong."), ("65", "The file is malformed as a whole."),
        ("66", "The file or the directory is missing."),
        ("69", "The mail server cannot be reached."), ("70", "An internal fault."),
        ("73", "An output cannot be created."), ("74", "Reading or writing failed."),
        ("75", "The directory is busy; try again."), ("78", "The configuration is wrong."),
    ]

    private static let files = [
        ("muster.sqlite", "The directory: users, groups, queue and history."),
        ("muster.key", "Its key, beside it; without it nothing can be sealed or verified."),
        ("muster.yaml", "The configuration, beside it."),
        ("muster.runs/RUN/", "What a run left: results, rejects, summary and report."),
    ]

    // MARK: Commands

    private func page(_ command: CommandDescription) -> String {
        let name = "muster \(command.commandName)"
        var page = RoffText(title: "muster-\(command.commandName)", version: version)
        page.heading("Name")
        page.line(
            "\(name.replacing(" ", with: "-")) - \(Self.lowered(command.abstract ?? ""))")
        page.heading("Synopsis")
        synopsis(command, called: name, in: &page)
        describe(command, in: &page)
        options(command, in: &page)
        for below in command.shown {
            let name = "\(name) \(below.commandName)"
            page.heading(name)
            page.line(below.abstract ?? "")
            synopsis(below, called: name, in: &page)
            paragraphs(below, in: &page)
            options(below, in: &page, asHeadings: false)
            let lines = HelpText.examples(in: below.discussion ?? "")
            if !lines.isEmpty { page.verbatim(lines) }
        }
        examples(command, in: &page)
        page.heading("See also")
        page.line("muster(1)")
        return page.text
    }

    private func synopsis(
        _ command: CommandDescription, called name: String, in page: inout RoffText
    ) {
        let lines =
            Self.usage(of: name).map { [$0] } ?? [
                "\(name) \(command.shown.isEmpty ? "" : "COMMAND ")[OPTIONS]"
            ]
        page.verbatim(lines.flatMap { $0.split(separator: "\n").map(String.init) })
    }

    /// The usage that a command states itself.
    private static func usage(of name: String) -> String? {
        var command: any ParsableCommand.Type = MusterMain.self
        for word in name.split(separator: " ").dropFirst() {
            guard
                let next = command.configuration.subcommands.first(where: {
                    $0.configuration.commandName == String(word)
                })
            else { return nil }
            command = next
        }
        return command.configuration.usage
    }

    private func describe(_ command: CommandDescription, in page: inout RoffText) {
        guard command.discussion?.hasPrefix("Examples:") == false else { return }
        page.heading("Description")
        paragraphs(command, in: &page)
    }

    /// The discussion without its examples; indented lines stay as they are.
    private func paragraphs(_ command: CommandDescription, in page: inout RoffText) {
        let lines = (command.discussion ?? "").split(
            separator: "\n", omittingEmptySubsequences: false)
        for block in lines.prefix(while: { $0 != "Examples:" }).split(separator: "") {
            let plain = block.filter { !$0.hasPrefix("  ") }
            let kept = block.filter { $0.hasPrefix("  ") }
            page.paragraph(plain.joined(separator: " "))
            if !kept.isEmpty { page.verbatim(kept.map(String.init)) }
        }
    }

    private func options(
        _ command: CommandDescription, in page: inout RoffText, asHeadings: Bool = true
    ) {
        let all = command.arguments ?? []
        let own = all.filter { option in
            guard let name = option.longName else { return true }
            // `--no-mail` stands beside `--mail`.
            let isOpposite = all.contains { "no-\($0.longName ?? "")" == name }
            return !Self.everywhere.contains(name) && !isOpposite
        }
        guard !own.isEmpty else { return }
        if asHeadings { page.heading("Options") }
        var titles: [String] = []
        for title in own.map({ $0.sectionTitle ?? "" }) where !titles.contains(title) {
            titles.append(title)
        }
        for title in titles {
            if !title.isEmpty { page.subheading(title) }
            for option in own where (option.sectionTitle ?? "") == title {
                let opposite = all.first { $0.longName == "no-\(option.longName ?? "")" }
                let terms = [option, opposite].compactMap { $0.map(Self.term) }
                page.item(terms.joined(separator: ", "), option.text)
            }
        }
        page.paragraph("Options of every command, such as --directory: see muster(1).")
    }

    private func examples(_ command: CommandDescription, in page: inout RoffText) {
        let lines = HelpText.examples(in: command.discussion ?? "")
        guard !lines.isEmpty else { return }
        page.heading("Examples")
        page.verbatim(lines)
    }

    private static func term(_ option: ArgumentDescription) -> String {
        let value = RoffText.italic(option.valueName ?? "")
        if option.isPositional { return value }
        let names = (option.names ?? []).map { RoffText.bold($0.text) }.joined(separator: ", ")
        return option.kind == "flag" ? names : "\(names) \(value)"
    }

    /// A sentence as half of one: `Lists users.` is `lists users`.
    private static func lowered(_ sentence: String) -> String {
        let text = sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...]
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
