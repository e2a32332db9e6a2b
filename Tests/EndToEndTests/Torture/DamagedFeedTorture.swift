import Foundation
import Muster
import Testing

/// A feed that is cut at any byte, or has a bit flipped in any, ends as a file that is refused or as
/// exactly one result for each of its records (P4, P7).
@Suite struct DamagedFeedTorture {
    /// A small feed, and how its bytes came about.
    struct Feed: Sendable, CustomTestStringConvertible {
        var name: String
        /// The shell's way from the file `feed` to the file of that name.
        var packing: String
        var testDescription: String { name }
    }

    static let texts = [
        "csv":
            "username,email,groups\r\nada,ada@x.example,\"a;b\"\r\n\"zoë\",z@@,\n\nbob,b@x.example",
        "xml": "<?xml version=\"1.0\"?><users><user id='1'><username>zoë</username>"
            + "<email>z@x.example</email></user>\n<user><username>b&amp;</username></user></users>",
        "jsonl": #"{"username":"ada","email":"a@x.example","groups":["a","b"]}"# + "\n"
            + #"{"username":"zo\u00eb","email":"z@@"}"# + "\r\n\n" + #"{"username":null}"#,
    ]

    static let feeds =
        ["csv", "xml", "jsonl"].flatMap { format in
            [
                Feed(name: "feed.\(format)", packing: "cat"),
                Feed(
                    name: "feed16.\(format)", packing: "{ printf '\\377\\376'; iconv -t UTF-16LE; }"
                ),
                Feed(name: "feed.\(format).gz", packing: "gzip -n"),
                Feed(name: "feed.\(format).zst", packing: "zstd -q"),
            ]
        }

    @Test(arguments: feeds) func everyCutAndEveryFlipEndsAsRefusalOrResults(feed: Feed) throws {
        let place = try Workplace()
        guard let bytes = try Self.bytes(of: feed, in: place) else { return }
        let whole = try #require(try Self.outcome(of: bytes, as: feed, in: place))
        #expect(whole >= 2)
        let isPacked = feed.name.hasSuffix(".gz") || feed.name.hasSuffix(".zst")
        var refused = 0
        for count in bytes.indices {
            let records = try Self.outcome(of: Array(bytes[..<count]), as: feed, in: place)
            refused += records == nil ? 1 : 0
            // Fewer than four bytes are no mark of a packed file.
            if isPacked, count >= 4 { #expect(records == nil, "cut at \(count)") }
            #expect(records ?? 0 <= whole, "cut at \(count)")
        }
        let bits = TortureSize.pick(submission: 1, release: 8)
        for index in bytes.indices {
            for bit in 0..<bits {
                var flipped = bytes
                flipped[index] ^= 1 << ((index + bit) % 8)
                let records = try Self.outcome(of: flipped, as: feed, in: place)
                // Each line or tag more is a record more, and no bit makes two of them.
                #expect(records ?? 0 <= whole + 2, "byte \(index), bit \((index + bit) % 8)")
            }
        }
        TortureFigures.note("truncations", in: "damaged feeds", bytes.count)
        TortureFigures.note("flipped bits", in: "damaged feeds", bytes.count * bits)
        print("\(feed): \(bytes.count) bytes, \(refused) cuts refused")
    }

    /// The bytes of a feed; nil: the machine has no program that makes them.
    private static func bytes(of feed: Feed, in place: Workplace) throws -> [UInt8]? {
        let format = feed.name.split(separator: ".")[1]
        try place.write(try #require(texts[String(format)]), to: "feed")
        let ending = ChildProcess(
            "/bin/sh", ["-c", "\(feed.packing) < feed > '\(feed.name)'"], folder: place.folder,
            environment: place.environment
        ).end()
        guard ending.status == 0 else {
            print("skipped \(feed): \(ending.error)")
            return nil
        }
        return Array(try Data(contentsOf: URL(filePath: place.path(feed.name))))
    }

    /// Reads and decides a feed: the number of its records, nil: it is refused as a whole.
    private static func outcome(
        of bytes: [UInt8], as feed: Feed, in place: Workplace
    ) throws -> UInt64? {
        try place.write(bytes, to: feed.name)
        let directory = MusterDirectory(path: place.path("muster.sqlite"))
        var options = FeedImportOptions()
        options.isDryRun = true
        options.maxRejects = "none"
        options.results = place.path("results.jsonl")
        do throws(MusterError) {
            let summary = try directory.importFeed(at: place.path(feed.name), options: options)
            let lines = try? place.read("results.jsonl").split(separator: "\n").count
            #expect(UInt64(lines ?? 0) == summary.records)
            #expect(summary.outcomes.values.reduce(0, +) == summary.records)
            #expect(summary.status <= 1 && summary.leavers.isEmpty)
            return summary.records
        } catch {
            #expect(error.status == 65, "\(error)")
            #expect(error.message.utf8.count < 1_000)
            return nil
        }
    }
}
