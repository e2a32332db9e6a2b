/// A seeded order of the numbers below a count: each appears once, with no pattern that an index
/// could profit from.
///
/// A four-round Feistel network over the next even number of bits, walked until the result is
/// below the count; needs no memory however long the feed is.
package struct KeyPermutation: Sendable {
    private let count: UInt64
    private let halfBits: UInt64
    private let seed: UInt64

    /// An order of the `count` numbers from 0 on; there is at least one.
    package init(count: UInt64, seed: UInt64) {
        precondition(count > 0, "a permutation has at least one number")
        let bits = UInt64(max(2, UInt64.bitWidth - (count - 1).leadingZeroBitCount))
        self.count = count
        halfBits = (bits + 1) / 2
        self.seed = seed
    }

    /// The number at `index`, which is below the count.
    package subscript(index: UInt64) -> UInt64 {
        var number = shuffle(index)
        while number >= count { number = shuffle(number) }
        return number
    }

    private func shuffle(_ number: UInt64) -> UInt64 {
        let mask = (1 << halfBits) - 1 as UInt64
        var left = number >> halfBits
        var right = number & mask
        for round in 0..<4 as Range<UInt64> {
            let mixed = SeededHash.value(seed ^ (round &+ 1), right) & mask
            (left, right) = (right, left ^ mixed)
        }
        return left << halfBits | right
    }
}
