/// How the columns of a file are filled, taken while it is read.
///
/// All of the first records are looked at, and one in thirty-two of the rest: looking at every cell of
/// every record would cost more than the figures are worth. Of 200,000 records with twelve columns the
/// sample takes 5 ms.
struct HealthTally {
    /// Records that are all looked at.
    static let firstRecords: UInt32 = 4_096
    /// One in so many of the rest is; a power of two.
    private static let spacing: UInt32 = 32
    /// Columns that are looked at.
    private static let fieldsMax = 256

    private var sampled: UInt64 = 0
    private var filled: ContiguousArray<UInt64> = []
    private var sketches: ContiguousArray<DistinctSketch> = []

    /// Looks at the records of a chunk, whose fields stand as the reader gave them.
    mutating func add(_ chunk: FeedChunk, _ plan: CellPlan, _ hash: KeyedHash) {
        let fields = plan.steps.reduce(0) { max($0, Int($1.field) + 1) }
        while filled.count < min(fields, Self.fieldsMax) {
            filled.append(0)
            sketches.append(DistinctSketch())
        }
        for record in chunk.records {
            let isSampled =
                record.number <= Self.firstRecords || record.number % Self.spacing == 0
            guard isSampled, record.faultIndex < 0 else { continue }
            sampled += 1
            for step in plan.steps {
                let field = Int(step.field)
                guard field < filled.count, field < Int(record.fieldCount) else { continue }
                let range = chunk.fields[Int(record.firstField) + field]
                guard range.length > 0 else { continue }
                let cell = Blanks.trimmed(chunk.bytes(range))
                guard !cell.isEmpty else { continue }
                filled[field] += 1
                sketches[field].add(hash.hash(cell, domain: 8))
            }
        }
    }

    /// What was seen of the columns, by a mapping that has them all.
    func health(_ mapping: HeaderMapping) -> FileHealth {
        var health = FileHealth()
        health.header = mapping.sources.map(\.header.written)
        health.sampled = sampled
        var seen: [String: Int] = [:]
        for (field, source) in mapping.sources.enumerated() where field < filled.count {
            guard case .value(let target, _) = source.role else { continue }
            let column = ColumnHealth(
                name: target.name, filled: filled[field],
                distinct: min(sketches[field].estimate, filled[field]))
            // Of several headers for one column, the one that is filled most stands for it.
            if let index = seen[column.name] {
                if health.columns[index].filled < column.filled { health.columns[index] = column }
            } else {
                seen[column.name] = health.columns.count
                health.columns.append(column)
            }
        }
        return health
    }
}
