/// The tokens of one record, in memory that is used again for the next.
struct JSONTape: ~Copyable {
    private(set) var tokens: UnsafeMutablePointer<JSONToken>
    private(set) var count = 0
    private var capacity = 256

    init() { tokens = .allocate(capacity: capacity) }

    deinit { tokens.deallocate() }

    /// Forgets all tokens.
    mutating func removeAll() { count = 0 }

    /// Adds a token and says where it stands.
    @inline(__always)
    @discardableResult
    mutating func append(_ token: JSONToken) -> Int {
        if count == capacity { grow() }
        (tokens + count).initialize(to: token)
        count += 1
        return count - 1
    }

    @inline(never)
    private mutating func grow() {
        let grown = UnsafeMutablePointer<JSONToken>.allocate(capacity: capacity * 2)
        grown.moveInitialize(from: tokens, count: count)
        tokens.deallocate()
        tokens = grown
        capacity *= 2
    }
}
