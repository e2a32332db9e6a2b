import Provisioning

/// Finds the delimiter of a CSV file by looking at its first records.
///
/// Each candidate takes the sample apart just as the reader would. One that does not divide the
/// header is out, and one by which a column is called `muster_codes` wins, as that is how a rejects
/// file was written. Of the others the one wins by which most records have as many fields as the
/// header and no quotes inside unquoted fields, then the one that gives more fields, then the more usual one.
enum CSVDialectDetection {
    /// Bytes and records of the sample.
    static let sampleBytes = 64 << 10
    private static let rowsMax = 200
    private static let candidates: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]

    private struct Score {
        var delimiter: UInt8
        var fields: Int
        var agreeing: Int
        var records: Int
        var isOfRejects = false

        /// Whether this one explains the sample better than `other`, which is more usual.
        func beats(_ other: Score) -> Bool {
            if isOfRejects != other.isOfRejects { return isOfRejects }
            let mine = agreeing * other.records
            let theirs = other.agreeing * records
            return mine == theirs ? fields > other.fields : mine > theirs
        }
    }

    /// Decides on a delimiter.
    ///
    /// - Parameters:
    ///   - sample: the first bytes, after byte order mark and `sep=` line.
    ///   - isWhole: whether the feed ends with the sample.
    ///   - profile: for what else is declared.
    ///   - limits: those of the reader.
    /// - Returns: the dialect with the reason for its delimiter.
    static func dialect(
        of sample: UnsafeRawBufferPointer, isWhole: Bool, profile: FeedProfile, limits: Limits
    ) -> CSVDialect {
        var dialect = CSVDialect(quoting: profile.quoting, commentPrefix: profile.commentPrefix)
        var best: Score?
        for candidate in candidates {
            dialect.delimiter = candidate
            let rules = CSVRules(dialect, limits: limits)
            guard
                let score = score(sample, isWhole: isWhole, rules: rules, profile: profile)
            else { continue }
            if let leader = best, !score.beats(leader) { continue }
            best = score
        }
        dialect.delimiter = best?.delimiter ?? candidates[0]
        dialect.reason = best.map(reason) ?? "no comma, semicolon, tab or pipe divides the header"
        return dialect
    }

    private static func reason(_ score: Score) -> String {
        let name = CSVDialect.name(of: score.delimiter)
        if score.records == 1 {
            return "the \(name) divides the header into \(score.fields) fields"
        }
        return "with the \(name), \(score.agreeing) of the first \(score.records) rows have the "
            + "header's \(score.fields) fields"
    }

    private static func score(
        _ sample: UnsafeRawBufferPointer, isWhole: Bool, rules: CSVRules, profile: FeedProfile
    ) -> Score? {
        // A copy, because the scanner removes escapes in place.
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: sample.count + 1)
        defer { copy.deallocate() }
        guard let base = copy.baseAddress else { return nil }
        UnsafeMutableRawBufferPointer(copy).copyMemory(from: sample)
        var scanner = CSVRecordScanner(rules: rules, base: base)
        var position = 0
        var rowsAbove = profile.rowsBeforeHeader
        let rows = CSVRowRules(profile: profile)
        var score = Score(delimiter: rules.delimiter, fields: 0, agreeing: 0, records: 0)
        scanning: while position < sample.count, score.records < rowsMax {
            let found = scanner.scan(from: position, to: sample.count, isFinal: isWhole)
            position = scanner.position
            switch found {
            case .incomplete, .endless: break scanning
            case .nothing: continue
            case .record where rowsAbove > 0: rowsAbove -= 1
            case .record:
                let kind = scanner.fields.withUnsafeBufferPointer { rows.kind(of: $0, in: base) }
                guard kind == .record else { continue }
                if score.records == 0 {
                    score.fields = scanner.fieldCount
                    score.isOfRejects = namesRejects(scanner)
                }
                score.records += 1
                let agrees =
                    scanner.fieldCount == score.fields && scanner.fault == nil
                    && !hasStrayQuote(scanner)
                if agrees { score.agreeing += 1 }
            }
        }
        return score.fields > 1 ? score : nil
    }

    /// Whether a header has the first of the columns that rejects files have.
    private static func namesRejects(_ scanner: CSVRecordScanner) -> Bool {
        scanner.fields.contains { field in
            (field.start..<field.end).lazy.map { scanner.base[Int($0)] }
                .elementsEqual(RejectColumns.codes.utf8)
        }
    }

    /// Whether a quote stands inside an unquoted field, as it does where quotes are cut open by a
    /// wrong delimiter.
    private static func hasStrayQuote(_ scanner: CSVRecordScanner) -> Bool {
        scanner.fields.contains { field in
            let first = Int(field.start)
            if first > 0, scanner.base[first - 1] == Byte.quote { return false }
            return (first..<Int(field.end)).contains { scanner.base[$0] == Byte.quote }
        }
    }
}
