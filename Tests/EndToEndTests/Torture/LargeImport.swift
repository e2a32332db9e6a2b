import Foundation
import Glibc
import Testing

/// One way in which a large file is imported: its format, its mode, its options.
struct LargeImport: Hashable, CustomStringConvertible {
    var feed: LargeFeed
    var isCompressed = false
    var isStandardInput = false
    /// Into a directory that has the first night's users; else into an empty one, without indexes at first.
    var hasUsers = false
    var isFull = false
    var isAtomic = false
    var hasMail = false
    var hasSecrets: Bool { feed.hasSecrets }

    var description: String {
        var words = [feed.format.rawValue + (isCompressed ? ".gz" : "")]
        if isStandardInput { words.append("standard input") }
        words.append(hasUsers ? "into users" : "into an empty directory")
        if isFull { words.append("full") }
        if isAtomic { words.append("atomic") }
        if hasMail { words.append("mail") }
        if hasSecrets { words.append("secrets") }
        return words.joined(separator: ", ")
    }

    /// The ways that are tried every day.
    static func usual(_ users: Int) -> [LargeImport] {
        let plain = LargeFeed(users: users)
        var xml = plain
        xml.format = .xml
        var json = plain
        (json.format, json.hasSecrets) = (.jsonl, true)
        var full = plain
        full.isSecondNight = true
        var whole = full
        whole.isClean = true
        return [
            LargeImport(feed: plain, hasMail: true),
            LargeImport(feed: full, hasUsers: true, isFull: true, hasMail: true),
            LargeImport(feed: json, isCompressed: true),
            LargeImport(feed: whole, hasUsers: true, isAtomic: true),
            LargeImport(feed: xml, isStandardInput: true, hasMail: true),
        ]
    }

    /// Any way at all.
    static func any(_ users: Int, _ random: inout SeededRandom) -> LargeImport {
        func often(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        var feed = LargeFeed(users: users)
        feed.format = LargeFeed.Format.allCases.randomElement(using: &random) ?? .csv
        feed.hasSecrets = often(30)
        let hasUsers = often(50)
        feed.isSecondNight = hasUsers
        let isAtomic = often(20)
        feed.isClean = isAtomic || often(20)
        return LargeImport(
            feed: feed, isCompressed: often(25), isStandardInput: often(25), hasUsers: hasUsers,
            isFull: hasUsers && often(50), isAtomic: isAtomic, hasMail: often(60))
    }

    // MARK: The place

    var file: String { "users.\(feed.format.rawValue)" + (isCompressed ? ".gz" : "") }
    var rejects: String { "rejects.\(feed.format.rawValue)" }

    /// Words of the import.
    var words: [String] {
        var words = [
            "import", isStandardInput ? "-" : file, "--feed", "hr", "--results", "results.jsonl",
            "--rejects", rejects, "--quiet", isFull ? "--mode=full" : "--mode=delta",
        ]
        if isStandardInput { words += ["--input-format", feed.format.rawValue] }
        if isAtomic { words.append("--atomic") }
        if hasMail { words.append("--mail") }
        if hasSecrets { words += ["--secrets", "secrets.csv"] }
        return words
    }

    /// Starts it.
    func start(in place: Workplace) -> ChildProcess {
        guard isStandardInput else { return place.start(words) }
        // The shell becomes the program, so that a kill of the one is a kill of the other.
        return ChildProcess(
            "/bin/sh", ["-c", "exec \"$0\" \"$@\" < \(file)", place.binary] + words,
            folder: place.folder, environment: place.environment)
    }

    /// A workplace with its file, and with the directory that `base` has.
    func place(over base: Workplace?) throws -> Workplace {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        try place.write(
            """
            limits: {chunk_records: 1000}
            backup_codes: on
            mail: {notices: on}
            feeds: {hr: {guards: {removals: none, rejects: none, identity: none, drift: none}}}

            """, to: "muster.yaml")
        if let base {
            for name in base.names where name.hasPrefix("muster.") && name != "muster.runs" {
                place.remove(name)
                try FileManager.default.copyItem(
                    atPath: base.path(name), toPath: place.path(name))
            }
        }
        return place
    }
}
