import Provisioning

/// Rows of a CSV feed that are no records, counted while it is read, and its trailer.
struct CSVRowTally {
    /// Rows around the header, which a reading begins behind.
    struct Opening: Equatable, Sendable {
        var beforeHeader: UInt64 = 0
        var afterHeader: UInt64 = 0
        /// Rows before the header that the profile skips by their first cell.
        var skipped: UInt64 = 0
    }

    private var opening: Opening
    private(set) var skipped: UInt64
    private(set) var trailer: CSVTrailer?
    /// What makes the feed unusable; found where nothing can be thrown.
    private(set) var halt: RunHalt?

    init(_ opening: Opening = Opening()) {
        self.opening = opening
        skipped = opening.skipped
    }

    /// Rows of the feed by one way of counting.
    func rows(records: UInt32, counting includes: Set<TrailerRule.Counted>) -> UInt64 {
        includes.reduce(UInt64(records)) { sum, counted in
            switch counted {
            case .header, .trailer: sum + 1
            case .rowsBeforeHeader: sum + opening.beforeHeader
            case .rowsAfterHeader: sum + opening.afterHeader
            case .skipped: sum + skipped
            }
        }
    }

    /// Whether a row is no record; takes note of it then.
    ///
    /// - Parameters:
    ///   - cells: those of the row, unescaped.
    ///   - base: what they count from.
    ///   - line: physical line on which the row starts.
    ///   - fault: what is wrong with the row as CSV.
    ///   - layout: rules for rows, and the feed's name.
    /// - Returns: false for a record.
    mutating func takes(
        _ cells: UnsafeBufferPointer<ByteRange>, in base: UnsafePointer<UInt8>, line: UInt64,
        fault: CSVFault?, layout: CSVLayout
    ) -> Bool {
        if let trailer {
            if halt == nil, !layout.rows.isBlank(cells, in: base) {
                halt = rowAfter(trailer, line: line, layout)
            }
            return true
        }
        switch layout.rows.kind(of: cells, in: base) {
        case .record: return false
        case .blank: return true
        case .skipped: skipped += 1
        case .trailer:
            guard let place = layout.trailerPlace(line: line) else { return false }
            do throws(RunHalt) {
                trailer = try CSVTrailer(cells, in: base, fault: fault, place: place)
            } catch {
                halt = halt ?? error
            }
        }
        return true
    }

    /// Compares the trailer with what was read, at the end of the feed.
    ///
    /// - Throws: a halt with status 65 if it is missing or has another count.
    func finish(records: UInt32, layout: CSVLayout) throws(RunHalt) {
        guard let place = layout.trailerPlace(line: trailer?.line ?? 0) else { return }
        guard let trailer else { throw place.missing(after: records) }
        try trailer.check(against: self, records: records, place: place)
    }

    private func rowAfter(
        _ trailer: CSVTrailer, line: UInt64, _ layout: CSVLayout
    ) -> RunHalt? {
        layout.trailerPlace(line: line)?.malformed(
            "a row follows the trailer of line \(trailer.line), which must be the last one")
    }
}
