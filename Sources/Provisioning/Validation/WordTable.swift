/// Words that a column allows, each with what it stands for.
struct WordTable<Meaning: Sendable>: Sendable {
    private let entries: ContiguousArray<(word: FoldedWord, meaning: Meaning)>

    /// Makes a table; a lookup goes through the words in this order, so the common ones come first.
    init(_ words: [(String, Meaning)]) {
        entries = ContiguousArray(
            words.compactMap { word, meaning in FoldedWord(word).map { ($0, meaning) } })
    }

    /// What a cell without surrounding spaces stands for; nil: nothing.
    ///
    /// - Complexity: linear in the words, three comparisons of integers each.
    func meaning(of bytes: UnsafeRawBufferPointer) -> Meaning? {
        guard let wanted = FoldedWord(bytes) else { return nil }
        for entry in entries where entry.word == wanted { return entry.meaning }
        return nil
    }
}

extension NormalisedValue {
    /// The value `word`: as written where the cell has just these bytes.
    static func word(
        _ word: String, for bytes: UnsafeRawBufferPointer,
        into scratch: inout ContiguousArray<UInt8>
    ) -> NormalisedValue {
        if CellBytes.equals(bytes, word) { return .asWritten }
        CellBytes.put(word, into: &scratch)
        return .rewritten
    }
}
