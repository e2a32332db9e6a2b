import Foundation
import Provisioning
import Testing

/// What a terminal gets and a pipe does not.
@Suite struct TerminalTests {
    private static let escape = "\u{1B}"

    private static func feed(_ records: Int = 3_000) -> String {
        var feed = "username,email\n"
        for number in 1...records {
            feed += "user\(number),\(number % 100 == 0 ? "no" : "user\(number)@example.com")\n"
        }
        return feed
    }

    private static func place() throws -> Workplace {
        let place = try Workplace()
        try place.write(feed(), to: "users.csv")
        return place
    }

    /// Lines as they stood on the terminal, without what sets them off.
    private static func lines(_ text: String) -> [String] {
        text.replacing(/\u{1B}\[[0-9;]*[A-Za-z]/, with: "").split(whereSeparator: {
            $0 == "\n" || $0 == "\r" || $0 == "\r\n"
        }).map(String.init)
    }

    @Test(arguments: [40, 80, 200]) func progressShowsGoesAndNeverWraps(columns: Int) throws {
        let place = try Self.place()
        let ending = try PseudoTerminal(columns: columns).muster(
            ["import", "users.csv", "--max-rejects", "none"], in: place, output: "summary")
        #expect(ending.status == 1)
        let shown = Self.lines(ending.text)
        #expect(shown.contains { $0.hasPrefix("deciding") && $0.contains(" %") }, "\(ending.text)")
        for line in shown { #expect(DisplayWidth.columns(line) < columns, "\(line)") }
        // The last thing is that it goes.
        #expect(ending.text.hasSuffix("\r\(Self.escape)[J"))
        #expect(try !place.read("summary").contains(Self.escape))
        #expect(try !place.read("summary").contains("deciding"))
    }

    @Test func nothingOfItComesWhereItIsNotWanted() throws {
        let place = try Self.place()
        let words = ["import", "users.csv", "--max-rejects", "none"]
        let piped = place.start(words).end()
        #expect(piped.error.isEmpty && !piped.output.contains(Self.escape))
        let quiet = try PseudoTerminal(columns: 80).muster(words + ["--quiet"], in: place)
        #expect(!quiet.text.contains("deciding") && !quiet.text.contains(Self.escape))
        place.environment["TERM"] = "dumb"
        let dumb = try PseudoTerminal(columns: 80).muster(words, in: place)
        #expect(!dumb.text.contains(Self.escape) && dumb.text.contains("users.csv: 3,000 records"))
    }

    /// Environment and option, and whether standard output on a terminal, or in a pipe, is coloured.
    @Test(
        arguments: [
            ([:], "auto", true, false), (["NO_COLOR": "1"], "auto", false, false),
            (["NO_COLOR": ""], "auto", true, false), (["TERM": "dumb"], "auto", false, false),
            ([:], "always", true, true), (["NO_COLOR": "1"], "always", true, true),
            ([:], "never", false, false),
        ] as [([String: String], String, Bool, Bool)])
    func colourIsDecidedOnce(
        environment: [String: String], option: String, onTerminal: Bool, inPipe: Bool
    ) throws {
        let place = try Workplace()
        place.environment.merge(environment) { $1 }
        place.muster("user", "add", "ada", "ada@example.com")
        let words = ["users", "list", "--color", option]
        let shown = try PseudoTerminal(columns: 80).muster(words, in: place)
        #expect(shown.text.contains("\(Self.escape)[1m") == onTerminal)
        // A table in a pipe has no header to set off.
        let piped = place.start(["user", "update", "ada", "--color", option]).end()
        #expect(piped.output.contains(Self.escape) == inPipe)
    }

    static let lists: [[String]] = [
        ["runs", "list"], ["users", "list"], ["users", "find", "user"], ["groups", "list"],
        ["apps", "list"], ["mail", "status", "--list"], ["onboarding", "list"], ["audit", "show"],
    ]

    @Test(arguments: lists) func tablesFitTheirTerminal(words: [String]) throws {
        let (place, _) = try PreparedPlace.copy()
        let narrow = try PseudoTerminal(columns: 80).muster(words, in: place)
        let lines = Self.lines(narrow.text)
        #expect(lines.count > 2)
        for line in lines where !line.hasPrefix("No room") {
            #expect(DisplayWidth.columns(line) <= 80, "\(words): \(line)")
        }
        // What names a thing is whole.
        let first = try #require(place.start(words).end().lines.first).split(separator: "\t")[0]
        let key = words == ["audit", "show"] || words[0] == "mail" ? "" : first
        #expect(lines.contains { $0.hasPrefix(key) })
        let wide = try PseudoTerminal(columns: 250).muster(words, in: place)
        #expect(!wide.text.contains("No room") && !wide.text.contains("…"), "\(wide.text)")
    }

    @Test func wideCharactersKeepColumnsAligned() throws {
        let (place, _) = try PreparedPlace.copy()
        let shown = try PseudoTerminal(columns: 100).muster(["users", "list"], in: place)
        let lines = Self.lines(shown.text)
        let state = try #require(lines.first?.range(of: "STATE"))
        let column = lines[0].distance(from: lines[0].startIndex, to: state.lowerBound)
        let li = try #require(lines.first { $0.hasPrefix("li ") })
        let before = try #require(li.range(of: "not-onboarded")).lowerBound
        #expect(li.contains("李 小龙"))
        #expect(DisplayWidth.columns(String(li[..<before])) == column)
    }

    @Test func anEmptyListSaysSoOnATerminalOnly() throws {
        let place = try Workplace()
        place.muster("user", "add", "ada", "ada@example.com")
        for words in [["groups", "list"], ["users", "list", "--state", "disabled"]] {
            #expect(place.start(words).end().output.isEmpty)
            #expect(
                try PseudoTerminal(columns: 80).muster(words, in: place).text.contains("muster"))
        }
    }

    @Test func figuresAreGroupedForPeopleAlone() throws {
        let place = try Self.place()
        place.muster("import", "users.csv", "--max-rejects", "none", "--quiet")
        let run = try #require(place.muster("runs", "list").lines.first).split(separator: "\t")
        #expect(run[5] == "3000" && run[6] == "30")
        let shown = try PseudoTerminal(columns: 80).muster(["runs", "list"], in: place)
        #expect(shown.text.contains("  3,000        30"))
        let facts = try PseudoTerminal(columns: 80).muster(
            ["runs", "show", String(run[0])], in: place)
        #expect(facts.text.contains("3,000"))
        #expect(place.muster("runs", "show", String(run[0])).output.contains("3000"))
    }

    @Test func messagesFitTheTerminalAndCommandsStayWhole() throws {
        let place = try Self.place()
        let words = ["import", "users.csv", "--max-rejects", "1"]
        let piped = place.start(words).end()
        #expect(piped.status == 2)
        let command = try #require(piped.error.firstMatch(of: /: (muster import .*)\n/)).output.1
        #expect(command.hasPrefix("muster import users.csv --max-rejects 1 --allow rejects=30"))
        let shown = try PseudoTerminal(columns: 60).muster(words, in: place, output: "summary")
        let lines = Self.lines(shown.text)
        #expect(lines.contains("    \(command)"), "\(shown.text)")
        #expect(lines.contains { $0.hasPrefix("  If that is meant, allow it for one run:") })
        for line in lines where !line.hasSuffix(command) && !line.contains("muster.runs/") {
            #expect(DisplayWidth.columns(line) <= 60, "\(line)")
        }
        let missing = ["runs", "show", "nosuch-run-of-the-night"]
        let fitted = try PseudoTerminal(columns: 60).muster(missing, in: place)
        #expect(
            Self.lines(fitted.text) == [
                "muster: the history has no run \"nosuch-run-of-the-night\"",
                "  [run.history.not-found]", "  muster runs list shows those it has.",
            ])
        #expect(
            place.start(missing).end().error
                == "muster: the history has no run \"nosuch-run-of-the-night\" "
                + "[run.history.not-found]\n  muster runs list shows those it has.\n")
    }
}
