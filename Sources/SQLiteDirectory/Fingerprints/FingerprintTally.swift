import Provisioning

/// How many fingerprint entries of the directory are live and how many are not, as far as this
/// process has seen: what decides whether a run ends with a compaction.
struct FingerprintTally {
    /// Entries that still hold, and entries and tombstones that do not, at the last loading.
    private var loaded: (live: Int, dead: Int)?
    private var added = 0
    private var killed = 0

    /// Whether the directory has segments; nil: not looked yet.
    var hasSegments: Bool?

    mutating func load(live: Int, dead: Int) { loaded = (live, dead) }

    mutating func add(_ collector: FingerprintCollector) {
        added += collector.entryCount - collector.replaced
        killed += collector.replaced + 2 * collector.tombstoneCount
        if collector.entryCount > 0 || collector.tombstoneCount > 0 { hasSegments = true }
    }

    /// Whether dead entries outweigh live ones by so much that a compaction pays.
    var wantsCompaction: Bool {
        guard let loaded else { return false }
        let dead = loaded.dead + killed
        return dead > 4_096 && dead > loaded.live + added
    }

    mutating func compacted() {
        loaded = nil
        added = 0
        killed = 0
    }
}
