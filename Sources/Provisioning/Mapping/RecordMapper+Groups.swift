extension RecordMapper {
    /// Makes one `groups` value of several source columns: the filled cells, joined to one list.
    mutating func mapGroups(
        _ rules: ColumnRules, _ step: UnsafePointer<CellPlan.Step>, _ source: FeedRecord,
        fields: UnsafeBufferPointer<ByteRange>,
        cells: Cells
    ) {
        var only = ByteRange(start: 0, length: 0)
        var filled = 0
        var clears = false
        let rank = groupRank(source, fields)
        for (index, field) in context.plan.groupFields.enumerated()
        where field < Int(source.fieldCount) && context.plan.groupRanks[index] == rank {
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
            if clears { cells[Int(step.pointee.slot)] = .clear }
            return
        }
        mapCell(rules, step, filled == 1 ? only : joinedGroups(source, fields, rank), cells: cells)
    }

    /// The best precedence of the groups' fields that a record has.
    private func groupRank(
        _ source: FeedRecord, _ fields: UnsafeBufferPointer<ByteRange>
    ) -> Int {
        var best = Int.max
        for (index, field) in context.plan.groupFields.enumerated()
        where field < Int(source.fieldCount)
            && !fields[Int(source.firstField) + field].isAbsent
        {
            best = min(best, context.plan.groupRanks[index])
        }
        return best
    }

    private mutating func joinedGroups(
        _ source: FeedRecord, _ fields: UnsafeBufferPointer<ByteRange>, _ rank: Int
    ) -> ByteRange {
        var start = chunk.count
        var isFirst = true
        let separator = context.profile.listSeparators.first ?? UInt8(ascii: ";")
        for (index, field) in context.plan.groupFields.enumerated()
        where field < Int(source.fieldCount) && context.plan.groupRanks[index] == rank {
            let range = fields[Int(source.firstField) + field]
            guard range.length > 0, meaning(of: chunk.bytes(range)) == .value else { continue }
            // Room first: an append may move the buffer that it copies from.
            chunk.reserve(chunk.count + Int(range.length) + 1)
            if !isFirst {
                chunk.base[chunk.count] = separator
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
