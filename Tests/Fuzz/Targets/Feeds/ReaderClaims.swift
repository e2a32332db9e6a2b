import FeedFormats
import Provisioning

/// The readers: however the bytes come, the records are the same, and each is found again.
enum ReaderClaims {
    static func check(_ input: [UInt8], as format: FeedFormat) throws(BrokenClaim) {
        var bytes = FuzzBytes(input)
        let choice = bytes.choice()
        let file = Array(bytes.rest)
        let profile = FuzzProfile.profile(choice, format)
        let limits = FuzzProfile.limits(choice)
        func open(_ pieces: [Int], _ limits: Limits) throws(RunHalt) -> OpenFeed {
            try OpenFeed(PieceInput(file, pieces: pieces), as: format, profile, limits)
        }
        let rejects = RejectsClaims(format, profile)
        let whole = try FeedView { () throws(RunHalt) in
            try open([], limits)
        } each: { (feed, batch) throws(BrokenClaim) in
            try rejects.add(batch, of: feed)
        }
        try checkPlaces(whole, file, format)
        let small = FuzzProfile.inSmallChunks(limits)
        let pieces = bytes.pieces
        var opened: OpenFeed?
        let split = try FeedView { () throws(RunHalt) in
            let feed = try open(pieces, small)
            opened = feed
            return feed
        }
        try whole.claimIsSame(as: split, "in pieces of \(pieces) the feed reads otherwise")
        guard let opened, split.halt == nil else { return }
        try checkRereading(split, opened)
        try checkRewinding(split, opened)
        try rejects.finish()
    }

    /// Records stand one behind another, numbered from 1, within the file and on their lines.
    private static func checkPlaces(
        _ view: FeedView, _ file: [UInt8], _ format: FeedFormat
    ) throws(BrokenClaim) {
        var number: UInt32 = 1
        var end: UInt64 = 0
        var lines: UInt64 = 1
        var counted = 0
        for record in view.records {
            try claim(record.number == number, "record \(record.number) follows \(number - 1)")
            try claim(record.offset >= end, "record \(number) overlaps the one before it")
            number += 1
            end = record.offset + UInt64(record.length)
            try claim(end <= UInt64(file.count), "record \(number) ends behind the file")
            while counted < Int(record.offset) {
                let isPair = file[counted] == 0x0D && file[(counted + 1)...].first == 0x0A
                if file[counted] == 0x0A || file[counted] == 0x0D && !isPair { lines += 1 }
                counted += 1
            }
            // What a line end is to CSV, is none everywhere.
            try claim(
                format == .csv ? record.line == lines : (1...lines).contains(record.line),
                "record \(record.number) is on line \(record.line), not \(lines)")
        }
    }

    /// A record that is read again alone says the same.
    private static func checkRereading(
        _ view: FeedView, _ feed: OpenFeed
    ) throws(BrokenClaim) {
        let chunk = FeedChunk(capacity: 64)
        for record in view.records {
            do throws(RunHalt) {
                try feed.source.reread(
                    offset: record.offset, length: record.length, number: record.number,
                    line: record.line, into: chunk)
            } catch {
                throw BrokenClaim(
                    description: "record \(record.number) is not found again: \(error.text)")
            }
            try claim(chunk.records.count == 1, "record \(record.number) becomes several")
            guard let place = chunk.records.first else { return }
            let fields = FeedView.RecordView.fields(of: place, in: chunk)
            let fault = place.faultIndex >= 0 ? chunk.faults[Int(place.faultIndex)] : nil
            try claim(
                place.number == record.number && place.line == record.line
                    && fields == record.fields && fault == record.fault,
                "record \(record.number) reads otherwise again: \(fields) \(String(describing: fault))\nnot \(record)"
            )
        }
    }

    /// The second reading of a run is the first one again.
    private static func checkRewinding(
        _ view: FeedView, _ feed: OpenFeed
    ) throws(BrokenClaim) {
        do throws(RunHalt) { try feed.source.rewind() } catch {
            throw BrokenClaim(description: "the feed cannot be rewound: \(error.text)")
        }
        let again = try FeedView { feed }
        try claim(again.records == view.records, "a second reading gives other records")
    }
}
