import Foundation
import Testing

/// Mistakes on the command line: each message says what to do next.
@Suite struct UsageErrorTests {
    /// The words after `muster`, the status, and what standard error has to say.
    static let mistakes: [(words: [String], status: Int32, parts: [String])] = [
        // Commands.
        (
            ["imprt", "users.csv"], 64,
            ["no command 'muster imprt'", "did you mean 'muster import'?"]
        ),
        (["user-list"], 64, ["did you mean 'muster user'?"]),
        (
            ["users", "lst"], 64,
            ["no command 'muster users lst'", "did you mean 'muster users list'?"]
        ),
        (["users", "remove"], 64, ["there are list, find, export"]),
        (["users.csv"], 64, ["to import the file: muster import users.csv"]),
        (["hr-2026.xml"], 64, ["to import the file: muster import hr-2026.xml"]),
        (["disable", "ada"], 64, ["did you mean 'muster user disable USER'?"]),
        (["frobnicate"], 64, ["muster --help lists those there are"]),
        (
            ["--feed", "hr", "import", "users.csv"], 64,
            ["options follow it: muster COMMAND --feed"]
        ),
        // Options.
        (["import", "users.csv", "--dryrun"], 64, ["Did you mean '--dry-run'?"]),
        (["import", "users.csv", "--mode", "ful"], 64, ["'ful'", "--mode"]),
        (["import", "users.csv", "--format", "xml"], 64, ["'text' and 'json'"]),
        (["import", "users.csv", "--allow", "removals"], 64, ["--allow", "'removals'"]),
        (["import", "users.csv", "--encoding", "latin9000"], 64, ["windows-1252"]),
        (["import", "users.csv", "--delimiter", "abc"], 64, ["one ASCII character"]),
        (["users", "list", "--state", "gone"], 64, ["active, disabled and not-onboarded"]),
        (["users", "list", "--limit", "0"], 64, ["from 1 on"]),
        (["onboarding", "list", "--band", "old"], 64, ["over-30-days"]),
        (["runs", "list", "--state", "odd"], 64, ["finished", "interrupted"]),
        (["runs", "list", "--since", "yesterday"], 64, ["2026-11-24"]),
        (["runs", "prune"], 64, ["--older-than 90d"]),
        (["mail", "deliver", "--transport", "pigeon:1"], 64, ["smtp://"]),
        (["mail", "deliver", "--rate", "fast"], 64, ["10/s"]),
        (["apps", "grant", "wiki"], 64, ["--group or --user"]),
        // Arguments.
        (["import"], 64, ["<file>", "For example: muster import users.csv --dry-run"]),
        (["user"], 64, ["<action>", "For example: muster user add"]),
        (["plan", "hr.csv"], 64, ["--out", "For example: muster plan hr.csv"]),
        (["explain", "x"], 64, ["<record>", "For example: muster explain"]),
        (["users", "find"], 64, ["For example: muster users find lovelace"]),
        (["import", "users.csv", "hr.csv"], 64, ["'hr.csv'", "See 'muster import --help'"]),
        // Files.
        (["import", "nowhere.csv"], 66, ["nowhere.csv", "[feed.file.missing]"]),
        (["import", "user.csv"], 66, ["user.csv", "users.csv"]),
        (["apply", "nowhere.plan"], 66, ["nowhere.plan", "muster plan FILE --out"]),
        (["users", "list", "--config", "no.yaml"], 0, []),
        // Names.
        (["runs", "show", "nothing"], 1, ["muster runs list"]),
        (["resume", "nothing"], 1, ["muster runs list"]),
        (["undo", "nothing"], 1, ["muster runs list"]),
        (["explain", "nothing", "1"], 1, ["muster runs list"]),
        (["groups", "show", "stuff"], 1, ["muster groups list"]),
        (["groups", "delete", "stuff"], 1, ["muster groups list"]),
        (["users", "list", "--group", "stuff"], 1, ["muster groups list"]),
        (["apps", "show", "wikki"], 1, ["muster apps list"]),
        (["mail", "status", "--user", "nobody"], 1, ["muster users find"]),
        (["audit", "show", "--user", "nobody"], 1, ["users find"]),
        (["user", "disable", "nobody"], 1, ["muster users find"]),
        (["user", "disble", "ada"], 1, ["did you mean disable?"]),
        (["user", "set-device-limit", "ada", "0"], 1, ["1", "100"]),
        (["user", "set-second-factor", "ada", "pigeon"], 1, ["totp"]),
        (["template", "--feed", "hrr"], 78, ["hr"]),
    ]

    @Test(arguments: mistakes)
    func messageSaysWhatToDo(words: [String], status: Int32, parts: [String]) throws {
        let (place, _) = try PreparedPlace.copy()
        let ending = place.start(words).end()
        #expect(ending.status == status, "\(words): \(ending.error)\(ending.output)")
        for part in parts {
            #expect(ending.error.contains(part), "\(words) lacks \"\(part)\": \(ending.error)")
        }
    }

    /// Commands that need a directory, where there is none yet.
    @Test(arguments: [
        ["users", "list"], ["runs", "list"], ["groups", "list"], ["apps", "list"],
        ["mail", "status"], ["mail", "deliver"], ["onboarding", "list"], ["audit", "show"],
        ["login", "check", "ada"], ["undo", "x"], ["resume", "x"], ["backup", "copy"], ["sweep"],
        ["users", "export"], ["explain", "x", "1"], ["runs", "prune", "--keep", "1"],
    ]) func withoutADirectoryTheWayToOneIsSaid(words: [String]) throws {
        let place = try Workplace()
        let ending = place.start(words).end()
        #expect(ending.status == 66, "\(words): \(ending.error)")
        #expect(ending.error.contains("muster.sqlite"), "\(words): \(ending.error)")
        #expect(ending.error.contains("muster import FILE"), "\(words): \(ending.error)")
        #expect(ending.error.contains("--directory"), "\(words): \(ending.error)")
    }
}
