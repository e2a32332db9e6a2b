import GRDB
import Provisioning

/// Collects what a chunk says about the fingerprints of users' rows, and writes it as segments.
///
/// A record that keeps its fingerprint gives an entry of the feed. A change makes what other feeds
/// knew stale, and without a kept fingerprint what its own feed knew as well: tombstones. They
/// are written before the chunk's entries, so that the newest statement about a user wins.
struct FingerprintCollector {
    /// Whether there can be older entries that must be called stale.
    let hasOlder: Bool
    /// Entries for users that are not new, each of which makes at most one older entry stale.
    private(set) var replaced = 0
    private(set) var entryCount = 0
    private var entries: ContiguousArray<UInt8> = []
    /// Where the entries of users stand; made when it is first needed.
    private var positions: [UInt32: Int]?
    private var staleEverywhere: ContiguousArray<UInt8> = []
    private var staleElsewhere: ContiguousArray<UInt8> = []

    init(hasOlder: Bool) { self.hasOlder = hasOlder }

    /// Users that the chunk made stale, counted once per record.
    var tombstoneCount: Int {
        (staleEverywhere.count + staleElsewhere.count) / FingerprintEntry.tombstoneBytes
    }

    /// Notes a record that was written; `fingerprint` is that of its row.
    mutating func note(
        _ decision: RecordDecision, _ fingerprint: RowFingerprint?, _ chunk: DecidedChunk,
        run: OpenRun
    ) {
        let kept = decision.keepsFingerprint && run.fingerprintBasis != 0 ? fingerprint : nil
        guard let user = run.user(of: decision.target)?.value else { return }
        if case .newUser = decision.target {
            if decision.outcome != .created { forget(user, everywhere: true) }
        } else {
            if changes(decision, chunk) { forget(user, everywhere: kept == nil) }
            if kept != nil { replaced += 1 }
        }
        if let kept { add(kept, user) }
    }

    private func changes(_ decision: RecordDecision, _ chunk: DecidedChunk) -> Bool {
        guard decision.changeIndex >= 0 else { return false }
        let changes = chunk.changes[Int(decision.changeIndex)]
        // A row that comes back after its feed had let go of the user has something to say; so has one
        // that was kept from setting a value, once that is no longer noted as set by hand.
        if changes.absence?.letsGo == true || changes.movesEdits { return true }
        return !changes.isEmpty && !changes.isView
    }

    private mutating func add(_ fingerprint: RowFingerprint, _ user: UInt32) {
        positions?[user] = entries.count
        FingerprintEntry.append(fingerprint, user: user, to: &entries)
        entryCount += 1
    }

    private mutating func forget(_ user: UInt32, everywhere: Bool) {
        if positions == nil { positions = entryPositions() }
        if let position = positions?.removeValue(forKey: user) {
            // Number 0 stands for nobody: the entry is passed over when it is read.
            for offset in 16..<FingerprintEntry.bytes { entries[position + offset] = 0 }
        }
        guard hasOlder else { return }
        if everywhere {
            FingerprintEntry.append(tombstone: user, to: &staleEverywhere)
        } else {
            FingerprintEntry.append(tombstone: user, to: &staleElsewhere)
        }
    }

    private func entryPositions() -> [UInt32: Int] {
        entries.withUnsafeBytes { buffer in
            var found: [UInt32: Int] = [:]
            for index in 0..<buffer.count / FingerprintEntry.bytes {
                found[FingerprintEntry.user(buffer, index)] = index * FingerprintEntry.bytes
            }
            return found
        }
    }

    /// Writes the segments of the chunk.
    func write(_ database: Database, run: OpenRun) throws {
        guard !entries.isEmpty || tombstoneCount > 0 else { return }
        let insertion = try PreparedStatement(
            database,
            """
            INSERT INTO row_fingerprints(feed_id, except_feed, basis, entries)
            VALUES (?, ?, ?, ?)
            """)
        func write(_ bytes: ContiguousArray<UInt8>, feed: Int64?, except: Int64?) throws {
            guard !bytes.isEmpty else { return }
            insertion.bind(1, feed)
            insertion.bind(2, except)
            insertion.bind(3, feed == nil ? 0 : Int64(bitPattern: run.fingerprintBasis))
            try bytes.withUnsafeBytes { buffer in
                insertion.bind(4, blob: buffer)
                try insertion.run()
            }
        }
        let feed = Int64(run.feed.value)
        // Without a basis the run stores nothing of its feed, so that its changes count as foreign.
        let except = run.fingerprintBasis == 0 ? nil : feed
        try write(staleElsewhere, feed: nil, except: except)
        try write(staleEverywhere, feed: nil, except: nil)
        try write(entries, feed: feed, except: nil)
    }
}
