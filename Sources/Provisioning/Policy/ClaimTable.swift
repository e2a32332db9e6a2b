import Glibc

/// Which record claims an identity key: a compact table from a keyed hash to a record number.
///
/// A slot is eight bytes: 32 bits of hash and 32 bits of record number. Two different keys can
/// share those bits (about n² / 2³³ pairs among n keys), so a hit is a candidate that the caller
/// verifies against the feed, never a fact. Slots are ordered by hash, which lets the table take
/// any size: it is made for the number of keys that the feed's length suggests, at two thirds
/// full, twelve bytes a key; a large one at three quarters, which keeps 10,000,000 records below
/// 512 MiB for a longer search.
package final class ClaimTable {
    @exclusivity(unchecked) private var slots: UnsafeMutablePointer<UInt64>
    @exclusivity(unchecked) private var capacity: Int
    @exclusivity(unchecked) private var used = 0

    /// Makes a table for about `expected` keys; it grows when there are more.
    package init(expected: Int) {
        capacity = Self.capacity(for: expected)
        slots = Self.zeroed(capacity)
    }

    private static func capacity(for expected: Int) -> Int {
        max(64, expected + (expected < largeMin ? expected / 2 : expected / 3))
    }
    /// Keys from which a table is large.
    private static let largeMin = 1 << 22

    deinit { free(slots) }

    /// Zeroed memory, of which the kernel gives only the pages that are touched: most of a night's
    /// rows are known, and claim nothing.
    ///
    /// Where most slots will be filled, in random order, large pages are asked for: each probe of a
    /// table of a million keys is a miss of the address cache otherwise.
    private static func zeroed(_ count: Int, isDense: Bool = false)
        -> UnsafeMutablePointer<UInt64>
    {
        let bytes = count * MemoryLayout<UInt64>.stride
        guard let memory = calloc(count, MemoryLayout<UInt64>.stride) else {
            preconditionFailure("out of memory for \(count) keys")
        }
        if isDense, bytes >= 2 * largePage {
            // Whole large pages within the memory; a refusal costs nothing but speed.
            let start = (UInt(bitPattern: memory) + UInt(largePage) - 1) & ~UInt(largePage - 1)
            let end = (UInt(bitPattern: memory) + UInt(bytes)) & ~UInt(largePage - 1)
            madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), MADV_HUGEPAGE)
        }
        return memory.bindMemory(to: UInt64.self, capacity: count)
    }
    private static let largePage = 2 << 20

    /// A place in the table at which a search stands.
    package struct Probe {
        fileprivate var slot: Int
        fileprivate let tag: UInt64
        /// The candidate found, or 0: the key is free.
        package fileprivate(set) var record: UInt32
    }

    /// Keys in the table.
    package var count: Int { used }

    /// Makes room for about `expected` keys, if there are none yet.
    ///
    /// `isDense` says that most of them will come.
    package func expect(_ expected: Int, isDense: Bool) {
        guard used == 0 else { return }
        free(slots)
        capacity = Self.capacity(for: expected)
        slots = Self.zeroed(capacity, isDense: isDense)
    }

    /// Makes sure that `more` keys can be added without moving the table.
    package func reserve(_ more: Int) {
        // A large table may get fuller before it moves, for it takes two and a half of it to do so.
        let isFull =
            capacity < Self.largeMin
            ? (used + more) * 5 > capacity * 4 : (used + more) * 10 > capacity * 9
        guard isFull else { return }
        grow(to: max(capacity + capacity / 2, (used + more) * 2))
    }

    /// The first candidate for a key's hash.
    @inline(__always)
    package func find(_ hash: UInt64) -> Probe {
        let tag = Self.tag(hash)
        return search(Probe(slot: home(tag), tag: tag, record: 0))
    }

    /// The next candidate after one that turned out to be another key.
    package func next(after probe: Probe) -> Probe {
        var further = probe
        further.slot = probe.slot + 1 == capacity ? 0 : probe.slot + 1
        return search(further)
    }

    /// Notes that `record` claims the key at which a search ended free.
    ///
    /// The table must not have changed since that search, other than by `claim` of other keys.
    @inline(__always)
    package func claim(_ probe: Probe, record: UInt32) {
        var slot = probe.slot
        while slots[slot] != 0 { slot = slot + 1 == capacity ? 0 : slot + 1 }
        slots[slot] = probe.tag << 32 | UInt64(record)
        used += 1
    }

    /// Notes that `record` claims a key, behind all that share its hash.
    @inline(__always)
    package func add(_ hash: UInt64, record: UInt32) {
        let tag = Self.tag(hash)
        var slot = home(tag)
        while slots[slot] != 0 { slot = slot + 1 == capacity ? 0 : slot + 1 }
        slots[slot] = tag << 32 | UInt64(record)
        used += 1
    }

    /// Gives a claimed key to another record.
    package func reassign(_ probe: Probe, to record: UInt32) {
        slots[probe.slot] = probe.tag << 32 | UInt64(record)
    }

    /// Asks the processor to have a key's slot at hand soon.
    @inline(__always)
    package func touch(_ hash: UInt64) -> UInt64 { slots[home(Self.tag(hash))] }

    @inline(__always)
    private static func tag(_ hash: UInt64) -> UInt64 { hash >> 32 }

    @inline(__always)
    private func home(_ tag: UInt64) -> Int {
        Int(truncatingIfNeeded: (tag &* UInt64(capacity)) >> 32)
    }

    @inline(__always)
    private func search(_ from: Probe) -> Probe {
        var probe = from
        while true {
            let entry = slots[probe.slot]
            if entry == 0 {
                probe.record = 0
                return probe
            }
            if entry >> 32 == probe.tag {
                probe.record = UInt32(truncatingIfNeeded: entry)
                return probe
            }
            probe.slot = probe.slot + 1 == capacity ? 0 : probe.slot + 1
        }
    }

    private func grow(to larger: Int) {
        let old = slots
        let oldCapacity = capacity
        slots = Self.zeroed(larger)
        capacity = larger
        for index in 0..<oldCapacity where old[index] != 0 {
            var slot = home(old[index] >> 32)
            while slots[slot] != 0 { slot = slot + 1 == capacity ? 0 : slot + 1 }
            slots[slot] = old[index]
        }
        free(old)
    }
}
