/// Which records of a file create users: a bit for each record, and a count for each 512.
///
/// New users are numbered in the order of the records that create them, so the n-th new user is the
/// one of the n-th bit. A list of record numbers would take 4 bytes a user, 38 MiB for 10,000,000.
package struct CreatingRecords {
    /// Bit `n % 64` of word `n / 64` stands for record `n`.
    private var words: ContiguousArray<UInt64> = []
    /// Bits before each block of words.
    private var countsBefore: ContiguousArray<UInt32> = []
    private static let wordsOfBlock = 8

    /// Bits that are set.
    package private(set) var count: UInt32 = 0

    package init() {}

    /// Makes room for about `records` records.
    package mutating func reserve(_ records: Int) {
        words.reserveCapacity(records / 64 + Self.wordsOfBlock)
        countsBefore.reserveCapacity(records / 64 / Self.wordsOfBlock + 1)
    }

    /// Adds a record, which comes after all that were added.
    package mutating func append(_ record: UInt32) {
        let word = Int(record / 64)
        while words.count <= word {
            if words.count % Self.wordsOfBlock == 0 { countsBefore.append(count) }
            words.append(0)
        }
        words[word] |= 1 &<< UInt64(record % 64)
        count += 1
    }

    /// The record that creates the `ordinal`-th new user, from 0.
    /// - Complexity: a binary search of the blocks, then a look at one of them.
    package func record(of ordinal: UInt32) -> UInt32 {
        precondition(ordinal < count, "only users whom the file creates have an ordinal")
        var low = 0
        var high = countsBefore.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if countsBefore[middle] <= ordinal { low = middle } else { high = middle }
        }
        var rest = Int(ordinal - countsBefore[low])
        var word = low * Self.wordsOfBlock
        while words[word].nonzeroBitCount <= rest {
            rest -= words[word].nonzeroBitCount
            word += 1
        }
        var bits = words[word]
        for _ in 0..<rest { bits &= bits - 1 }
        return UInt32(word * 64 + bits.trailingZeroBitCount)
    }
}
