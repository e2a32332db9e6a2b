/// Time zones: names of the IANA database, such as `Europe/Vienna`.
enum TimezoneRule {
    /// Checks a name without surrounding spaces against the names that exist; where they are nil,
    /// only the shape is checked.
    static func check(
        _ bytes: UnsafeRawBufferPointer, names: TimezoneNames? = .installed,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        guard let names else {
            guard hasShape(bytes) else { throw unknown }
            return .asWritten
        }
        guard names.find(bytes, into: &scratch) else { throw unknown }
        return scratch.elementsEqual(bytes) ? .asWritten : .rewritten
    }

    private static var unknown: ValueFault {
        ValueFault(
            .fieldTimezoneUnknown,
            "is not a time zone; names of the IANA database are allowed, such as Europe/Vienna "
                + "or UTC")
    }

    /// Letters, digits, `_`, `+` and `-` in parts that `/` separates; the first begins with a
    /// letter.
    private static func hasShape(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first, CellBytes.isLetter(first), bytes.count <= 64 else {
            return false
        }
        return bytes.split(separator: 0x2F, omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy {
                    CellBytes.isLetter($0) || CellBytes.isDigit($0) || $0 == 0x5F || $0 == 0x2B
                        || $0 == 0x2D
                }
        }
    }
}
