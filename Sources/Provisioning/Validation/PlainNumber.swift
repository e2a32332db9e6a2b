/// A whole number written in ASCII digits.
struct PlainNumber: Equatable {
    /// The number, or `UInt64.max` where it is larger still.
    let value: UInt64
    /// Whether it is written without leading zeros.
    let isCanonical: Bool

    /// Reads digits; nil when there are none, or anything else.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let first = bytes.first else { return nil }
        var value: UInt64 = 0
        for byte in bytes {
            let digit = UInt64(byte &- 0x30)
            guard digit < 10 else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(digit)
            value = overflow || carry ? .max : sum
        }
        self.value = value
        isCanonical = bytes.count == 1 || first != 0x30
    }
}
