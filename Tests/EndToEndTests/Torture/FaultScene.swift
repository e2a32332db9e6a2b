import Foundation
import Testing

/// A command that meets faults: what is there before, and what it is to leave.
struct FaultScene: Sendable, CustomTestStringConvertible {
    let name: String
    /// Whether what is there before names its folder, so that no copy of it will do.
    var isBound = false
    /// `RUN` stands for the run that `prepare` names.
    let words: [String]
    var input = ""
    /// Statuses with which the command may end when it is run again after it had done its work.
    var again: Set<Int32> = []
    /// Files that it leaves, the same each time.
    var files: [String] = []
    /// Files of which only the shape is the same: secrets, times.
    var shapes: [String] = []
    /// Commands that go on with what it left.
    var after: [[String]] = []
    /// Makes what is there before; gives the run that the words name.
    let prepare: @Sendable (Workplace) throws -> String

    var testDescription: String { name }

    static let configuration = """
        limits: {chunk_records: 8}
        mail:
          from: it@corp.example
          link_base: https://id.corp.example/
          transport: folder:outbox
          rate: 1000/s
        backup_codes: on
        feeds:
          hr: {mode: full, leavers: {delete_after: 10 d}}

        """

    /// A night's file: somebody new, changed, away, refused, and a secret.
    static func feed(night: Int, isClean: Bool = false) -> String {
        var feed =
            "action,username,email,first_name,external_id,groups,device_limit,end_date,count\n"
        for number in 1...30 where number != night + 4 {
            let email = number == 17 && !isClean ? "not-mail" : "u\(number)@example.com"
            let name = number % 5 == night ? "Renamed \(night)" : "Name \(number)"
            let end = number % 9 == 0 ? "2020-01-0\(night)" : ""
            feed += ",u\(number),\(email),\(name),E\(number),staff;team \(number % 3),2,\(end),\n"
        }
        for number in 40...43 {
            feed += ",n\(night)x\(number),n\(night)x\(number)@example.com,N,,,,,\n"
        }
        if !isClean { feed += "generate-backup-code,u3,,,,,,,1\ndisable,u6,,,,,,,\n" }
        return feed
    }

    private static let outputs = [
        "--results", "results.csv", "--rejects", "rejects.csv", "--secrets", "secrets.csv",
        "--report", "report.html", "--metrics", "metrics.txt",
    ]
    private static let files = ["results.csv", "rejects.csv"]
    private static let shapes = ["secrets.csv", "report.html", "metrics.txt"]

    private static func configured(_ place: Workplace) throws {
        try place.write(configuration, to: "muster.yaml")
        try FileManager.default.createDirectory(
            atPath: place.path("tmp"), withIntermediateDirectories: false)
        place.environment["TMPDIR"] = place.path("tmp")
        for night in 1...2 {
            try place.write(feed(night: night), to: "hr\(night).csv")
            try place.write(feed(night: night, isClean: true), to: "clean\(night).csv")
        }
    }

    /// A directory after the first night; gives that run.
    @discardableResult
    private static func filled(_ place: Workplace) throws -> String {
        try configured(place)
        let ending = place.muster(
            "import", "hr1.csv", "--feed", "hr", "--mail", "--secrets", "first.csv", "--quiet")
        try #require(ending.status == 1, "\(ending.error)")
        return place.newestRun
    }

    static let all: [FaultScene] = [
        FaultScene(
            name: "first import",
            words: ["import", "hr1.csv", "--feed", "hr", "--mail", "--quiet"] + outputs,
            files: files, shapes: shapes
        ) { place in
            try configured(place)
            return ""
        },
        FaultScene(
            name: "import of standard input",
            words: ["import", "-", "--feed", "hr", "--mail", "--quiet"] + outputs,
            input: feed(night: 2), files: files, shapes: shapes, prepare: filled),
        FaultScene(
            name: "import of a compressed file",
            words: ["import", "hr2.csv.gz", "--feed", "hr"] + outputs, files: files,
            shapes: shapes
        ) { place in
            try filled(place)
            place.gzip("hr2.csv")
            return ""
        },
        FaultScene(
            name: "atomic import",
            words: [
                "import", "clean2.csv", "--feed", "hr", "--mail", "--atomic", "--results",
                "results.jsonl",
            ], files: ["results.jsonl"], prepare: filled),
        FaultScene(
            name: "resume", isBound: true, words: ["resume", "RUN"], again: [1], files: files,
            shapes: ["secrets.csv"]
        ) { place in
            try filled(place)
            place.meet(["MUSTER_FAULT": "write:3:eio:results.csv"])
            let ending = place.start(
                ["import", "hr2.csv", "--feed", "hr", "--mail", "--quiet"] + outputs
            ).end()
            place.meet([:])
            try #require(ending.status == 74, "\(ending.error)")
            return place.newestRun
        },
        FaultScene(
            name: "plan", words: ["plan", "clean2.csv", "--feed", "hr", "--out", "hr.plan"],
            again: [0], shapes: ["hr.plan"], after: [["apply", "hr.plan"]], prepare: filled),
        FaultScene(
            name: "apply", words: ["apply", "hr.plan", "--report", "report.html"], again: [2],
            files: ["results.csv"], shapes: ["report.html"]
        ) { place in
            try filled(place)
            let ending = place.muster(
                "plan", "clean2.csv", "--feed", "hr", "--out", "hr.plan", "--mail")
            try #require(ending.status == 0, "\(ending.error)")
            return ""
        },
        FaultScene(
            name: "undo",
            words: ["undo", "RUN", "--results", "results.csv", "--metrics", "metrics.txt"],
            again: [1], files: ["results.csv"], shapes: ["metrics.txt"]
        ) { place in
            try filled(place)
            let ending = place.muster("import", "clean2.csv", "--feed", "hr", "--mail")
            try #require(ending.status == 0, "\(ending.error)")
            return place.newestRun
        },
        FaultScene(
            name: "sweep",
            words: ["sweep", "--results", "results.csv", "--metrics", "metrics.txt", "--quiet"],
            files: ["results.csv"], shapes: ["metrics.txt"], prepare: filled),
        FaultScene(
            name: "backup", words: ["backup", "copy.sqlite"], shapes: ["copy.sqlite"]
        ) { place in
            try filled(place)
            place.muster("backup", "copy.sqlite")
            return place.muster("user", "disable", "u7", "--quiet").error
        },
        FaultScene(
            name: "export to a file", words: ["users", "export", "--output", "out.csv"],
            files: ["out.csv"]
        ) { place in
            try place.write("earlier", to: "out.csv")
            return try filled(place)
        },
        FaultScene(name: "export", words: ["users", "export"], prepare: filled),
        FaultScene(name: "mail", words: ["mail", "deliver"], shapes: ["outbox"], prepare: filled),
        FaultScene(
            name: "init", words: ["init"], again: [0, 73], after: [["groups", "create", "g"]]
        ) { _ in "" },
        FaultScene(
            name: "user", words: ["user", "add-to-groups", "u3", "new"], again: [0],
            prepare: filled),
    ]
}
