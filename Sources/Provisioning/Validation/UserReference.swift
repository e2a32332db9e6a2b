/// What the `user` column, or USER on the command line, names a user by.
package enum UserReference: Equatable, Sendable {
    /// `id:17`: the user's number.
    case number(UInt32)
    /// `ext:KEY`: the external id in these bytes of the cell.
    case externalID(Range<Int>)
    /// A username or an e-mail address: the whole cell.
    case name

    /// Reads a reference without surrounding spaces.
    ///
    /// - Returns: nil when `id:` is not followed by a number from 1 to 4294967295, or `ext:` by
    ///   nothing.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        if Self.starts(bytes, "id:") {
            let digits = CellBytes.part(bytes, 3..<bytes.count)
            guard let number = PlainNumber(digits), number.value > 0,
                let value = UInt32(exactly: number.value)
            else { return nil }
            self = .number(value)
        } else if Self.starts(bytes, "ext:") {
            guard bytes.count > 4 else { return nil }
            self = .externalID(4..<bytes.count)
        } else {
            self = .name
        }
    }

    /// Whether the bytes begin like a reference by key, in any case.
    @inline(__always)
    static func hasKeyPrefix(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 3, bytes[0] | 0x20 == 0x69 || bytes[0] | 0x20 == 0x65 else {
            return false
        }
        return starts(bytes, "id:") || starts(bytes, "ext:")
    }

    private static func starts(_ bytes: UnsafeRawBufferPointer, _ prefix: StaticString) -> Bool {
        let length = prefix.utf8CodeUnitCount
        guard bytes.count >= length else { return false }
        return CellBytes.equalsFolded(CellBytes.part(bytes, 0..<length), prefix)
    }
}

/// Checks of the `user` column.
enum UserReferenceRule {
    static func check(
        _ bytes: UnsafeRawBufferPointer, limits: Limits,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        guard let reference = UserReference(bytes) else {
            throw ValueFault(
                .fieldUserMalformed,
                "names no user: id: is followed by a number from 1 on, ext: by an external id")
        }
        switch reference {
        case .number: return .asWritten
        case .externalID(let range):
            try TextRule.scan(CellBytes.part(bytes, range), allowingLineBreaks: false)
            return .asWritten
        case .name: break
        }
        do {
            return try UsernameRule.check(bytes, limits: limits, into: &scratch)
        } catch {
            // An e-mail address may have characters that a username may not.
            guard bytes.contains(0x40), EmailRule.isValid(bytes, limits: limits, &scratch) else {
                throw ValueFault(.fieldUserMalformed, error.finding)
            }
            return .asWritten
        }
    }
}
