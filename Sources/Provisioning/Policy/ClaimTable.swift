import Glibc

/// Which record claims an identity key: a compact table from a keyed hash to a record number.
///
/// A slot is eight bytes: 32 bits of hash and 32 bits of record number. Two different keys can
/// share those bits (about n² / 2³³ pairs among n keys), so a hit is a candidate that the caller
/// verifies against the feed, never a fact. Slots are ordered by hash, which lets the table take
/// any size: it is made for the number of keys that the feed's length suggests, at two thirds
/// full, twelve bytes a key.
package final class ClaimTable {
    private var slots: UnsafeMutablePointer<UInt64>
    private var capacity: Int
    private var used = 0

    /// Makes a table for about `expected` keys; it grows when there are more.
    package init(expected: Int) {
        capacity = max(64, expected + expected / 2)
        slots = Self.zeroed(capacity)
    }

    deinit { free(slots) }

    /// Zeroed memory, of which the kernel gives only the pages that are touched: most of a night's
    /// rows are known, and claim nothing.
    private static func zeroed(_ count: Int) -> UnsafeMutablePointer<UInt64> {
        guard let memory = calloc(count, MemoryLayout<UInt64>.stride) else {
            preconditionFailure("out of memory for \(count) keys")
        }
        return memory.bindMemory(to: UInt64.self, capacity: count)
    }

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
    package func expect(_ expected: Int) {
        guard used == 0 else { return }
        free(slots)
        capacity = max(64, expected + expected / 2)
        slots = Self.zeroed(capacity)
    }

    /// Makes sure that `more` keys can be added without moving the table.
    package func reserve(_ more: Int) {
        guard (used + more) * 5 > capacity * 4 else { return }
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
