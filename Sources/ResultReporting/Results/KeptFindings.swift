import Provisioning

/// Reads back the results that a resumed run goes on with, so that its figures, and what its report
/// lists, are those of an uninterrupted run.
struct KeptFindings {
    private let format: ResultsFormat

    init(format: ResultsFormat) { self.format = format }

    /// Calls `each` with every result in the file at `path`, in order, and the place where it begins.
    ///
    /// - Complexity: a few steps a byte; a block is in memory at a time.
    /// - Throws: a halt with status 74.
    func read(_ path: String, _ each: (UInt64, ResultLine) -> Void) throws(RunHalt) {
        var result = ResultLine(format: format)
        try ResultLineReader.reading(path) { (reader) throws(RunHalt) in
            try reader.readAll { place, line in
                if result.read(line) { each(place, result) }
            }
        }
    }
}
