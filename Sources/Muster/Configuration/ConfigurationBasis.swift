import Credentials

/// Hashes of the settings that decide what becomes of a feed's rows.
struct ConfigurationBasis: Equatable, Sendable {
    /// Of the settings that every feed shares.
    var common: UInt64 = 0
    /// Of the shared settings and each profile, by name of the feed.
    var feeds: [String: UInt64] = [:]

    /// Sections that every feed shares.
    private static let commonSections = ["policy", "groups", "limits"]

    init() {}

    /// Makes the hashes of a file that was read without faults.
    init(_ root: ConfigurationNode) {
        guard case .section(let entries) = root.content else { return }
        let sections = Dictionary(
            entries.map { ($0.key.text ?? "", $0.value) }, uniquingKeysWith: { first, _ in first })
        let shared = Self.commonSections.flatMap { name in
            [name] + (sections[name].map(Self.words) ?? [])
        }
        common = Self.hash(shared)
        guard case .section(let profiles)? = sections["feeds"]?.content else { return }
        for (key, profile) in profiles {
            feeds[key.text ?? ""] = Self.hash(shared + Self.words(of: profile))
        }
    }

    /// A node's content as a list of words, the same for any order of a section's keys.
    private static func words(of node: ConfigurationNode) -> [String] {
        switch node.content {
        case .nothing: ["~"]
        case .scalar(let text): ["=", text]
        case .list(let nodes): ["["] + nodes.flatMap(words) + ["]"]
        case .section(let entries):
            ["{"]
                + entries.map { ($0.key.text ?? "", $0.value) }.sorted { $0.0 < $1.0 }
                .flatMap { [$0.0] + words(of: $0.1) } + ["}"]
        }
    }

    private static func hash(_ words: [String]) -> UInt64 {
        let digits = FileDigest.hexadecimal(ofList: words).prefix(16)
        return UInt64(digits, radix: 16) ?? 0
    }
}
