/// The loop over a chunk's records, with everything hot in one value.
///
/// Invariants: `base` is the chunk's buffer and is read again after every append; `values` and
/// `keyHashes` begin as "keep" and 0; issues are added in record order.
struct RecordMapper {
    let chunk: FeedChunk
    let context: MappingContext
    let steps: UnsafeBufferPointer<CellPlan.Step>
    let memo: CellMemo
    let words: BooleanWords?
    // What the loop asks for every cell or record stands here, one load away.
    let hash: KeyedHash
    let required: RequiredCells
    /// By first byte: whether a cell may be no value at all.
    let specialHeads: UnsafeBufferPointer<Bool>
    let defaultAction: Action
    let phoneNeedsCountry: Bool
    let hasRelatedCells: Bool
    let hasHashMarkers: Bool
    let derives: Bool
    let emailBytesMax: Int
    let emailLocalPartBytesMax: Int
    let usernameBytesMax: Int
    let phoneDigitsMax: Int
    let listSeparators: ASCIISet
    /// Where the last domain stands that was found to be plain; the next address often has it, too.
    var plainDomain = ByteRange.absent
    var base: UnsafeMutablePointer<UInt8>
    var scratch: ContiguousArray<UInt8>
    /// Buffer of values that are being derived.
    var derivation: ContiguousArray<UInt8> = []
    var issues: [(record: Int, issue: RecordIssue)]

    /// Index of the record in work, and what is known of it so far.
    var record = 0
    var action: Action = .skip
    /// Columns of this record with a fault, by raw value.
    var faulted: UInt64 = 0
    var derived: UInt64 = 0
    /// Columns that have got a value from one of several fields, by raw value; and from which.
    var taken: UInt64 = 0
    /// Keys that were refused: the result shows them as written.
    var shown: [(slot: Int, range: ByteRange)] = []

    init(
        chunk: FeedChunk, context: MappingContext, specialHeads: UnsafeBufferPointer<Bool>,
        steps: UnsafeBufferPointer<CellPlan.Step>,
        memo: CellMemo, scratch: ContiguousArray<UInt8>,
        issues: [(record: Int, issue: RecordIssue)]
    ) {
        self.chunk = chunk
        self.context = context
        self.steps = steps
        self.memo = memo
        self.scratch = scratch
        self.issues = issues
        hash = context.hash
        required = context.required
        self.specialHeads = specialHeads
        defaultAction = context.profile.defaultAction
        phoneNeedsCountry = context.profile.callingCodeFromCountry
        hasRelatedCells = context.related.isNeeded
        hasHashMarkers = !context.plan.hashMarkerFields.isEmpty
        emailBytesMax = context.rules.limits.emailBytesMax
        emailLocalPartBytesMax = context.rules.limits.emailLocalPartBytesMax
        usernameBytesMax = context.rules.limits.usernameBytesMax
        listSeparators = context.rules.separators
        phoneDigitsMax = context.rules.limits.phoneDigitsMax
        derives = !context.mapping.derivations.isEmpty
        words = context.plan.needsWords ? BooleanWords(in: chunk) : nil
        base = chunk.base
    }

    typealias Cells = UnsafeMutablePointer<CellValue>

    /// Maps all records.
    ///
    /// The rules are handed from call to call: as a property they were measured to be copied, with
    /// their retains, for every cell.
    mutating func mapAll(
        rules: ColumnRules,
        records: UnsafeBufferPointer<FeedRecord>, fields: UnsafeBufferPointer<ByteRange>,
        values: UnsafeMutableBufferPointer<CellValue>,
        keyHashes: UnsafeMutableBufferPointer<UInt64>, actions: inout ContiguousArray<Action>,
        hasErrors: inout ContiguousArray<Bool>, derivedSlots: inout ContiguousArray<UInt64>
    ) {
        guard let values = values.baseAddress, let keyHashes = keyHashes.baseAddress else { return }
        let slots = context.mapping.layout.slotCount
        for index in records.indices {
            let firstIssue = issues.count
            record = index
            mapRecord(
                rules, records[index], fields: fields, cells: values + index * slots,
                hashes: keyHashes + 3 * index)
            actions[index] = action
            if derived != 0 { derivedSlots[index] = derived }
            if issues.count != firstIssue {
                hasErrors[index] = IssueOrder.sort(&issues, from: firstIssue)
            }
        }
    }

    @inline(__always)
    private mutating func mapRecord(
        _ rules: ColumnRules, _ source: FeedRecord, fields: UnsafeBufferPointer<ByteRange>,
        cells: Cells,
        hashes: UnsafeMutablePointer<UInt64>
    ) {
        action = defaultAction
        faulted = 0
        derived = 0
        taken = 0
        if source.faultIndex >= 0 {
            action = .skip
            issues.append((record, chunk.faults[Int(source.faultIndex)]))
            return
        }
        mapCells(rules, source, fields: fields, cells: cells)
        if hasHashMarkers { refuseHashedPassword(source, fields, cells) }
        if derives { derive(rules, cells) }
        hashKeys(cells, into: hashes)
        checkRequired(cells)
        if hasRelatedCells { checkRelations(cells) }
        if !shown.isEmpty { showRefused(cells) }
    }

    @inline(__always)
    private mutating func mapCells(
        _ rules: ColumnRules, _ source: FeedRecord, fields: UnsafeBufferPointer<ByteRange>,
        cells: Cells
    ) {
        guard var step = steps.baseAddress else { return }
        let first = Int(source.firstField)
        let fieldCount = Int(source.fieldCount)
        let end = step + steps.count
        // By place: a copy of each step would be taken apart, and put away, before it is known which
        // of its parts are needed.
        while step < end {
            defer { step += 1 }
            guard step.pointee.field < fieldCount else { continue }
            let range = fields[first + Int(step.pointee.field)]
            if step.pointee.isShared, !takes(step.pointee, range, source, fields) { continue }
            if step.pointee.kind == .joinedGroups {
                mapGroups(rules, step, source, fields: fields, cells: cells)
            } else if range.length != 0, !mapQuickly(step, range, cells: cells) {
                mapCell(rules, step, range, cells: cells)
            }
        }
    }

    /// Puts refused keys where results find them; their compared forms stay empty.
    @inline(never)
    private mutating func showRefused(_ cells: Cells) {
        for (slot, range) in shown { cells[slot] = CellValue(range) }
        shown.removeAll(keepingCapacity: true)
    }
}
