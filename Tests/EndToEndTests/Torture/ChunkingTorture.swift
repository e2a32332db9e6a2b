import Foundation
import Testing

/// However a feed arrives, and whatever pieces of it are worked on at once, the results are the same.
@Suite struct ChunkingTorture {
    private static let pieces = [1, 2, 3, 7, 4_095, 4_096, 65_536]
    private static let packings = [
        ("", "cat"), ("16", "{ printf '\\377\\376'; iconv -f UTF-8 -t UTF-16LE; }"),
        (".gz", "gzip -n"), (".zst", "zstd -q"),
    ]

    private static func feed(_ format: String, encoding: String = "UTF-8") throws -> String {
        let count = TortureSize.pick(submission: 60, release: 1_000)
        let crowd = Population(count: count, seed: 20_261_126)
        return switch format {
        case "csv": crowd.csv()
        case "xml": crowd.xml(encoding: encoding)
        default: try crowd.jsonLines()
        }
    }

    /// What an import of standard input says of each record.
    private static func results(
        of command: String, _ format: String, in place: Workplace, _ more: String = ""
    ) -> ProcessEnding {
        let words =
            "import - --input-format \(format) --dry-run --max-rejects none --results - \(more)"
        return ChildProcess(
            "/bin/sh",
            ["-c", "\(command) 2>/dev/null | exec \"$0\" \(words) 2>summary", place.binary],
            folder: place.folder, environment: place.environment
        ).end()
    }

    /// A place with a feed in "plain", and what comes of it in one piece.
    private static func whole(_ format: String) throws -> (Workplace, ProcessEnding) {
        let place = try Workplace(isOptimised: true)
        try place.write(try feed(format), to: "plain")
        return (place, results(of: "cat plain", format, in: place))
    }

    @Test(arguments: ["csv", "xml", "jsonl"]) func thePiecesOfAPipeDecideNothing(
        format: String
    ) throws {
        let (place, expected) = try Self.whole(format)
        let records = try ResultLine.all(in: expected.output).count
        #expect(records == TortureSize.pick(submission: 60, release: 1_000))
        for (name, packing) in Self.packings {
            if name == "16" {
                try place.write(try Self.feed(format, encoding: "UTF-16"), to: "plain")
            }
            let packed = ChildProcess(
                "/bin/sh", ["-c", "\(packing) < plain > packed"], folder: place.folder,
                environment: place.environment
            ).end()
            guard packed.status == 0 else {
                print("skipped \(format)\(name): \(packed.error)")
                continue
            }
            for size in Self.pieces {
                let found = Self.results(of: "dd bs=\(size) < packed", format, in: place)
                #expect(found.status == expected.status, "\(format)\(name) by \(size)")
                let isSame = found.output == expected.output
                let summary = try place.read("summary")
                #expect(isSame, "\(format)\(name) by \(size): \(summary)")
                TortureFigures.note("pipes", in: "chunkings", 1)
            }
            try place.write(try Self.feed(format), to: "plain")
        }
    }

    @Test(arguments: ["csv", "xml", "jsonl"]) func thePiecesOfTheWorkDecideNothing(
        format: String
    ) throws {
        let (place, expected) = try Self.whole(format)
        for records in [1, 2, 3, 7, 59, 60, 61, 65_536] {
            for bytes in ["4 KiB", "4099", "256 MiB"] {
                try place.write(
                    "limits: {chunk_records: \(records), chunk_bytes: \(bytes)}\n",
                    to: "muster.yaml")
                let found = Self.results(of: "cat plain", format, in: place)
                #expect(found.output == expected.output, "\(records) records, \(bytes)")
                TortureFigures.note("sizes of chunks", in: "chunkings", 1)
            }
        }
        // What is written is the same, too.
        var contents: DirectoryContents?
        for (records, bytes) in [(1, "4 KiB"), (7, "4099"), (65_536, "1 MiB")] {
            for name in place.names where name.hasPrefix("muster.") { place.remove(name) }
            try place.write(
                "limits: {chunk_records: \(records), chunk_bytes: \(bytes)}\n", to: "muster.yaml")
            let ending = place.muster(
                "import", "plain", "--input-format", format, "--max-rejects", "none", "--quiet",
                "--mail")
            #expect(ending.status == 1, "\(ending.error)")
            let found = try place.contents()
            if let contents { #expect(Difference(found, contents) == nil) }
            contents = found
        }
    }
}
