import FeedFormats
import Provisioning

/// What a file is, told by its name and its first bytes: an answer with a reason, or a halt.
enum DetectionClaims {
    private static let names = [
        "-", "a.csv", "a.tsv", "a.txt", "a.xml", "a.json", "a.jsonl", "a.csv.gz", "a.xml.zst",
        "a", "a.b/c", ".csv", "a.",
    ]
    private static let encodings: [String?] = [nil, "utf-8", "utf-16", "windows-1252", "latin1"]

    static func check(_ input: [UInt8]) throws(BrokenClaim) {
        var bytes = FuzzBytes(input)
        let name = bytes.choice(of: names)
        let encoding = bytes.choice(of: encodings)
        let file = Array(bytes.rest)
        let whole = try answer(name, encoding, file, [])
        let split = try answer(name, encoding, file, bytes.pieces)
        try claim(whole == split, "in pieces it is told otherwise: \(whole), \(split)")
        // A name that an administrator may declare, whatever it is.
        _ = DeclaredEncoding.isReadable(String(decoding: file.prefix(40), as: UTF8.self))
        _ = FormatDetection.format(
            path: String(decoding: file.prefix(20), as: UTF8.self), head: file)
    }

    private static func answer(
        _ name: String, _ encoding: String?, _ file: [UInt8], _ pieces: [Int]
    ) throws(BrokenClaim) -> String {
        var profile = FeedProfile()
        profile.encoding = encoding
        do throws(RunHalt) {
            let decoded = try FeedDecoding.open(
                PieceInput(file, pieces: pieces), path: name, declaredFormat: nil,
                profile: profile, limits: Limits())
            let feed = try OpenFeed(
                decoded.input, as: decoded.format, profile, Limits(), reading: decoded.reading)
            let reading = try feed.source.reading()
            return "\(decoded.format) \(String(describing: reading)) \(decoded.notices)"
        } catch {
            try claimIsHarmless(error)
            return error.text
        }
    }
}
