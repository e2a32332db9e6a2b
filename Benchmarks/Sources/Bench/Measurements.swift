/// What was measured of one scenario, a pair a round.
struct Measurements {
    /// Seconds of Muster and of the reference, taken within the same minute.
    private(set) var pairs: [(muster: Double, reference: Double)] = []
    /// Largest peak resident memory of Muster over all rounds, in mebibytes.
    private(set) var peakMebibytes = 0.0

    mutating func add(_ run: FinishedRun, reference seconds: Double) {
        pairs.append((run.seconds, seconds))
        peakMebibytes = max(peakMebibytes, run.peakMebibytes)
    }

    var musterMedian: Double { Self.median(pairs.map(\.muster)) }
    var referenceMedian: Double { Self.median(pairs.map(\.reference)) }

    /// Median of the ratios pair by pair, which a machine that slows down between rounds leaves
    /// alone.
    var ratioMedian: Double { Self.median(pairs.map { $0.muster / $0.reference }) }

    static func median(_ values: [Double]) -> Double {
        precondition(!values.isEmpty, "a median needs a value")
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
