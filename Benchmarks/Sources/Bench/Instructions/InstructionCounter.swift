/// Counts the instructions of a program by running it in valgrind.
struct InstructionCounter {
    /// Folder for what valgrind says.
    let scratch: String

    private var log: String { scratch + "/valgrind.log" }

    /// Words that stand before the program and its arguments.
    ///
    /// Of valgrind's tools, cachegrind without its caches is the quickest that counts: for a first
    /// import of 10,000 records 4.6 s of processor time, callgrind 9.4 s, lackey 31 s. All of them
    /// count the same within 0.2 %.
    var launcher: [String] {
        [
            "valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
            "--log-file=" + log,
        ]
    }

    /// Instructions of the program that was run last.
    func lastCount() throws(BenchFault) -> UInt64 {
        let text = try TextFile.read(log)
        guard let count = Self.count(in: text) else {
            throw BenchFault("valgrind did not count the instructions:\n\(text)")
        }
        return count
    }

    /// The count in a line like `==12== I   refs:      972,065,789`; nil: there is no such line.
    static func count(in log: String) -> UInt64? {
        for line in log.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 4, words[1...2].elementsEqual(["I", "refs:"]) {
                return InstructionBounds.number(words[3])
            }
        }
        return nil
    }
}
