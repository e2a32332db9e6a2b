import Provisioning

/// Where a report finds the results that it lists.
package struct ReportSource: Sendable {
    let path: String
    let format: ResultsFormat
    let listing: ListedLines
    /// Results in the file.
    let count: UInt64

    /// Whether all results are listed.
    var isWhole: Bool { count <= UInt64(listing.limit) }

    /// Appends the results that are listed, in the order of the file, and says which they are; nil: all.
    /// - Throws: a halt with status 74.
    func copyListed(to file: OutputFile) throws(RunHalt) -> ReportRows? {
        var rows = ReportRows(format: format)
        return try ResultLineReader.reading(path) { (reader) throws(RunHalt) in
            guard !isWhole else {
                let start = format == .csv ? CSVResultEncoding.prologue.utf8.count : 0
                try reader.readBlocks(from: UInt64(start)) { (bytes) throws(RunHalt) in
                    rows.append(bytes: bytes, to: &file.buffer)
                    try file.flushIfFull()
                }
                return nil
            }
            try reader.read(listing.ordered) { (line) throws(RunHalt) in
                rows.append(line, to: &file.buffer)
                try file.flushIfFull()
            }
            return rows
        }
    }

    /// Calls `each` with the first rejected results.
    /// - Throws: a halt with status 74.
    func readRejected(most: Int, _ each: (ResultLine) -> Void) throws(RunHalt) {
        let rejected = listing.offsets(of: .rejected).prefix(most)
        guard !rejected.isEmpty else { return }
        var result = ResultLine(format: format)
        try ResultLineReader.reading(path) { (reader) throws(RunHalt) in
            try reader.read(rejected) { line in if result.read(line) { each(result) } }
        }
    }
}
