/// The `count` column: how many backup codes are wanted.
enum CountRule {
    static let counts: ClosedRange<UInt64> = 1...10

    /// Checks a count without surrounding spaces; the value is plain digits.
    static func check(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        guard let number = PlainNumber(bytes), counts.contains(number.value) else {
            throw ValueFault(
                .fieldCountMalformed,
                "is not a whole number from \(counts.lowerBound) to \(counts.upperBound)")
        }
        if number.isCanonical { return .asWritten }
        CellBytes.put(String(number.value), into: &scratch)
        return .rewritten
    }
}
