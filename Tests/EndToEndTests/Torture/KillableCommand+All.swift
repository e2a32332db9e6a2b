import Foundation
import Testing

extension KillableCommand {
    static let all = [
        firstImport, fullImport, apply, undo, sweep, userAction, backup, mailToFolder, upgrade,
    ]

    private static let configuration = """
        limits: {chunk_records: 10}
        backup_codes: on
        impersonation: on
        mfa: {required: on}
        mail:
          onboarding: on
          notices: on
          from: it@corp.example
          link_base: https://id.corp.example/start/
          rate: 1000/s
        feeds:
          hr: {guards: {removals: none, rejects: none, identity: none, drift: none}}

        """
    private static let header =
        "action,username,email,first_name,groups,password,totp_secret,second_factor,count,reason\n"

    /// The password of the users who have secrets.
    static func password(_ number: Int) -> String { "correct horse \(number)" }

    /// Fifty people, with mistakes and with records whose secrets are shown once.
    private static let people: String = {
        var text = header
        for number in 0..<50 {
            // One of those whom the next night misses.
            let isWrong = number % 20 == 7 || number == 6
            let email = isWrong ? "nonsense" : "u\(number)@example.com"
            let password = number % 16 == 5 ? password(number) : ""
            let totp = number % 16 == 9 ? "KRSXG5BAMNQW4YLSPEQHI3DBMNQWC4TF" : ""
            text += ",u\(number),\(email),Name \(number),g\(number % 4),\(password),\(totp),,,\n"
            switch number % 16 {
            case 5: text += "generate-backup-code,u\(number),,,,,,,2,\n"
            case 8: text += "enrol-second-factor,u\(number),,,,,,totp,,\n"
            case 12: text += "impersonate,u\(number),,,,,,,,ticket 7\n"
            default: break
            }
        }
        return text
    }()

    /// The next night: some changed, some gone, some new, and what happens rather than sets a state.
    private static let nextNight: String = {
        var text = header
        for number in 0..<60 where number % 13 != 6 {
            let name = number % 5 == 1 ? "New" : "Name"
            let email = number % 20 == 7 ? "nonsense" : "u\(number)@example.com"
            text += ",u\(number),\(email),\(name) \(number),g\(number % 3),,,,,\n"
            switch number % 16 {
            case 5: text += "generate-backup-code,u\(number),,,,,,,1,\n"
            case 8: text += "reset-mfa,u\(number),,,,,,,,lost\n"
            case 10: text += "reset-password,u\(number),,,,,,,,\n"
            case 11: text += "disable,u\(number),,,,,,,,\n"
            case 14: text += "delete,u\(number),u\(number)@example.com,,,,,,,\n"
            default: break
            }
        }
        return text
    }()

    private static func place(_ feed: String) throws -> Workplace {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        try place.write(configuration, to: "muster.yaml")
        try place.write(feed, to: "feed.csv")
        return place
    }

    /// A place after the first night.
    private static func filled(_ feed: String = nextNight) throws -> Workplace {
        let place = try Self.place(people)
        let ending = place.muster(
            "import", "feed.csv", "--feed", "hr", "--mode", "full", "--no-mail", "--secrets",
            "first.csv", "--quiet")
        #expect(ending.status == 1, "\(ending.error)")
        place.remove("muster.runs")
        try place.write(feed, to: "feed.csv")
        return place
    }

    private static let importWords = [
        "import", "feed.csv", "--feed", "hr", "--mode", "full", "--mail", "--results",
        "results.jsonl", "--rejects", "rejects.csv", "--secrets", "secrets.csv", "--report",
        "report.html", "--quiet",
    ]
    private static let importFiles = ["results.jsonl", "rejects.csv", "secrets.csv"]

    static let firstImport = KillableCommand(
        name: "import into nothing", points: 26, prepare: { try place(people) },
        words: { _ in importWords }, status: 1, files: importFiles, hasSummary: true,
        check: { place, _, label in try SecretsInForce(of: place).check(label) })

