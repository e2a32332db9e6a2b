/// Counts the outcomes in a results file, so that a run which did not do the work is caught.
struct ResultsTally {
    /// Records by outcome word.
    private(set) var outcomes: [String: UInt64] = [:]

    /// Index of `outcome` in `record,line,action,outcome,…`; no field before it is ever quoted.
    private static let outcomeField = 3

    init(path: String) throws(BenchFault) {
        var counts: [[UInt8]: UInt64] = [:]
        var scan = Scan()
        try TextFile.forEachBlock(of: path) { block in
            for byte in block {
                if let outcome = scan.take(byte) { counts[outcome, default: 0] += 1 }
            }
        }
        for (word, count) in counts { outcomes[String(decoding: word, as: UTF8.self)] = count }
        outcomes["outcome"] = nil
    }

    /// Finds the outcome of each line, byte by byte; quoted line breaks do not end a line.
    private struct Scan {
        private var field = 0
        private var isQuoted = false
        private var word: [UInt8] = []

        /// The outcome of the line that `byte` ends, if it ends one.
        mutating func take(_ byte: UInt8) -> [UInt8]? {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { return nil }
            switch byte {
            case UInt8(ascii: "\n"):
                defer {
                    field = 0
                    word.removeAll(keepingCapacity: true)
                }
                return word.isEmpty ? nil : word
            case UInt8(ascii: ","): field += 1
            default: if field == outcomeField { word.append(byte) }
            }
            return nil
        }
    }

    /// Throws unless the outcomes are just these.
    func expect(_ expected: [String: UInt64], of scenario: Scenario) throws(BenchFault) {
        let expected = expected.filter { $0.value > 0 }
        guard outcomes == expected else {
            throw BenchFault(
                "\(scenario.rawValue) did not do the work: outcomes are \(Self.text(outcomes)), "
                    + "expected \(Self.text(expected))")
        }
    }

    private static func text(_ outcomes: [String: UInt64]) -> String {
        outcomes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            .joined(separator: ", ")
    }
}
