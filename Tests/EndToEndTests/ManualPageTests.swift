import Foundation
import Glibc
import Testing

/// The manual pages that `make install` makes.
@Suite struct ManualPageTests {
    private static func pages() throws -> Workplace {
        let place = try Workplace()
        try FileManager.default.createDirectory(
            atPath: place.path("man1"), withIntermediateDirectories: false)
        let ending = place.muster("generate-manual", "man1")
        try #require(ending.status == 0, "\(ending.error)")
        return place
    }

    private static func run(_ program: String, _ words: [String], in place: Workplace)
        -> ProcessEnding
    {
        var environment = place.environment
        environment["MANWIDTH"] = "80"
        environment["LC_ALL"] = "C.UTF-8"
        return ChildProcess(program, words, folder: place.folder, environment: environment).end()
    }

    @Test func thereIsAPageForEachCommand() throws {
        let place = try Self.pages()
        let commands = CommandTree.all.filter { $0.words.count == 1 }.map {
            "muster-\($0.words[0]).1"
        }
        #expect(place.names(in: "man1") == (["muster.1"] + commands).sorted())
    }

    /// groff says nothing about a page that is well formed.
    @Test func pagesAreWellFormed() throws {
        let place = try Self.pages()
        try #require(access("/usr/bin/groff", X_OK) == 0, "groff is missing")
        for name in place.names(in: "man1") {
            let ending = Self.run(
                "/usr/bin/groff",
                ["-man", "-ww", "-z", "-b", "-rCHECKSTYLE=3", "-Tutf8", "-k", "man1/\(name)"],
                in: place)
            #expect(ending.status == 0 && ending.error.isEmpty, "\(name): \(ending.error)")
        }
    }

    @Test func pagesSayWhatTheHelpSays() throws {
        let place = try Self.pages()
        for command in CommandTree.all {
            let page = try place.read(
                "man1/" + (["muster"] + command.words.prefix(1)).joined(separator: "-") + ".1")
            let plain = page.replacing("\\-", with: "-").replacing("\\(aq", with: "'")
                .replacing("\\(dq", with: "\"").replacing("\\e", with: "\\")
            for example in command.examples { #expect(plain.contains(example), "\(example)") }
            guard command.isLeaf else { continue }
            let main = try place.read("man1/muster.1").replacing("\\-", with: "-")
            for argument in command.node.arguments ?? [] {
                for name in argument.names ?? [] where name.kind == "long" {
                    let option = "\\fB--\(name.name)\\fR"
                    #expect(
                        plain.contains(option) || main.contains(option)
                            || ["help", "version"].contains(name.name),
                        "\(option) of \(command)")
                }
            }
        }
    }

    @Test func aReaderShowsThePage() throws {
        let place = try Self.pages()
        let ending = Self.run(
            "/usr/bin/groff", ["-man", "-Tascii", "-P-cbou", "man1/muster-import.1"], in: place)
        for part in ["MUSTER-IMPORT(1)", "SYNOPSIS", "--dry-run", "EXAMPLES", "SEE ALSO"] {
            #expect(ending.output.contains(part), "\(part)")
        }
    }
}
