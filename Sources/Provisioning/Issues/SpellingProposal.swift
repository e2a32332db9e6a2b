/// Finds the word that a misspelled one was probably meant to be.
package enum SpellingProposal {
    /// The nearest of `words`, if it is near enough to be proposed: one slip in three letters,
    /// at most three in all. Case, hyphens and underscores do not count.
    package static func word(for written: String, among words: [String]) -> String? {
        let folded = fold(written)
        guard !folded.isEmpty, folded.count <= 64 else { return nil }
        let ranked = words.map { (word: $0, slips: MisspelledHeader.distance(folded, fold($0))) }
        guard let nearest = ranked.min(by: { $0.slips < $1.slips }),
            nearest.slips <= min(3, folded.count / 3)
        else { return nil }
        return nearest.word
    }

    /// A clause that proposes a word; empty where none is near.
    package static func clause(for written: String, among words: [String]) -> String {
        word(for: written, among: words).map { ", did you mean \"\($0)\"?" } ?? ""
    }

    private static func fold(_ word: String) -> [Unicode.Scalar] {
        word.lowercased().unicodeScalars.filter { $0 != "-" && $0 != "_" && $0 != " " }
    }
}
