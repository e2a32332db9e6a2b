extension RecordMapper {
    /// Makes one `groups` value of several source columns: the filled cells, joined by `;`.
    mutating func mapGroups(
        _ rules: ColumnRules, _ step: CellPlan.Step, _ source: FeedRecord,
        fields: UnsafeBufferPointer<ByteRange>,
        cells: Cells
    ) {
        var only = ByteRange(start: 0, length: 0)
        var filled = 0
        var clears = false
        for field in context.plan.groupFields where field < Int(source.fieldCount) {
            let range = fields[Int(source.firstField) + field]
            guard range.length > 0 else { continue }
            switch meaning(of: chunk.bytes(range)) {
            case .keep: continue
            case .clear: clears = true
            case .value:
                only = range
                filled += 1
            }
        }
        if filled == 0 {
            if clears { cells[Int(step.slot)] = .clear }
            return
        }
        mapCell(rules, step, filled == 1 ? only : joinedGroups(source, fields), cells: cells)
    }

    private mutating func joinedGroups(
        _ source: FeedRecord, _ fields: UnsafeBufferPointer<ByteRange>
    ) -> ByteRange {
        var start = chunk.count
        var isFirst = true
        for field in context.plan.groupFields where field < Int(source.fieldCount) {
            let range = fields[Int(source.firstField) + field]
            guard range.length > 0, meaning(of: chunk.bytes(range)) == .value else { continue }
            // Room first: an append may move the buffer that it copies from.
            chunk.reserve(chunk.count + Int(range.length) + 1)
            if !isFirst {
                chunk.base[chunk.count] = UInt8(ascii: ";")
                chunk.count += 1
            }
            let stands = chunk.append(chunk.bytes(range))
            if isFirst { start = Int(stands.start) }
            isFirst = false
        }
        base = chunk.base
        return ByteRange(start: UInt32(start), length: UInt32(chunk.count - start))
    }
}
