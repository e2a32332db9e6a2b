import Provisioning

/// Watches how much more comes out of a compressed file than went in.
struct InflationMeter {
    /// Bytes that may come out of a file however small it is.
    static let allowance: UInt64 = 64 << 10

    /// What messages call the file.
    let name: String
    /// Bytes that may come out for each that went in, beside the allowance.
    let inflationMax: UInt64
    private(set) var inflatedCount: UInt64 = 0

    init(name: String, inflationMax: UInt64) {
        self.name = name
        self.inflationMax = inflationMax
    }

    /// Counts bytes that came out.
    ///
    /// - Parameters:
    ///   - count: how many more came out.
    ///   - compressed: bytes of the file that were read so far.
    /// - Throws: a halt with status 65 if it is too much.
    mutating func add(_ count: Int, of compressed: UInt64) throws(RunHalt) {
        inflatedCount += UInt64(count)
        let product = compressed.multipliedReportingOverflow(by: inflationMax)
        let most = product.partialValue.addingReportingOverflow(Self.allowance)
        if product.overflow || most.overflow || inflatedCount <= most.partialValue { return }
        throw RunHalt(
            .malformedFile, .feedCompressionTooHigh,
            "\(name) inflates to \(inflatedCount) bytes and more from \(compressed) of its own; "
                + "the limit is \(inflationMax) times as many",
            advice: "If the feed really repeats itself so much, raise the limit in the "
                + "configuration, or import it uncompressed.")
    }
}
