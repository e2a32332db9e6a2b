/// Finds what somebody probably meant to type: to propose it, never to assume it.
package enum NearWord {
    /// The nearest of `words`, or one that begins as the typed word does; nil: none is near.
    ///
    /// Near is one slip in up to 4 letters and two in longer words, without regard to case.
    package static func proposal(for typed: String, among words: [String]) -> String? {
        let typed = typed.lowercased()
        let letters = Array(typed.unicodeScalars)
        guard letters.count <= 64 else { return nil }
        let allowed = letters.count < 5 ? 1 : 2
        var best: (distance: Int, word: String)?
        for word in words {
            let other = Array(word.lowercased().unicodeScalars)
            guard abs(other.count - letters.count) <= allowed else { continue }
            let distance = MisspelledHeader.distance(letters, other)
            if distance <= allowed, distance < best?.distance ?? .max { best = (distance, word) }
        }
        if let best { return best.word }
        guard letters.count >= 3 else { return nil }
        return words.first { $0.lowercased().hasPrefix(typed) || typed.hasPrefix($0.lowercased()) }
    }
}
