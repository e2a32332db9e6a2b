/// Countries: ISO 3166-1, kept as the alpha-2 code in capitals.
enum CountryRule {
    /// Checks a code without surrounding spaces: alpha-2, `UK` for `GB`, or alpha-3; in any case.
    static func check(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        guard let (first, second) = code(bytes) else {
            throw ValueFault(
                .fieldCountryUnknown,
                "is not a country; codes of two or three letters (ISO 3166-1) are allowed, such "
                    + "as DE or DEU")
        }
        if bytes.count == 2, bytes[0] == first, bytes[1] == second { return .asWritten }
        scratch.removeAll(keepingCapacity: true)
        scratch.append(first)
        scratch.append(second)
        return .rewritten
    }

    private static func code(_ bytes: UnsafeRawBufferPointer) -> (UInt8, UInt8)? {
        guard bytes.count == 2 || bytes.count == 3, bytes.allSatisfy(CellBytes.isLetter) else {
            return nil
        }
        let (first, second) = (bytes[0] & 0xDF, bytes[1] & 0xDF)
        if bytes.count == 3 { return CountryTable.alpha2(first, second, bytes[2] & 0xDF) }
        // `UK` is reserved for the United Kingdom, whose code is `GB`.
        if first == 0x55, second == 0x4B { return (0x47, 0x42) }
        return CountryTable.contains(first, second) ? (first, second) : nil
    }
}
