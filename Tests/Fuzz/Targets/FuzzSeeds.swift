import Foundation

/// Inputs to begin with: those of `Seeds`, the project's samples and documents, and the public corpora
/// beside the package, where they are.
enum FuzzSeeds {
    private static let fuzz = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let package = fuzz.deletingLastPathComponent().deletingLastPathComponent()

    /// Writes the seeds of a target into a folder, and says how many there are.
    static func write(_ target: FuzzTarget, to folder: String) -> Int {
        let folder = URL(filePath: folder)
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let seeds = own(target) + found(target)
        for (index, seed) in seeds.enumerated() {
            let file = folder.appendingPathComponent("seed-\(index)")
            try? Data(seed.prefix(target.bytesMax)).write(to: file)
        }
        return seeds.count
    }

    /// The seeds that are written for this, each a line of the target's file.
    static func own(_ target: FuzzTarget) -> [[UInt8]] {
        let file = fuzz.appendingPathComponent("Seeds/\(target.rawValue).txt")
        let seeds = bytes(of: file).split(separator: 0x0A).map(unescaped)
        switch target {
        case .csv: return withChoices([0, 0x01, 0x02, 0x4C, 0x1C, 0x60, 0x8A], seeds)
        case .xml, .jsonl: return withChoices([0, 0x01, 0x20, 0x61, 0xA0], seeds)
        default: return seeds
        }
    }

    /// Seeds out of other files; without the corpora there are fewer.
    static func found(_ target: FuzzTarget) -> [[UInt8]] {
        let corpus = "../shared/corpus"
        let seeds: [[UInt8]]
        switch target {
        case .csv:
            seeds =
                files(in: "samples", [".csv"]) + files(in: "\(corpus)/connector-csv", [".csv"])
                + files(in: "\(corpus)/csv-spectrum", [".csv"])
                + files(in: "\(corpus)/hr-feeds", [".csv"])
        case .xml: seeds = files(in: "samples", [".xml"]) + files(in: "\(corpus)/libxml2", [".xml"])
        case .jsonl:
            seeds =
                files(in: "samples", [".json", ".jsonl"]) + files(in: corpus, [".json"])
        case .input, .detection:
            let all = files(in: "samples", [".csv", ".xml", ".json", ".jsonl"])
            return (all + files(in: "\(corpus)/utf8tests", [".bin"])).map { [0, 0, 0] + $0 }
        case .email: return addresses(bytes(of: place("\(corpus)/isemail/test/tests.xml")))
        case .username, .cells, .writers:
            return bytes(of: place("\(corpus)/naughty-strings/blns.json"))
                .split(separator: 0x0A).map { Array($0.dropFirst(5).dropLast(2)) }
        case .configuration: return files(in: "samples", [".yaml"]) + documented()
        case .results: return files(in: "samples", [".expected.csv"]).map { [4] + $0 }
        case .template:
            let text = files(in: "Sources/MailDelivery/Resources", [".txt"])
            let page = files(in: "Sources/MailDelivery/Resources", [".html"])
            return zip(text, page).map { $0 + [0] + $1 + [0, 0, 0x41] }
        case .phone, .dates, .passwordHash, .plan, .smtp: return []
        }
        return withChoices([0, 0x61], seeds)
    }

    /// A reader is given each file in several ways; see `FuzzProfile`.
    private static func withChoices(_ choices: [UInt8], _ seeds: [[UInt8]]) -> [[UInt8]] {
        choices.flatMap { choice in seeds.map { [choice] + $0 } }
    }

    // MARK: Files

    private static func place(_ path: String) -> URL {
        package.appendingPathComponent(path).standardizedFileURL
    }

    static func bytes(of file: URL) -> [UInt8] {
        (try? Data(contentsOf: file)).map(Array.init) ?? []
    }

    /// Contents of the files in a folder and those in it whose names end so, in order; what was built
    /// there is none of them.
    private static func files(in folder: String, _ endings: [String]) -> [[UInt8]] {
        let folder = place(folder)
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap {
            $0 as? String
        }
        return (names ?? []).sorted().filter { name in
            endings.contains { name.hasSuffix($0) } && !name.hasPrefix(".") && !name.contains("/.")
        }
        .map { bytes(of: folder.appendingPathComponent($0)) }
    }

    /// Addresses of the isemail tests, where control characters are written as their pictures.
    private static func addresses(_ document: [UInt8]) -> [[UInt8]] {
        String(decoding: document, as: UTF8.self).components(separatedBy: "<address>").dropFirst()
            .compactMap { $0.components(separatedBy: "</address>").first }
            .map { Array($0.utf8) }
    }

    /// Examples of the document on the configuration.
    private static func documented() -> [[UInt8]] {
        let text = String(decoding: bytes(of: place("docs/configuration.md")), as: UTF8.self)
        return text.components(separatedBy: "```yaml\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
            .map { Array($0.utf8) }
    }

    /// `\n`, `\r`, `\t`, `\\` and `\xHH` stand for a byte.
    private static func unescaped(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = line
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let sign = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            switch sign {
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "x"):
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                bytes.append(UInt8(digits, radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            default: bytes.append(sign)
            }
        }
        return bytes
    }
}
