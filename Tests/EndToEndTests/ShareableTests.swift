import Foundation
import Testing

/// `--shareable` leaves out whatever tells of a person, wherever it came from.
@Suite struct ShareableTests {
    /// Stands in every cell, header, group, folder and name; found without regard to case.
    private static let marker = "Mqzx"

    private static let header =
        "username,email,external_id,groups,device_limit,language,expires,Mqzx \"odd\",Mqzx born\n"

    /// A directory with the people whom the feed stumbles over.
    private static func place() throws -> Workplace {
        let place = try Workplace()
        try FileManager.default.createDirectory(
            atPath: place.path("Mqzx home"), withIntermediateDirectories: false)
        try place.write(
            "feeds: {hr: {manual_edits: keep, delimiter: \",\"}}\n", to: "Mqzx home/muster.yaml")
        try place.write(
            header
                + "mqzx1,mqzx1@mqzx.example,MqzxE1,Mqzx-old,,,,Mqzx,Mqzx\n"
                + "mqzx2,mqzx2@mqzx.example,MqzxE2,Mqzx-old,,,,Mqzx,Mqzx\n"
                + "mqzx3,mqzx3@mqzx.example,MqzxE3,Mqzx-old,,,,Mqzx,Mqzx\n",
            to: "Mqzx home/before.csv")
        let ending = place.muster(
            "import", "Mqzx home/before.csv", "--feed", "hr", "--directory",
            "Mqzx home/muster.sqlite", "--quiet")
        #expect(ending.status == 0, "\(ending.error)")
        for words in [
            ["user", "remove-from-groups", "mqzx1", "Mqzx-old"],
            ["user", "update", "mqzx1", "--last-name", "Mqzx"],
        ] {
            let edit = place.start(words + ["--directory", "Mqzx home/muster.sqlite"]).end()
            #expect(edit.status == 0, "\(edit.error)")
        }
        return place
    }

    /// A record for each way in which a message could name something.
    private static let feed: [UInt8] = {
        let records = [
            "action," + header,
            "upsert,mqzx1,mqzx1@mqzx.example,MqzxE1,Mqzx-old,,,,Mqzx,Mqzx\n",
            "upsert,mqzx9,mqzx9@mqzx.example,MqzxE9,Mqzx-new,,,,Mqzx,Mqzx\n",
            "add,mqzx2,mqzx2@mqzx.example,MqzxE2,,3,,,Mqzx,Mqzx\n",
            "upsert,mqzx1,mqzx2@mqzx.example,MqzxE3,,,,,Mqzx,Mqzx\n",
            "upsert,mqzx4,mqzx2@mqzx.example,,,,,,Mqzx,Mqzx\n",
            "upsert,mqzx2,mqzx2@mqzx.example,MqzxE7,,,,,Mqzx,Mqzx\n",
            "add,mqzx10,mqzx3@mqzx.example,MqzxE10,,,,,Mqzx,Mqzx\n",
            "update,mqzx11,mqzx11@mqzx.example,,,,,,Mqzx,Mqzx\n",
            "disable,mqzx12,,,,,,,Mqzx,Mqzx\n",
            "Mqzx,mqzx13,mqzx13@mqzx.example,,,Mqzx,Mqzx,Mqzx,Mqzx,Mqzx\n",
            "upsert,mqzx 14 \"Mqzx\",Mqzx@@mqzx,,Mqzx;;Mqzx,Mqzx,Mqzx,Mqzx,Mqzx,Mqzx\n",
            "upsert,mqzx15,mqzx15@mqzx.example,,,,,,\"Mqzx\"Mqzx,Mqzx\n",
            "upsert,mqzx16,mqzx16@mqzx.example,Mqzx\n",
            "upsert,mqzx17,mqzx17@mqzx.example,,,,,,Mqzx,Mqzx,Mqzx,Mqzx\n",
            "upsert,mqzx9,mqzx9@mqzx.example,MqzxE9,,,,,Mqzx,Mqzx\n",
        ].joined()
        return Array(records.utf8) + Array("upsert,mqzx18,mqzx18@mqzx.example,,,,,,".utf8)
            + [0xFF] + Array(",Mqzx\n".utf8)
    }()

