/// One bit a user number: which users something has been said about already.
struct UserBits {
    private var words: ContiguousArray<UInt64> = []

    /// Room for numbers up to `largest`; greater ones make it grow.
    init(largest: UInt32) {
        words = ContiguousArray(repeating: 0, count: Int(largest >> 6) + 1)
    }

    /// Sets the user's bit, and says whether it was not set before.
    @inline(__always)
    mutating func insert(_ user: UInt32) -> Bool {
        let word = Int(user >> 6)
        while word >= words.count { words.append(0) }
        let bit: UInt64 = 1 << UInt64(user & 63)
        guard words[word] & bit == 0 else { return false }
        words[word] |= bit
        return true
    }
}
