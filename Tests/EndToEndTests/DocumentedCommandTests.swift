import Foundation
import Glibc
import Testing

/// Every command line in the documents is one that the program takes.
@Suite struct DocumentedCommandTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let documents: [String] = {
        let folder = root.appendingPathComponent("docs").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return ["README.md"] + names.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
    }()

    private static func text(_ document: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(document), encoding: .utf8)
    }

    /// The words after `muster` of each call in a document: in code blocks and between backticks.
    /// Transcripts are left out: they are run.
    static func calls(in text: String) -> [[String]] {
        var calls: [[String]] = []
        var isCode = false
        let text = text.replacing(/(?s)```console\n.*?```/, with: "")
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.drop(while: { $0 == " " }).hasPrefix("```") {
                isCode.toggle()
            } else if isCode {
                calls += line.matches(of: /(?:^|[ \/|;(])muster (?=[a-z-])(.*)/).map {
                    words(of: String($0.output.1))
                }
            } else {
                calls += line.matches(of: /`muster ([a-z-][^`]*)`/).map {
                    words(of: String($0.output.1))
                }
            }
        }
        return calls
    }

    /// The words of one simple command, as a shell splits it, up to what follows the command.
    private static func words(of line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if "|;&<>#…)".contains(character) || character == "\\" {
                // `list|show` names two commands; the first is looked at.
                break
            } else if character == " " {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    /// Help of a command, asked for once.
    private final class Help: @unchecked Sendable {
        private var known: [[String]: String?] = [:]
        private let place: Workplace

        init() throws { place = try Workplace() }

        /// nil: there is no such command.
        func text(_ command: [String]) -> String? {
            if let text = known[command] { return text }
            let ending = place.start(command + ["--help-hidden"]).end()
            let isOwn = ending.output.contains("USAGE: muster \(command.joined(separator: " "))")
            known[command] = .some(ending.status == 0 && isOwn ? ending.output : nil)
            return known[command] ?? nil
        }
    }

    @Test func commandsAndOptionsExist() throws {
        let help = try Help()
        var count = 0
        for document in Self.documents {
            for words in Self.calls(in: try Self.text(document)) {
                let line = "\(document): muster \(words.joined(separator: " "))"
                var command: [String] = []
                var text: String?
                for word in words.prefix(2) where command.count < 2 {
                    guard word.first != "-", let found = help.text(command + [word]) else { break }
                    command.append(word)
                    text = found
                }
                if words.first?.hasPrefix("-") == true { continue }
                guard let text else {
                    #expect(Bool(false), "no such command: \(line)")
                    continue
                }
                count += 1
                for word in words where word.hasPrefix("--") {
                    let option = String(word.prefix { $0 != "=" })
                    let isKnown = text.split(whereSeparator: { " ,\n/[]<".contains($0) })
                        .contains { $0 == option }
                    #expect(isKnown || option == "--help", "\(option) of \(line)")
                }
            }
        }
        #expect(count > 50, "\(count) calls were found")
    }

    /// Commands in the text that name nothing of the reader's own can be typed as they stand there.
    @Test func commandsInTheTextAreUnderstood() throws {
        var calls: Set<[String]> = []
        for document in Self.documents {
            let text = try Self.text(document).split(separator: "```").enumerated()
                .filter { $0.offset % 2 == 0 }.map(\.element).joined()
            for match in text.matches(of: /`muster ([a-z-][^`|;&<>#…()\\]*)`/) {
                let words = Self.words(
                    of: String(match.output.1.replacing("\n", with: " ")))
                let isOpen = words.contains { word in
                    word.contains(/\b[A-Z]{2,}\b|\.\.\.|^[A-Z]$/) || word == "--watch"
                }
                // Two words may just name a command; that there is one is tested above.
                if !isOpen, words.count > 2 || words.contains(where: { $0.hasPrefix("-") }) {
                    calls.insert(words)
                }
            }
        }
        for words in calls.sorted(by: { $0.joined() < $1.joined() }) {
            let ending = try Workplace().start(words).end()
            #expect(
                ending.status != 64 || ending.error.contains("not part of this version"),
                "muster \(words.joined(separator: " ")): \(ending.error)")
        }
        #expect(calls.count > 5, "\(calls.count) were found")
    }

    /// The night of docs/operating.md, run as it is written there.
    @Test func theNightRunsAsItIsWritten() throws {
        let place = try Workplace()
        for folder in ["figures", "feeds", "backup"] {
            try FileManager.default.createDirectory(
                atPath: place.path(folder), withIntermediateDirectories: false)
        }
        try place.write(
            "username,email,end_date\nada,ada@example.com,2020-01-01\n", to: "feeds/hr.csv")
        let scripts = try DocumentedScript.all(in: "docs/operating.md", section: "The night")
        let night = try #require(scripts.first)
        let paths = [
            "/srv/muster": place.folder, "/srv/feeds": place.path("feeds"),
            "/srv/backup": place.path("backup"),
            "/var/lib/prometheus/node-exporter": place.path("figures"),
        ]
        let ending = night.run(in: place, replacing: paths)
        #expect(ending.status == 0 && ending.output.isEmpty && ending.error.isEmpty, "\(ending)")
        #expect(place.names(in: "figures") == ["muster-hr.prom", "muster-sweep.prom"])
        #expect(place.names(in: "backup").count == 1)
        #expect(place.muster("users", "find", "ada").output.contains("disabled"))
        // A file that did not come is told, and the other steps are done all the same.
        place.remove("feeds/hr.csv")
        let without = night.run(in: place, replacing: paths)
        #expect(without.status == 66 && without.error.contains("[feed.file.missing]"))
        let sweeps = place.muster("runs", "list").lines.filter { $0.contains("\tsweep\t") }
        #expect(sweeps.count == 2)
    }

    /// Shell scripts and units in the documents, as far as this machine can judge them.
    @Test func scriptsAndUnitsAreWellFormed() throws {
        let place = try Workplace()
        var units = 0
        for document in Self.documents {
            let parts = try Self.text(document).components(separatedBy: "```")
            for (index, part) in parts.enumerated() where index % 2 == 1 {
                let body = part.drop { $0 != "\n" }.dropFirst()
                if part.hasPrefix("sh\n") {
                    try place.write(String(body), to: "script")
                    let ending = ChildProcess(
                        "/bin/sh", ["-n", "script"], folder: place.folder,
                        environment: place.environment
                    ).end()
                    #expect(ending.status == 0, "\(document): \(ending.error)\n\(body)")
                }
                guard part.hasPrefix("ini\n"), access("/usr/bin/systemd-analyze", X_OK) == 0
                else { continue }
                units += 1
                // The program of the unit need not be installed here, and its user not exist.
                let unit = String(body).replacing(/ExecStart=\S+/, with: "ExecStart=/bin/true")
                let name = body.contains("[Timer]") ? "muster-night.timer" : "muster-night.service"
                try place.write(String(unit), to: name)
                let ending = ChildProcess(
                    "/usr/bin/systemd-analyze", ["verify", "--man=no", name],
                    folder: place.folder, environment: place.environment
                ).end()
                let own = ending.error.split(separator: "\n").filter { $0.contains("muster-night") }
                #expect(own.isEmpty, "\(document): \(own)")
            }
        }
        print("\(units) units were verified")
    }
}
