/// Maps the records of chunks: fields become checked values in slots, actions, keys and issues.
///
/// Owned by one thread at a time. Both readings of a feed must use mappers of the same making.
package final class BatchMapper {
    private var context: MappingContext
    private let base: HeaderMapping
    private let profile: FeedProfile
    private let limits: Limits
    private let fingerprintKey: (UInt64, UInt64)
    private let wantsFingerprints: Bool
    private let wantsContentHashes: Bool
    private var scratch: ContiguousArray<UInt8> = []

    /// Makes a mapper for feeds with this header. `hashKey` is the directory's secret for hashes of
    /// keys, contents and fingerprints; `wantsFingerprints` says whether the batches get them, and
    /// `wantsContentHashes` whether another reading is to be compared with this one.
    package init(
        mapping: HeaderMapping, profile: FeedProfile, limits: Limits,
        hashKey: (UInt64, UInt64), wantsFingerprints: Bool, wantsContentHashes: Bool = true
    ) {
        self.wantsContentHashes = wantsContentHashes
        self.wantsFingerprints = wantsFingerprints
        base = mapping
        self.profile = profile
        self.limits = limits
        context = MappingContext(
            mapping: mapping, profile: profile, limits: limits, hash: KeyedHash(key: hashKey))
        fingerprintKey = hashKey
    }

    /// How the feed's columns are read.
    package var mapping: HeaderMapping { context.mapping }
    var plan: CellPlan { context.plan }
    var hash: KeyedHash { context.hash }

    /// Fills a batch from its chunk, which a reader has filled.
    ///
    /// Nothing is thrown: what is wrong with a record is among the batch's issues. Values that
    /// change form are appended to the chunk's buffer.
    /// - Complexity: one pass over the records; no allocation for a record without issues, but
    ///   for derived values that are not ASCII.
    package func map(_ batch: RecordBatch) {
        if let found = batch.chunk.columns { follow(found, batch) }
        let count = batch.recordCount
        let slots = mapping.layout.slotCount
        batch.layout = mapping.layout
        batch.values.refill(.keep, count: count * slots)
        batch.actions.refill(context.profile.defaultAction, count: count)
        batch.hasErrors.refill(false, count: count)
        batch.keyHashes.refill(0, count: 3 * count)
        batch.fingerprints.refill(
            RowFingerprint(high: 0, low: 0), count: wantsFingerprints ? count : 0)
        batch.derivedSlots.refill(0, count: mapping.derivations.isEmpty ? 0 : count)
        batch.issues.removeAll(keepingCapacity: true)

        digestRows(of: batch)
        mapRecords(of: batch)
    }

    /// Learns of the columns that the reader has found since the last chunk.
    private func follow(_ found: FoundColumns, _ batch: RecordBatch) {
        if found !== context.found || found.count != mapping.sources.count {
            context = MappingContext(
                mapping: HeaderMapping(base, found: found), profile: profile, limits: limits,
                hash: context.hash, found: found)
        }
        batch.secretFields = context.secretFields
        batch.secretNames = context.secretNames
        batch.codesField = found.codesField
        batch.messagesField = found.messagesField
    }

    private func digestRows(of batch: RecordBatch) {
        let chunk = batch.chunk
        chunk.records.withUnsafeBufferPointer { records in
            chunk.fields.withUnsafeBufferPointer { fields in
                let digest = RowDigest(
                    chunk: chunk, fields: fields, plan: context.plan, hash: context.hash,
                    fingerprintKey: fingerprintKey)
                batch.contentHash = wantsContentHashes ? digest.contentHash(records) : 0
                if wantsFingerprints { digest.fingerprint(records, into: &batch.fingerprints) }
            }
        }
    }

    private func mapRecords(of batch: RecordBatch) {
        let memo = CellMemo()
        defer { memo.deallocate() }
        let chunk = batch.chunk
        let rules = context.rules
        let context = context
        context.plan.steps.withUnsafeBufferPointer { steps in
            context.specialHeads.withUnsafeBufferPointer { heads in
                var mapper = RecordMapper(
                    chunk: chunk, context: context, specialHeads: heads, steps: steps, memo: memo,
                    scratch: scratch, issues: batch.issues)
                // The mapper is the only owner while it appends.
                scratch = []
                batch.issues = []
                chunk.records.withUnsafeBufferPointer { records in
                    chunk.fields.withUnsafeBufferPointer { fields in
                        batch.values.withUnsafeMutableBufferPointer { values in
                            batch.keyHashes.withUnsafeMutableBufferPointer { keyHashes in
                                mapper.mapAll(
                                    rules: rules,
                                    records: records, fields: fields, values: values,
                                    keyHashes: keyHashes, actions: &batch.actions,
                                    hasErrors: &batch.hasErrors, derivedSlots: &batch.derivedSlots)
                            }
                        }
                    }
                }
                scratch = mapper.scratch
                batch.issues = mapper.issues
            }
        }
    }
}

extension ContiguousArray {
    /// Makes this `count` times `value`, in the memory it has where that is enough.
    fileprivate mutating func refill(_ value: Element, count: Int) {
        removeAll(keepingCapacity: true)
        append(contentsOf: repeatElement(value, count: count))
    }
}
