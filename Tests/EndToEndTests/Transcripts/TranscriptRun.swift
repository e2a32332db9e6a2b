import Foundation
import Glibc

/// Carries out what a document tells, in a folder of its own, and compares what comes.
final class TranscriptRun {
    /// Folders that documents name from the root on; they are at work in the first.
    private static let folders = [
        "/srv/muster", "/srv/backup", "/srv/feeds", "/srv/keys",
        "/var/lib/prometheus/node-exporter",
    ]

    let document: String
    private(set) var lines: [String]
    /// What is not as the document says.
    private(set) var findings: [String] = []
    private let isUpdating: Bool
    private let rewrites: Bool
    /// What stands for each of them in this test: of the same length, so that what is printed is
    /// wrapped in the same places.
    private let twins: [String]
    /// What a document shows, and what it is this time.
    private var names: [(shown: String, found: String)] = []
    private var recent: [String: [String]] = [:]

    init(_ document: String, isUpdating: Bool, rewrites: Bool = false) throws {
        self.document = document
        self.isUpdating = isUpdating
        self.rewrites = rewrites
        let text = try String(
            contentsOf: Self.root.appendingPathComponent(document), encoding: .utf8)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        twins = try Self.folders.map { try Self.twin(of: $0) }
    }

    deinit { for twin in twins { try? FileManager.default.removeItem(atPath: twin) } }

    /// Makes a folder whose path is as long as another one.
    private static func twin(of path: String) throws -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        let stem = "/tmp/"
        for _ in 0..<100 {
            let name = (0..<path.count - stem.count).map { _ in
                letters.randomElement() ?? "x"
            }
            if mkdir(stem + String(name), 0o755) == 0 { return stem + String(name) }
        }
        throw NoFolder()
    }

    struct NoFolder: Error {}

    /// Documents are at work as `grace`, whoever runs the tests; `audit show` takes the name otherwise.
    private static let asGrace = """
        muster() {
          case " $* " in
            *" --actor "* | " audit show "* | *" --help "* | " --version "*) command muster "$@" ;;
            *) command muster "$@" --actor grace ;;
          esac
        }
        """

    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Runs all of it; documents without a transcript take no time.
    func run() throws {
        let blocks = DocumentBlock.all(in: lines)
        guard blocks.contains(where: \.isRun) else { return }
        let folder = twins[0]
        if lines.contains(where: { $0.contains("samples/") }) {
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/samples",
                withDestinationPath: Self.root.appendingPathComponent("samples").path)
        }
        let programs = BuiltBinary.folder
        let shell = try TerminalShell(
            folder: folder,
            environment: [
                "PATH": "\(programs):/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no",
                "TERM": "dumb", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": folder,
            ])
        guard shell.run(Self.asGrace) != nil else { throw NoFolder() }
        var shift = 0
        for block in blocks {
            if let file = block.file, !block.isRun {
                try write(block, to: file)
            }
            guard block.isRun else { continue }
            let isSetup = block.language == "setup"
            var commands =
                isSetup ? [TranscriptCommand.setup(of: block)] : TranscriptCommand.all(in: block)
            for index in commands.indices {
                guard try carryOut(&commands[index], in: shell) else { return }
            }
            guard isUpdating, !isSetup else { continue }
            let body = commands.flatMap(\.lines).map { $0.isEmpty ? "" : block.indent + $0 }
            let start = block.line + shift
            lines.replaceSubrange(start..<start + block.body.count, with: body)
            shift += body.count - block.body.count
        }
    }

    /// Writes the document as it is now.
    func save() throws {
        let text = lines.joined(separator: "\n")
        try Data(text.utf8).write(to: Self.root.appendingPathComponent(document))
    }

    /// false: the shell has ended.
    private func carryOut(_ command: inout TranscriptCommand, in shell: TerminalShell) throws
        -> Bool
    {
        if isUpdating { command.text = named(command.text) }
        guard let (raw, status) = shell.run(here(command.text)) else {
            findings.append("\(document):\(command.line): the shell ended: \(command.text)")
            return false
        }
        let printed = raw.map(asShown)
        let known = Set(names.map(\.shown))
        let isSame = VaryingText.matches(command.expected[...], printed[...], known: known)
        let isWhole = !command.expected.contains("...")
        if !isSame || status != command.status || rewrites && isWhole {
            findings.append(
                """
                \(document):\(command.line): $ \(command.text)
                expected:
                \(command.expected.joined(separator: "\n"))
                (exit status \(command.status))
                printed:
                \(printed.joined(separator: "\n"))
                (exit status \(status))
                """)
            if isUpdating {
                command.expected = VaryingText.merged(command.expected, printed, known: known)
                command.status = status
            }
        }
        learn(from: command.expected, printed)
        return true
    }

    /// Remembers which names of the document stand for which printed ones.
    private func learn(from expected: [String], _ printed: [String]) {
        for (shown, found) in VaryingText.pairs(expected, printed) {
            let both = zip(VaryingText.normal(shown).found, VaryingText.normal(found).found)
            for (old, new) in both where VaryingText.rules[old.rule].isName {
                let isKnown = names.contains { $0.shown == old.text || $0.shown == new.text }
                if !isKnown { names.append((old.text, new.text)) }
                let rule = VaryingText.rules[old.rule].name
                if recent[rule]?.contains(old.text) != true {
                    recent[rule, default: []].insert(old.text, at: 0)
                }
            }
        }
    }

    /// A printed line in the words of the document: its folders and its names, and nothing of what
    /// was added to its commands.
    private func asShown(_ line: String) -> String {
        var line = zip(Self.folders, twins).reduce(line) { $0.replacing($1.1, with: $1.0) }
        for (shown, found) in names { line = line.replacing(found, with: shown) }
        return line.replacing(" --actor grace", with: "")
    }

    /// A command for this test's folder, with this time's names.
    private func here(_ text: String) -> String {
        var text = text
        for (shown, found) in names { text = text.replacing(shown, with: found) }
        return inFolder(text)
    }

    private func inFolder(_ text: String) -> String {
        zip(Self.folders, twins).reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    /// `@RUN` is the newest run that the document has shown, `@RUN2` the one before, and so on.
    private func named(_ text: String) -> String {
        text.replacing(/@(RUN|SESSION)(\d?)/) { match in
            let index = (Int(match.output.2) ?? 1) - 1
            let known = recent[String(match.output.1)] ?? []
            return index < known.count ? known[index] : String(match.output.0)
        }
    }

    private func write(_ block: DocumentBlock, to file: String) throws {
        let path = file.hasPrefix("/") ? inFolder(file) : twins[0] + "/" + file
        // A file whose folder no command uses is for the eye alone.
        guard !file.hasPrefix("/") || path != file else { return }
        try FileManager.default.createDirectory(
            atPath: URL(filePath: path).deletingLastPathComponent().path,
            withIntermediateDirectories: true)
        let text = inFolder(block.body.joined(separator: "\n") + "\n")
        if block.language == "sh" {
            try ChildProcess.writeProgram(text, to: path)
        } else {
            try Data(text.utf8).write(to: URL(filePath: path))
        }
    }
}
