/// Remembers what became of names that choose an element of an array, wanted or not.
///
/// An answer depends on its name alone, so that forgetting one costs time and nothing else.
struct JSONAnswers: ~Copyable {
    private static let answersMax = 1 << 16
    private var keys: UnsafeMutablePointer<UInt64>
    private var answers: UnsafeMutablePointer<JSONColumn>
    private var mask = 255
    private var count = 0

    init() {
        keys = .allocate(capacity: mask + 1)
        keys.initialize(repeating: 0, count: mask + 1)
        answers = .allocate(capacity: mask + 1)
        answers.initialize(repeating: JSONColumn.none, count: mask + 1)
    }

    deinit {
        keys.deallocate()
        answers.deallocate()
    }

    /// A key for the values of `node` in the elements with an index, or with a choice's node.
    @inline(__always)
    static func key(_ node: Int32, index: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: node) << 32 | UInt64(UInt32(truncatingIfNeeded: index)) | 1 << 31
    }

    @inline(__always)
    static func key(_ node: Int32, choice: Int32) -> UInt64 {
        UInt64(truncatingIfNeeded: node) << 32 | UInt64(UInt32(truncatingIfNeeded: choice))
    }

    /// Forgets all answers.
    mutating func removeAll() {
        keys.update(repeating: 0, count: mask + 1)
        count = 0
    }

    /// What is remembered for a key, which is never 0.
    @inline(__always)
    func answer(_ key: UInt64) -> JSONColumn? {
        var place = Self.spread(key) & mask
        while keys[place] != 0 {
            if keys[place] == key { return answers[place] }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Remembers an answer that is not there yet.
    mutating func add(_ key: UInt64, _ answer: JSONColumn) {
        guard count < Self.answersMax else { return }
        if count * 2 > mask { grow() }
        put(key, answer)
        count += 1
    }

    private mutating func put(_ key: UInt64, _ answer: JSONColumn) {
        var place = Self.spread(key) & mask
        while keys[place] != 0 { place = (place + 1) & mask }
        keys[place] = key
        answers[place] = answer
    }

    private mutating func grow() {
        let old = (keys: keys, answers: answers, last: mask)
        mask = mask * 2 + 1
        keys = .allocate(capacity: mask + 1)
        keys.initialize(repeating: 0, count: mask + 1)
        answers = .allocate(capacity: mask + 1)
        answers.initialize(repeating: JSONColumn.none, count: mask + 1)
        for place in 0...old.last where old.keys[place] != 0 {
            put(old.keys[place], old.answers[place])
        }
        old.keys.deallocate()
        old.answers.deallocate()
    }

    @inline(__always)
    private static func spread(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40)
    }
}
