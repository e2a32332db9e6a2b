import Foundation
import Testing

/// A disk that is full ends a command with words, and the same command goes on when there is room.
@Suite(.serialized) struct FullDiskTorture {
    /// What is written to a disk of its own.
    struct Case: Sendable, CustomTestStringConvertible {
        /// The folder that is the disk; empty: everything.
        var disk: String
        /// Pages of 4 KiB that would be enough, or nearly.
        var pagesMax: Int
        var scene: FaultScene

        var testDescription: String { scene.name }
    }

    private static let people = 700

    /// Many people, and many who are refused.
    private static func feed(night: Int) -> String {
        var feed = "action,username,email,first_name,external_id,count\n"
        for number in 1...people {
            let email = number % 3 == 0 ? "no-mail-\(number)" : "u\(number)@example.com"
            feed += ",u\(number),\(email),Name \(number % 5 == night ? night : 0),E\(number),\n"
        }
        return feed + (1...4).map { "generate-backup-code,u\($0 * 7),,,,1\n" }.joined()
    }

    @discardableResult
    private static func prepared(_ place: Workplace) throws -> String {
        try place.write(FaultScene.configuration, to: "muster.yaml")
        for name in ["disk", "tmp"] {
            try FileManager.default.createDirectory(
                atPath: place.path(name), withIntermediateDirectories: false)
        }
        place.environment["TMPDIR"] = place.path("tmp")
        for night in 1...2 { try place.write(feed(night: night), to: "hr\(night).csv") }
        let ending = place.muster(
            "import", "hr1.csv", "--mail", "--secrets", "first.csv", "--max-rejects", "none",
            "--quiet")
        try #require(ending.status == 1, "\(ending.error)")
        return ""
    }

    private static func importing(
        _ name: String, _ disk: String, _ pages: Int, _ outputs: [String], files: [String] = [],
        shapes: [String] = [], file: String = "hr2.csv"
    ) -> Case {
        let words = ["import", file, "--max-rejects", "none", "--quiet", "--secrets"]
        let secrets = shapes.contains("disk/secrets.csv") ? "disk/secrets.csv" : "secrets.csv"
        return Case(
            disk: disk, pagesMax: pages,
            scene: FaultScene(
                name: name, words: words + [secrets] + outputs, input: feed(night: 2),
                files: files, shapes: shapes
            ) { place in
                try prepared(place)
                if file.hasSuffix(".gz") { place.gzip("hr2.csv") }
                return ""
            })
    }

    static let all = [
        importing("everything", "", 160, ["--results", "results.csv"], files: ["results.csv"]),
        importing(
            "results", "disk", 14, ["--results", "disk/results.csv"], files: ["disk/results.csv"]),
        importing(
            "rejects", "disk", 8, ["--rejects", "disk/rejects.csv"], files: ["disk/rejects.csv"]),
        importing("secrets", "disk", 0, [], shapes: ["disk/secrets.csv"]),
        importing("standard input and run folder", "muster.runs", 40, [], file: "-"),
        importing("inflated copy", "tmp", 8, [], file: "hr2.csv.gz"),
        Case(
            disk: "disk", pagesMax: 30,
            scene: FaultScene(
                name: "mail", words: ["mail", "deliver"], shapes: ["disk/outbox"]
            ) { place in
                for name in ["disk", "tmp"] {
                    try FileManager.default.createDirectory(
                        atPath: place.path(name), withIntermediateDirectories: false)
                }
                try place.write(FaultScene.feed(night: 1, isClean: true), to: "hr.csv")
                let settings = FaultScene.configuration.replacing(
                    "folder:outbox", with: "folder:disk/outbox")
                try place.write(settings, to: "muster.yaml")
                return place.muster("import", "hr.csv", "--mail", "--quiet").error
            }),
        Case(
            disk: "disk", pagesMax: 12,
            scene: FaultScene(
                name: "plan",
                words: ["plan", "hr2.csv", "--max-rejects", "none", "--out", "disk/hr.plan"],
                shapes: ["disk/hr.plan"], prepare: prepared)),
        Case(
            disk: "disk", pagesMax: 150,
            scene: FaultScene(
                name: "backup", words: ["backup", "disk/copy.sqlite"],
                shapes: ["disk/copy.sqlite"], prepare: prepared)),
        Case(
            disk: "disk", pagesMax: 12,
            scene: FaultScene(
                name: "export", words: ["users", "export", "--output", "disk/out.csv"],
                files: ["disk/out.csv"], prepare: prepared)),
    ]

    @Test(arguments: all) func aFullDiskLosesNothing(one: Case) throws {
        let seed = TortureSize.seed
        print("\(one.scene.name): seed \(seed)")
        var random = SeededRandom(seed: seed)
        let stage = try FaultStage(one.scene)
        var disks = (mounted: 0, counted: 0)
        let rounds = TortureSize.rounds(
            submission: 4, release: 65, share: 0.12 / Double(Self.all.count))
        for round in rounds {
            // Spread from nothing to nearly enough; and once names are what is short.
            let pages =
                round < 3
                ? one.pagesMax * round / 3 : Int.random(in: 0...one.pagesMax, using: &random)
            // A few are counted by the library of faults, as all are where nothing can be mounted.
            let isMounted = FullDisk.isMountable && round % 4 != 2
            let disk = FullDisk(
                at: one.disk, round == 3 ? .names : .pages(pages), isMounted: isMounted)
            let found = try FaultTrial(stage, disk).complaints()
            #expect(found.isEmpty, "\(one.scene.name), seed \(seed), \(disk): \(found)")
            if isMounted { disks.mounted += 1 } else { disks.counted += 1 }
        }
        TortureFigures.note("mounted: \(one.scene.name)", in: "full disks", disks.mounted)
        TortureFigures.note("counted: \(one.scene.name)", in: "full disks", disks.counted)
    }

    /// The system's limit on the size of files kills by a signal, unless a program hears of it.
    @Test func aLimitOnTheSizeOfFilesIsSaid() throws {
        let stage = try FaultStage(Self.all[0].scene)
        for blocks in [8, 400] {
            let limit = FileSizeLimit(blocks: blocks)
            let found = try FaultTrial(stage, limit).complaints()
            #expect(found.isEmpty, "\(limit): \(found)")
        }
        TortureFigures.note("limits on the size of files", in: "full disks", 2)
    }
}
