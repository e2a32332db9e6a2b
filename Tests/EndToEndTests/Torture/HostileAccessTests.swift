import Foundation
import Testing

/// What a document, a header, a profile or a value names is opened by nobody: neither a file nor a
/// connection (P8). XML has its own tests in `HostileDocumentTests`.
@Suite struct HostileAccessTests {
    private static func texts(_ secret: String, _ port: Int) -> [String] {
        [
            secret, "file://\(secret)", "@\(secret)", "|cat \(secret)", "$(cat \(secret))",
            "`cat \(secret)`", "{{> \(secret)}}", "{{\(secret)}}", "=WEBSERVICE(\"\(secret)\")",
            "../secret", "http://127.0.0.1:\(port)/x", "\\\\127.0.0.1@\(port)\\x",
            "=IMPORTXML(\"http://127.0.0.1:\(port)/\",\"//a\")", "[127.0.0.1]:\(port)",
        ]
    }

    private static func feeds(_ texts: [String]) throws -> [String: String] {
        func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
        let header = texts.map(quoted).joined(separator: ",")
        var csv = "username,email,first_name,department,groups,attr.note,\(header)\n"
        var lines = ""
        var xml = "<users>"
        for (number, text) in texts.enumerated() {
            let cells = Array(repeating: quoted(text), count: 4 + texts.count)
            csv += "u\(number),u\(number)@x.example,\(cells.joined(separator: ","))\n"
            let json = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
            lines += "{\"username\":\"u\(number)\",\"email\":\"u\(number)@x.example\","
            lines += "\"first_name\":\(json),\"$ref\":\(json),\"$schema\":\(json),\(json):1}\n"
            let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            xml += "<user><username>u\(number)</username><email>u\(number)@x.example</email>"
            xml += "<first_name>\(escaped)</first_name></user>\n"
        }
        return ["csv": csv, "jsonl": lines, "xml": xml + "</users>"]
    }

    @Test func nothingThatIsNamedIsOpened() throws {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        let listener = try LoopbackListener()
        let secret = place.path("secret")
        try place.write("secret", to: "secret")
        let trial = Self.shell("strace -o trial true", in: place)
        guard trial.status == 0 else {
            print("skipped: strace(1) does not work here")
            return
        }
        try place.write(MailScene.settings, to: "muster.yaml")
        let texts = Self.texts(secret, listener.port)
        let feeds = try Self.feeds(texts)
        for (format, text) in feeds { try place.write(text, to: "feed.\(format)") }
        let calls = feeds.keys.sorted().map {
            "import feed.\($0) --max-rejects none --report r.html"
        }
        for call in calls + [
            "check-profile feed.csv --show-values", "mail deliver --transport folder:out",
            "mail preview onboarding --user u0", "users export --output e.csv",
            "plan feed.csv --out p.plan --max-rejects none", "apply p.plan",
        ] {
            let ending = Self.shell(
                "exec strace -f -e trace=%file,%network,execve -o trace \"$0\" \(call)", in: place)
            #expect(ending.status <= 1, "\(call): \(ending.error)")
            let lines = try place.read("trace").split(separator: "\n")
            #expect(!lines.isEmpty)
            for line in lines {
                #expect(!line.contains("/secret"), "\(call): \(line)")
                #expect(!line.contains("socket(") || line.contains("AF_UNIX"), "\(call): \(line)")
                #expect(!line.contains("127.0.0.1"), "\(call): \(line)")
            }
            #expect(lines.count { $0.contains("execve(") } == 1, "\(call)")
        }
        #expect(listener.callers() == 0)
        TortureFigures.note("texts under strace", in: "hostile outputs", texts.count * 3)
    }

    private static func shell(_ script: String, in place: Workplace) -> ProcessEnding {
        ChildProcess(
            "/bin/sh", ["-c", script, place.binary], folder: place.folder,
            environment: place.environment
        ).end()
    }
}
