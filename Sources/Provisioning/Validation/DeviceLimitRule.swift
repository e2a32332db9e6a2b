/// The number of devices that a user may register, or `default`.
enum DeviceLimitRule {
    /// Checks a limit without surrounding spaces; the value is plain digits or `default`.
    static func check(
        _ bytes: UnsafeRawBufferPointer, limits: Limits,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        if let number = PlainNumber(bytes) {
            guard number.value >= UInt64(limits.deviceLimitMin) else { throw tooSmall(limits) }
            guard number.value <= UInt64(limits.deviceLimitMax) else {
                throw ValueFault(
                    .policyDeviceLimitAboveMaximum,
                    "is above the highest device limit; \(range(limits)) are allowed")
            }
            if number.isCanonical { return .asWritten }
            CellBytes.put(String(number.value), into: &scratch)
            return .rewritten
        }
        if CellBytes.equalsFolded(bytes, "default") {
            return .word("default", for: bytes, into: &scratch)
        }
        if bytes.count > 1, bytes[0] == 0x2D,
            CellBytes.isDigits(CellBytes.part(bytes, 1..<bytes.count))
        {
            throw tooSmall(limits)
        }
        throw ValueFault(.fieldDeviceLimitMalformed, malformed(bytes, limits))
    }

    private static func tooSmall(_ limits: Limits) -> ValueFault {
        ValueFault(
            .policyDeviceLimitBelowMinimum,
            "is below the lowest device limit; \(range(limits)) are allowed")
    }

    private static func malformed(_ bytes: UnsafeRawBufferPointer, _ limits: Limits) -> String {
        let allowed = "\(range(limits)) and the word default are allowed"
        let isDecimal = bytes.allSatisfy { CellBytes.isDigit($0) || $0 == 0x2E || $0 == 0x2C }
        return isDecimal || MangledNumber.looksMangled(bytes)
            ? "has a fraction or an exponent, as spreadsheets write; \(allowed)"
            : "is not a whole number; \(allowed)"
    }

    private static func range(_ limits: Limits) -> String {
        "\(limits.deviceLimitMin) to \(limits.deviceLimitMax)"
    }
}