    /// What tells of somebody in a text.
    private static func leaks(_ text: String) -> [String] {
        text.split(separator: "\n").filter {
            $0.lowercased().contains(marker.lowercased()) || $0.contains(/\bid:[0-9]/)
        }.map(String.init)
    }

    @Test(arguments: ["csv", "jsonl"], [[], ["--dry-run"], ["--max-rejects", "1"], ["--atomic"]])
    func nothingOfAPersonIsInWhatIsShared(format: String, words: [String]) throws {
        let place = try Self.place()
        try place.write(Self.feed, to: "Mqzx home/hr.csv")
        let outputs = ["results.\(format)", "report.html"]
        let ending = place.start(
            [
                "import", "Mqzx home/hr.csv", "--feed", "hr", "--mode", "full", "--directory",
                "Mqzx home/muster.sqlite", "--actor", "Mqzx", "--reason", "Mqzx",
                "--shareable", "--results", "Mqzx home/\(outputs[0])", "--report",
                "Mqzx home/\(outputs[1])", "--rejects", "Mqzx home/rejects.csv",
            ] + words
        ).end()
        #expect(ending.status == 1 || ending.status == 2, "\(ending.error)")
        for output in outputs {
            let text = try place.read("Mqzx home/\(output)")
            #expect(Self.leaks(text).isEmpty, "\(output)")
            // What is left still says what is wrong.
            #expect(text.contains("field.email.malformed") && text.contains("csv.quote.misplaced"))
            #expect(text.contains("in field 9 ("), "\(output)")
        }
        let results = try place.read("Mqzx home/\(outputs[0])")
        if words.isEmpty {
            #expect(results.contains("was unknown and is created"), "\(results)")
            #expect(results.contains("a user"), "\(results)")
            #expect(results.contains("match.external-id.differs"), "\(results)")
            #expect(results.contains("policy.manual-edit.kept"), "\(results)")
        }
        #expect(try place.read("Mqzx home/report.html").contains("column 9 "))
    }

    @Test func namesOfOtherFormatsStayOutToo() throws {
        let place = try Workplace()
        let record = #"{"username":"mqzx","email":"mqzx@mqzx.example","Mqzx":1"#
        try place.write(
            record + #","Mqzx":2}"# + "\n" + record + #","phone":["Mqzx","Mqzx2"]}"# + "\n",
            to: "hr.jsonl")
        try place.write(
            "<users><Mqzx>Mqzx</Mqzx><user><username>mqzx</username><Mqzx>Mqzx</Mqzx></user>"
                + "</users>", to: "hr.xml")
        for feed in ["hr.jsonl", "hr.xml"] {
            let ending = place.muster(
                "import", feed, "--shareable", "--dry-run", "--results", "r.csv", "--report",
                "r.html")
            #expect(ending.status <= 1, "\(ending.error)")
            for output in ["r.csv", "r.html"] {
                #expect(try Self.leaks(place.read(output)).isEmpty, "\(feed), \(output)")
            }
        }
    }

    @Test func theAdministratorsOwnOutputsNameThem() throws {
        let place = try Self.place()
        try place.write(Self.feed, to: "Mqzx home/hr.csv")
        let ending = place.muster(
            "import", "Mqzx home/hr.csv", "--feed", "hr", "--directory", "Mqzx home/muster.sqlite",
            "--results", "r.csv", "--report", "r.html")
        #expect(ending.output.contains("group \"Mqzx-new\" was unknown and is created"))
        for output in ["r.csv", "r.html"] {
            let text = try place.read(output)
            #expect(text.contains("Mqzx-new") && text.contains("user id:"), "\(output)")
        }
        #expect(try place.read("r.html").contains("Mqzx born"))
    }
}
