import Provisioning

/// The way from a record to a value that a name such as `emails[type eq "work"].value` describes.
enum SamplePath {
    enum Step: Equatable, Sendable {
        case member(String)
        /// An element of an array, from 0.
        case index(Int)
        /// The element of an array whose `key` says `value`.
        case choice(key: String, value: String)
    }

    /// The steps of a name; the name itself as one step where it cannot be taken apart.
    static func steps(_ name: String) -> [Step] {
        // The names of schemas (RFC 7643, section 3) and attributes have dots of their own.
        guard !name.hasPrefix("urn:"), !name.hasPrefix("attr.") else { return [.member(name)] }
        var steps: [Step] = []
        var rest = Substring(name)
        while !rest.isEmpty {
            let member = rest.prefix { $0 != "." && $0 != "[" }
            guard !member.isEmpty else { return [.member(name)] }
            steps.append(.member(String(member)))
            rest = rest.dropFirst(member.count)
            if rest.first == "[" {
                guard let end = rest.firstIndex(of: "]"),
                    let step = selection(rest[..<end].dropFirst())
                else { return [.member(name)] }
                steps.append(step)
                rest = rest[end...].dropFirst()
            }
            if rest.isEmpty { break }
            guard rest.first == ".", rest.count > 1 else { return [.member(name)] }
            rest = rest.dropFirst()
        }
        return steps
    }

    private static func selection(_ text: Substring) -> Step? {
        if let index = Int(text) { return (0..<16).contains(index) ? .index(index) : nil }
        let words = text.split(separator: " ", maxSplits: 2)
        guard words.count == 3, words[1].lowercased() == "eq" else { return nil }
        let isQuoted = words[2].count >= 2 && words[2].first == "\"" && words[2].last == "\""
        let value = isQuoted ? words[2].dropFirst().dropLast() : words[2]
        return .choice(key: String(words[0]), value: String(value))
    }
}
