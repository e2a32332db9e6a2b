import Foundation

/// Something that a disk, or somebody, has done to a directory's file.
struct DirectoryDamage: CustomStringConvertible {
    static let kinds = [
        "bits", "bytes", "page head", "empty page", "swapped pages", "cut", "torn end", "freelist",
        "schema", "log of noise", "torn log", "log of another",
    ]

    let kind: String
    private let seed: UInt64
    private let pageBytes = 8_192

    init(_ kind: String, seed: UInt64) {
        self.kind = kind
        self.seed = seed
    }

    var description: String { "\(kind), seed \(seed)" }

    /// Does it to the directory of a place; `log` is that of another directory, `ownLog` an earlier
    /// one of its own.
    func apply(to place: Workplace, log: [UInt8], ownLog: [UInt8]) throws {
        var random = SeededRandom(seed: seed)
        let url = URL(filePath: place.path("muster.sqlite"))
        var bytes = [UInt8](try Data(contentsOf: url))
        let pages = bytes.count / pageBytes
        func page() -> Int { Int.random(in: 1..<pages, using: &random) * pageBytes }
        func noise(_ range: Range<Int>) {
            for index in range { bytes[index] = UInt8.random(in: 0...255, using: &random) }
        }
        switch kind {
        case "bits":
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                bytes[Int.random(in: 100..<bytes.count, using: &random)] ^=
                    1
                    << UInt8.random(
                        in: 0..<8, using: &random)
            }
        case "bytes":
            let start = Int.random(in: 100..<bytes.count - 200, using: &random)
            noise(start..<start + Int.random(in: 1...200, using: &random))
        case "page head":
            let start = page()
            noise(start..<start + 12)
        case "empty page":
            let start = page()
            bytes.replaceSubrange(
                start..<start + pageBytes, with: [UInt8](repeating: 0, count: pageBytes))
        case "swapped pages":
            let (one, other) = (page(), page())
            let kept = Array(bytes[one..<one + pageBytes])
            bytes.replaceSubrange(
                one..<one + pageBytes, with: Array(bytes[other..<other + pageBytes]))
            bytes.replaceSubrange(other..<other + pageBytes, with: kept)
        case "cut": bytes.removeLast(bytes.count - page())
        case "torn end": bytes.removeLast(Int.random(in: 1..<pageBytes, using: &random))
        case "freelist": noise(28..<40)
        case "schema": noise(100..<100 + Int.random(in: 8...400, using: &random))
        case "log of noise":
            let noise = (0..<Int.random(in: 1...70_000, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            try place.write(noise, to: "muster.sqlite-wal")
        case "torn log":
            let count = Int.random(in: 1..<max(ownLog.count, 2), using: &random)
            var torn = Array(ownLog.prefix(count))
            if count > 60 { torn[Int.random(in: 32..<count, using: &random)] ^= 0x41 }
            try place.write(torn, to: "muster.sqlite-wal")
        default: try place.write(log, to: "muster.sqlite-wal")
        }
        try Data(bytes).write(to: url)
        for name in ["muster.sqlite", "muster.sqlite-wal"] where place.names.contains(name) {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: place.path(name))
        }
    }
}
