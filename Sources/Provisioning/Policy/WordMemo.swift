/// Remembers what short words stand for: the names and methods that a feed repeats for every record.
///
/// One place per hash of a word; a later word takes the place of an earlier one. A look-up costs a
/// multiplication and a comparison of three numbers, where folding the word's case and asking a
/// dictionary costs two allocations.
struct WordMemo<Meaning> {
    private var entries: ContiguousArray<(word: ShortBytes, meaning: Meaning)>
    private let shift: UInt64

    /// Makes an empty memo with 2 to the power of `bits` places.
    init(bits: UInt64, filler: Meaning) {
        entries = ContiguousArray(repeating: (.none, filler), count: 1 &<< Int(bits))
        shift = 64 - bits
    }

    /// What a word was remembered for; nil: it is not, or is empty or too long to be.
    @inline(__always)
    func meaning(of word: UnsafeRawBufferPointer) -> Meaning? {
        guard word.count - 1 < ShortBytes.bytesMax, !word.isEmpty else { return nil }
        let short = ShortBytes(word)
        let place = Int(truncatingIfNeeded: short.mixed &>> shift)
        return entries[place].word == short ? entries[place].meaning : nil
    }

    /// Remembers a word, if it is neither empty nor too long.
    mutating func remember(_ word: UnsafeRawBufferPointer, _ meaning: Meaning) {
        guard word.count - 1 < ShortBytes.bytesMax, !word.isEmpty else { return }
        let short = ShortBytes(word)
        entries[Int(truncatingIfNeeded: short.mixed &>> shift)] = (short, meaning)
    }
}
