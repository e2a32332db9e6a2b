/// A BCP 47 language tag, such as `de` or `pt-BR`, as far as templates are chosen by it.
struct LanguageTag: Equatable, Sendable {
    /// In lower case, for comparison.
    let key: String
    /// As RFC 5646 (2.1.1) writes it: `zh-Hant-TW`.
    let text: String

    /// Reads a tag in any case, with hyphens or underscores; nil if the text is none.
    init?(_ text: some StringProtocol) {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
        guard let first = parts.first, (2...8).contains(first.utf8.count),
            first.utf8.allSatisfy(\.isLetter), parts.count <= 8,
            parts.allSatisfy({ part in
                (1...8).contains(part.utf8.count)
                    && part.utf8.allSatisfy { $0.isLetter || (0x30...0x39).contains($0) }
            })
        else { return nil }
        key = parts.map { $0.lowercased() }.joined(separator: "-")
        self.text = parts.enumerated().map { index, part in
            let lower = part.lowercased()
            let isAfterSingle = index > 0 && parts[index - 1].utf8.count == 1
            if index == 0 || isAfterSingle { return lower }
            if part.utf8.count == 2 { return lower.uppercased() }
            if part.utf8.count == 4, part.utf8.allSatisfy(\.isLetter) {
                return lower.prefix(1).uppercased() + lower.dropFirst()
            }
            return lower
        }.joined(separator: "-")
    }

    /// The keys to look for, from the whole tag to its first part (RFC 4647, 3.4).
    static func lookup(_ text: String) -> [String] {
        guard let tag = LanguageTag(text) else { return [] }
        var keys: [String] = []
        var parts = tag.key.split(separator: "-")
        while !parts.isEmpty {
            keys.append(parts.joined(separator: "-"))
            parts.removeLast()
            // A single letter introduces what follows it, and means nothing at the end.
            if parts.last?.utf8.count == 1 { parts.removeLast() }
        }
        return keys
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool {
        (0x61...0x7A).contains(self) || (0x41...0x5A).contains(self)
    }
}
