/// Node numbers by hash: open addressing, never more than half full.
struct JSONHashSlots: ~Copyable {
    private var slots: UnsafeMutablePointer<Int32>
    private var mask = 1_023
    private var used = 0

    init() {
        slots = .allocate(capacity: mask + 1)
        slots.initialize(repeating: -1, count: mask + 1)
    }

    deinit { slots.deallocate() }

    /// Forgets all nodes.
    mutating func removeAll() {
        slots.update(repeating: -1, count: mask + 1)
        used = 0
    }

    /// Hash of bytes, and of a number that tells places apart where the same bytes stand.
    static func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int, seed: Int32) -> UInt32 {
        var state = UInt64(truncatingIfNeeded: seed) &+ 0x9E37_79B9_7F4A_7C15
        for index in 0..<count {
            state = (state ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3
        }
        return UInt32(truncatingIfNeeded: state ^ state >> 32)
    }

    /// The place to look at first.
    func first(_ hash: UInt32) -> Int { Int(hash) & mask }

    /// The place to look at after `place`.
    func next(_ place: Int) -> Int { (place + 1) & mask }

    /// The node at a place; nil: there is none, and none behind it.
    func node(at place: Int) -> Int32? { slots[place] < 0 ? nil : slots[place] }

    /// Adds a node; `hashOf` tells the hash of one that is there.
    mutating func add(_ node: Int32, hash: UInt32, hashOf: (Int32) -> UInt32) {
        if used * 2 > mask { grow(hashOf) }
        put(node, hash)
        used += 1
    }

    private mutating func put(_ node: Int32, _ hash: UInt32) {
        var place = first(hash)
        while slots[place] >= 0 { place = next(place) }
        slots[place] = node
    }

    private mutating func grow(_ hashOf: (Int32) -> UInt32) {
        let old = slots
        let oldMask = mask
        mask = mask * 2 + 1
        slots = .allocate(capacity: mask + 1)
        slots.initialize(repeating: -1, count: mask + 1)
        for place in 0...oldMask where old[place] >= 0 { put(old[place], hashOf(old[place])) }
        old.deallocate()
    }
}
