extension RecordMapper {
    /// Whether a field is the one that gives its column a value in this record, where several
    /// fields may: the first that the record has, in order of precedence.
    @inline(never)
    mutating func takes(
        _ step: CellPlan.Step, _ range: ByteRange, _ source: FeedRecord,
        _ fields: UnsafeBufferPointer<ByteRange>
    ) -> Bool {
        if range.isAbsent { return false }
        let bit: UInt64 = 1 &<< UInt64(step.column.rawValue)
        if taken & bit == 0 {
            taken |= bit
            return true
        }
        let used = steps.first {
            $0.slot == step.slot && $0.field < source.fieldCount
                && !fields[Int(source.firstField) + Int($0.field)].isAbsent
        }
        guard let used, let found = context.found else { return false }
        if used.rank == step.rank {
            faulted |= bit
            let one = MessageText.quoted(found.name(of: Int(used.field)))
            let other = MessageText.quoted(found.name(of: Int(step.field)))
            add(
                .fieldColumnRepeated, step.column, value: nil,
                "is there twice, as \"\(one)\" and as \"\(other)\": only one of them can be it")
        } else {
            found.noteUnused(Int(step.field), insteadOf: Int(used.field))
        }
        return false
    }
}
