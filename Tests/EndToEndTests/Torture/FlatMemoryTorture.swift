import Foundation
import Testing

/// Memory does not grow with the bytes of a feed, nor with the runs that a directory has seen.
@Suite(.serialized) struct FlatMemoryTorture {
    /// A feed that goes on for ever: a head, a block of records, and an end.
    struct Feed: Sendable, CustomTestStringConvertible {
        var format: String
        var head: String
        var record: @Sendable (_ user: Int, _ filler: String) -> String
        var end: String
        /// In MiB: of the smaller and the larger feed, every day and in `make torture`.
        var submission: (Int, Int)
        var release: (Int, Int)
        var testDescription: String { format }
    }

    /// Actions, since a file may name a user in any number of them; most bytes are in a column that
    /// nobody reads.
    static let feeds = [
        Feed(
            format: "csv", head: "action,user,groups,remark\n",
            record: { "add-to-groups,user\($0),g\($0),\($1)\n" }, end: "",
            submission: (32, 128), release: (1_024, 10_200)),
        Feed(
            format: "jsonl", head: "",
            record: {
                #"{"action":"add-to-groups","user":"user\#($0)","groups":"g\#($0)","remark":"\#($1)"}"#
                    + "\n"
            }, end: "", submission: (16, 64), release: (256, 2_560)),
        Feed(
            format: "xml", head: "<users>\n",
            record: {
                "<user action=\"add-to-groups\"><user>user\($0)</user><groups>"
                    + "<group>g\($0)</group></groups><remark>\($1)</remark></user>\n"
            }, end: "</users>\n", submission: (16, 64), release: (256, 2_560)),
    ]

    /// Writes the block of records, and says how many stand in a MiB.
    static func writeBlock(_ feed: Feed, in place: Workplace) throws {
        let filler = String(repeating: "0123456789abcdef", count: 500)
        var block = ""
        var number = 0
        while block.utf8.count < 1 << 20 {
            block += feed.record(number % 50, filler)
            number += 1
        }
        try place.write(block, to: "block")
    }

    /// Peak of a rehearsal of a feed of so many MiB that comes from a pipe, in KiB.
    static func peak(_ feed: Feed, mebibytes: Int, in place: Workplace) throws -> Int {
        let script = """
            { printf '%s' "$0"; i=0; while [ $i -lt \(mebibytes) ]; do cat block; i=$((i + 1)); done
            printf '%s' "$1"; } | "$2" import - --input-format \(feed.format) --dry-run --quiet \
            --results none.jsonl --max-rejects none
            """
        place.meet(["MUSTER_PEAK": place.path("peak")])
        defer { place.meet([:]) }
        let ending = ChildProcess(
            "/bin/bash", ["-c", script, feed.head, feed.end, place.binary],
            folder: place.folder, environment: place.environment
        ).end()
        #expect(ending.status == 0, "\(ending.error)")
        place.remove("none.jsonl")
        return try place.peakNoted()
    }

    @Test(arguments: feeds) func aFeedOfAnySizeTakesTheSameMemory(feed: Feed) throws {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        let people = (0..<50).map { "user\($0),user\($0)@example.com\n" }.joined()
        try place.write("username,email\n" + people, to: "users.csv")
        #expect(place.muster("import", "users.csv", "--quiet").status == 0)
        try Self.writeBlock(feed, in: place)
        let sizes = TortureSize.pick(submission: feed.submission, release: feed.release)
        let small = try Self.peak(feed, mebibytes: sizes.0, in: place)
        let large = try Self.peak(feed, mebibytes: sizes.1, in: place)
        print("\(feed.format): \(small) KiB for \(sizes.0) MiB, \(large) KiB for \(sizes.1) MiB")
        TortureFigures.note("MiB through a pipe", in: "memory", sizes.0 + sizes.1)
        TortureFigures.noteMost("peak KiB, \(feed.format)", in: "memory", large)
        // Some bytes a record are kept, of which there are about 130 in a MiB.
        let kept = (sizes.1 - sizes.0) * 130 * 32 / 1_024
        #expect(large - small < 8_192 + kept)
    }

    @Test func aThousandRunsOnOneDirectoryTakeTheSameMemory() throws {
        let place = try Workplace()
        place.binary = BuiltBinary.optimised
        var early: [Int] = []
        var late: [Int] = []
        var sizes: [Int] = []
        let runs = TortureSize.pick(submission: 60, release: 1_000)
        for run in 0..<runs {
            var feed = "username,email,department\n"
            for number in 0..<20 {
                feed += "user\(number),user\(number)@example.com,D\(number % 5 == 0 ? run : 0)\n"
            }
            try place.write(feed, to: "users.csv")
            let (peak, ending) = try place.peak(of: ["import", "users.csv", "--mail", "--quiet"])
            #expect(ending.status == 0, "run \(run): \(ending.error)")
            if (5..<15).contains(run) { early.append(peak) }
            if run >= runs - 10 { late.append(peak) }
            if [runs / 2, runs - 1].contains(run) { sizes.append(try Self.size(of: place)) }
        }
        TortureFigures.note("runs on one directory", in: "memory", runs)
        TortureFigures.noteMost("peak KiB of the last run", in: "memory", late.max() ?? 0)
        let grown = (late.max() ?? .max) - (early.max() ?? 0)
        #expect(grown < 4 << 10, "\(early) \(late)")
        // A run is some rows in the history and the log, and no more with each one.
        let perRun = (sizes[1] - sizes[0]) / max(1, runs / 2)
        print("\(perRun) bytes a run")
        #expect(perRun < 16 << 10)
        #expect(place.muster("audit", "verify").status == 0)
        #expect(try Integrity.findings(of: place.path("muster.sqlite")) == ["ok"])
        #expect(place.muster("runs", "list", "--limit", "5").lines.count == 5)
    }

    /// Bytes of the directory's file.
    static func size(of place: Workplace) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(
            atPath: place.path("muster.sqlite"))
        return attributes[.size] as? Int ?? 0
    }
}
