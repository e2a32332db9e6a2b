import Foundation
import Testing

/// A directory with everything that it takes of hostile texts, and the feeds they came in.
struct HostileScene {
    let place: Workplace
    /// The run that imported `hostile.csv`.
    let run: String
    private let canary: OutputCanary

    private static let columns = [
        "username", "email", "first_name", "last_name", "display_name", "department", "job_title",
        "manager", "external_id", "employee_id", "groups", "apps", "phone", "second_factor",
        "device_limit", "language", "timezone", "country", "start_date", "enabled", "password",
        "reason", "action", "attr.note",
    ]

    init(_ canary: OutputCanary) throws {
        self.canary = canary
        place = try Workplace()
        place.binary = BuiltBinary.optimised
        let settings = """
            mail:
              onboarding: on
              from: it@corp.example
              link_base: https://id.corp.example/start/
              rate: 1000/s
            impersonation: on
            backup_codes: on

            """
        // What a test calls for has a directory of its own, and the configuration stands beside it.
        for name in ["muster.yaml", "fresh/muster.yaml"] {
            try place.makeFolder("fresh")
            try place.write(settings, to: name)
        }
        try place.write(Self.feed(canary), to: "hostile.csv")
        try place.write("correct horse battery\n", to: "password")
        try Self.writeOthers(canary, place)
        let first = place.muster(
            "import", "hostile.csv", "--max-rejects", "none", "--quiet", "--feed", canary.formula,
            "--reason", canary.formula, "--actor", canary.formula)
        try #require(first.status == 1, "\(first.error)")
        run = try #require(place.names(in: "muster.runs").first)
        for words in [
            ["groups", "create", "=cmd|' /C calc'!A0 <b>"], ["apps", "create", "@app <script>"],
            ["apps", "grant", "@app <script>", "--user", "u0"],
            ["user", "register-device", "u0", "=device<b>", "--device-name", "@name <b>"],
            ["user", "disable", "u1", "--reason", canary.formula, "--actor", canary.escapes],
            ["user", "view-groups", "u2", "--reason", canary.escapes, "--actor", "=actor"],
            ["plan", "hostile.csv", "--out", "hostile.plan", "--max-rejects", "none", "--again"],
        ] {
            let ending = place.start(words + ["--quiet"]).end()
            try #require(ending.status <= 1, "\(words): \(ending.error)")
        }
    }

    /// A copy of the directory; the one before is gone.
    func freshDirectory() throws -> String {
        let file = "fresh/muster.sqlite"
        for name in place.names(in: "fresh") where name != "muster.yaml" {
            place.remove("fresh/\(name)")
        }
        for name in place.names where name.hasPrefix("muster.") && name != "muster.yaml" {
            try FileManager.default.copyItem(
                atPath: place.path(name), toPath: place.path("fresh/\(name)"))
        }
        return file
    }

    /// Every text in every column by itself, and in all columns that take it together.
    private static func feed(_ canary: OutputCanary) -> String {
        var rows = [columns]
        for (number, (_, text)) in canary.texts.enumerated() {
            var row = columns.map { _ in "" }
            row[0] = "u\(number)"
            row[1] = "u\(number)@example.com"
            for column in 2..<7 { row[column] = text }
            rows.append(row)
            for column in columns.indices {
                var row = columns.map { _ in "" }
                row[0] = "u\(number)x\(column)"
                row[1] = "u\(number)x\(column)@example.com"
                row[column] = text
                rows.append(row)
            }
        }
        return rows.map { row in
            row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\n"
        }.joined()
    }

    /// Feeds whose names, headers and faults are hostile.
    private static func writeOthers(_ canary: OutputCanary, _ place: Workplace) throws {
        let escapes = canary.escapes
        let header = [escapes, canary.formula, "user name" + escapes].map {
            "\"" + $0.replacing("\"", with: "\"\"") + "\""
        }
        try place.write(
            "username,email,\(header.joined(separator: ","))\nz,z@z.example,1,2,3\n",
            to: "header.csv")
        try place.write(
            "username,username \(escapes),email\n\"z\"\(escapes),1\nz,\"\(escapes)\n", to: fileName)
        let key = String(decoding: try JSONEncoder().encode(escapes), as: UTF8.self)
        try place.write(
            """
            {"username":"z","email":"z@z.example",\(key):1,"first_name":\(key)}
            {"username":"z",\(key):1,\(key):2}
            {"username":"z","groups":{\(key):[\(key)]}}
            {"username":"z",\(escapes)}
            {"username":"z","first_name":["\u{202E}","\u{9B}"],"phone":{"\u{202E}":1}}

            """, to: "hostile.jsonl")
        try place.write(
            "<users><user action='\u{202E}\u{9B}'><username>\u{202E}z&#x9b;</username>"
                + "<first_name>\u{2066}</first_name></user></users>", to: "hostile.xml")
        for (name, text) in [
            ("name", "<users><user><a\u{202E}b>\u{202E}</a\u{202E}b></user></users>"),
            ("control", "<users><user><username>\(escapes)</username></user></users>"),
            ("encoding", "<?xml version='1.0' encoding='\u{202E}\u{9B}'?><users/>"),
        ] { try place.write(text, to: "\(name).xml") }
        let yaml = #""h\e]0;t\a\u202e\u009b""#
        for (name, text) in [
            ("key", "feeds: {hr: {\(yaml): 1}}\n"), ("top", "\(yaml): 1\n"),
            ("value", "policy: {device_limit: \(yaml)}\n"),
            ("feed", "feeds: {\(yaml): {format: csv, columns: {email: \(yaml)}}}\n"),
            ("sender", "mail: {from: \(yaml), transport: \(yaml)}\n"), ("raw", "fe\u{1B}eds: 1\n"),
        ] { try place.write(text, to: "\(name).yaml") }
    }

    /// A file of a name that a terminal acts upon.
    static let fileName = "f\u{1B}]0;title\u{7}\u{202E}\u{9B}.csv"
}
