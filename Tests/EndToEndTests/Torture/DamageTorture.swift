import Foundation
import GRDB
import Glibc
import Testing

/// A damaged directory never traps, never hangs, and never loses anybody without a word.
@Suite struct DamageTorture {
    private static let reading: [[String]] = [
        ["users", "list"], ["users", "find", "u7"], ["users", "export"], ["groups", "list"],
        ["groups", "show", "staff"], ["apps", "list"], ["runs", "list"], ["audit", "show"],
        ["audit", "verify"], ["mail", "status"], ["report"], ["onboarding", "list"],
        ["login", "check", "u7"], ["user", "view-apps", "u7"],
        ["import", "hr2.csv", "--dry-run", "--quiet"],
    ]
    private static let writing: [[String]] = [
        ["sweep", "--quiet"], ["backup", "copy.sqlite"],
        ["mail", "deliver", "--transport", "folder:outbox", "--limit", "5"],
        ["user", "disable", "u9"], ["user", "delete", "u9", "u9@example.com"],
    ]

    private static func feed(_ name: String) -> String {
        "username,email,first_name,external_id,groups,device_limit\n"
            + (1...300).map { "u\($0),u\($0)@example.com,\(name),E\($0),staff;team \($0 % 3),2\n" }
            .joined()
    }

    /// A directory whose log is in its file; the log as it was before that.
    private static func original() throws -> (Workplace, log: [UInt8]) {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        try place.write(feed("Ada"), to: "hr.csv")
        try place.write(feed("Grace"), to: "hr2.csv")
        try #require(place.muster("import", "hr.csv", "--mail", "--quiet").status == 0)
        // The log stands as long as somebody has the directory open.
        let held = try DatabaseQueue(path: place.path("muster.sqlite"))
        try held.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM users") }
        for words in [
            ["apps", "create", "wiki"], ["user", "delete", "u8", "u8@example.com"],
            ["user", "disable", "u6"],
        ] {
            try #require(place.start(words).end().status == 0, "\(words)")
        }
        let log = [UInt8](try Data(contentsOf: URL(filePath: place.path("muster.sqlite-wal"))))
        try #require(log.count > 1_000)
        try held.close()
        try DirectoryFile(place).checkpoint()
        for name in ["muster.sqlite-wal", "muster.sqlite-shm"] { place.remove(name) }
        return (place, log)
    }

    @Test func aDamagedDirectoryIsSaid() throws {
        let seed = TortureSize.seed
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let (original, log) = try Self.original()
        let (other, otherLog) = try Self.original()
        withExtendedLifetime(other) {}
        var (damages, processes, refused) = (0, 0, 0)
        for round in TortureSize.rounds(submission: 40, release: 100_000, share: 0.1) {
            let kind = DirectoryDamage.kinds[round % DirectoryDamage.kinds.count]
            let damage = DirectoryDamage(kind, seed: random.next())
            let place = try Workplace()
            place.binary = original.binary
            for name in original.names {
                try FileManager.default.copyItem(
                    atPath: original.path(name), toPath: place.path(name))
            }
            try damage.apply(to: place, log: otherLog, ownLog: log)
            var commands = Array(Self.reading.shuffled(using: &random).prefix(2))
            if Bool.random(using: &random), let one = Self.writing.randomElement(using: &random) {
                commands.append(one)
            }
            commands += [["import", "hr2.csv", "--quiet"], ["doctor", "--quiet"]]
            var last: [Int32] = []
            for words in commands {
                let ending = place.start(words).end(signal: (SIGKILL, .seconds(60)))
                let complaint = Self.complaint(words, ending)
                #expect(complaint == nil, "\(damage): \(words): \(complaint ?? "") \(ending.error)")
                last.append(ending.status)
                processes += 1
            }
            damages += 1
            // Who says that all is done, and all is well, has lost nobody.
            guard last.suffix(2) == [0, 0] else {
                refused += 1
                continue
            }
            let left = place.muster("users", "export").lines.count
            #expect(left >= 301, "\(damage): \(left) lines for 300 users")
        }
        TortureFigures.note("damages", in: "damaged directories", damages)
        TortureFigures.note("damages found out", in: "damaged directories", refused)
        TortureFigures.note("commands on them", in: "damaged directories", processes)
    }

    private static func complaint(_ words: [String], _ ending: ProcessEnding) -> String? {
        if let signal = ending.signal { return "ended by signal \(signal)" }
        if [0, 1].contains(ending.status) { return nil }
        // What SQLite finds impossible, such as a row that is there twice, cannot be told from a fault of
        // our own; the message says how to find out.
        if ending.status == 70 {
            let isExplained =
                ending.error.contains("[directory.storage.failed]")
                && ending.error.contains("muster doctor")
            return isExplained ? nil : "status 70"
        }
        // 2: a guard that sees more go than there should be.
        guard [2, 66, 69, 73, 74, 75, 78].contains(ending.status) else {
            return "status \(ending.status)"
        }
        return ending.error.contains(#/\[[a-z]+(\.[a-z-]+)+\]/#) ? nil : "no code"
    }
}