    static let fullImport = KillableCommand(
        name: "full import over users", points: 10, prepare: { try filled() },
        words: { _ in importWords }, status: 1, files: importFiles, hasSummary: true)

    static let apply = KillableCommand(
        name: "apply", points: 5,
        prepare: { try filled() },
        settle: { place in
            let planning = place.muster(
                "plan", "feed.csv", "--feed", "hr", "--out", "feed.plan", "--mail", "--results",
                "results.jsonl", "--rejects", "rejects.csv", "--secrets", "secrets.csv", "--quiet")
            #expect(planning.status == 1, "\(planning.error)")
        }, words: { _ in ["apply", "feed.plan", "--quiet"] }, status: 1, files: importFiles,
        hasSummary: true)

    static let undo = KillableCommand(
        name: "undo", points: 5,
        prepare: {
            let place = try Self.filled()
            let ending = place.start(importWords).end()
            #expect(ending.status == 1, "\(ending.error)")
            return place
        },
        words: { place in
            let run = try UndoTests.newestRun(place, "import")
            return ["undo", run, "--quiet"]
        },
        // One that was killed leaves less to do for the next, which numbers its records anew.
        varying: ["records"])

    static let sweep = KillableCommand(
        name: "sweep", points: 5,
        prepare: {
            var feed = "username,email,end_date\n"
            for number in 0..<60 {
                let end = number % 2 == 0 ? "2020-01-01" : ""
                feed += "u\(number),u\(number)@example.com,\(end)\n"
            }
            let place = try Self.place(feed)
            let ending = place.muster("import", "feed.csv", "--feed", "hr", "--quiet")
            #expect(ending.status == 0, "\(ending.error)")
            return place
        }, words: { _ in ["sweep", "--allow", "removals=60", "--quiet"] }, varying: ["records"])

    static let userAction = KillableCommand(
        name: "user reset-password", points: 5, prepare: { try filled() },
        words: { _ in ["user", "reset-password", "u3", "--quiet"] })

    static let backup = KillableCommand(
        name: "backup", points: 4, prepare: { try filled() },
        words: { _ in ["backup", "copy.sqlite", "--quiet"] },
        check: { place, _, label in
            try place.makeFolder("restored")
            for (name, copy) in [("copy.sqlite", "muster.sqlite"), ("muster.key", "muster.key")] {
                try FileManager.default.copyItem(
                    atPath: place.path(name), toPath: place.path("restored/\(copy)"))
            }
            let export = place.muster(
                "users", "export", "--directory", "restored/muster.sqlite")
            #expect(export.output == place.muster("users", "export").output, "\(label)")
        })

    static let mailToFolder = KillableCommand(
        name: "mail deliver", points: 6,
        prepare: {
            var feed = "username,email\n"
            for number in 0..<12 { feed += "u\(number),u\(number)@example.com\n" }
            let place = try Self.place(feed)
            let ending = place.muster("import", "feed.csv", "--feed", "hr", "--quiet")
            #expect(ending.status == 0, "\(ending.error)")
            return place
        }, words: { _ in ["mail", "deliver", "--transport", "folder:sent", "--quiet"] },
        check: { place, kills, label in
            let mails = try place.mails(in: "sent")
            #expect(Set(mails.compactMap { $0.header("To") }).count == 12, "\(label)")
            #expect(Set(mails.compactMap(\.messageID)).count == 12, "\(label)")
            #expect(mails.count <= 12 + kills, "\(label)")
        })

    /// Whichever command comes first brings an older format up; here one that only reads.
    static let upgrade = KillableCommand(
        name: "reading format 2", points: 6,
        prepare: {
            let place = try filled()
            for format in [3, 2] {
                let script = try String(
                    contentsOf: TranscriptRun.root.appending(
                        path: "Tests/OlderFormats/\(format).sql"),
                    encoding: .utf8)
                try DirectoryFile(place).execute(script)
            }
            return place
        }, words: { _ in ["users", "export", "--output", "users.csv"] }, files: ["users.csv"])
}
