/// Passwords: any text without control characters, kept in Normalization Form C.
///
/// A finding gives lengths and never a character of the password.
package enum PasswordRule {
    /// The form in which a password is hashed and checked: Normalization Form C, byte for byte
    /// otherwise (spaces count).
    ///
    /// - Returns: the bytes; nil when they are not UTF-8.
    package static func normalised(_ bytes: UnsafeRawBufferPointer) -> ContiguousArray<UInt8>? {
        if CellBytes.isPrintableASCII(bytes, allowingSpace: true) { return ContiguousArray(bytes) }
        var scratch = ContiguousArray<UInt8>()
        guard UTF8Scalars.areWellFormed(bytes) else { return nil }
        return UnicodeText.nfc(bytes, into: &scratch) ? scratch : nil
    }

    static func check(
        _ bytes: UnsafeRawBufferPointer, limits: Limits,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        if CellBytes.isPrintableASCII(bytes, allowingSpace: true) {
            try checkLength(bytes.count, limits)
            return .asWritten
        }
        // Before normalisation, which is costly for a long text.
        guard bytes.count <= 4 * limits.passwordBytesMax else { throw tooLong(bytes.count, limits) }
        do {
            try TextRule.scan(bytes, allowingLineBreaks: false)
        } catch {
            throw forbidden
        }
        guard UnicodeText.nfc(bytes, into: &scratch) else { throw forbidden }
        try checkLength(scratch.count, limits)
        return scratch.elementsEqual(bytes) ? .asWritten : .rewritten
    }

    private static var forbidden: ValueFault {
        ValueFault(
            .fieldTextForbiddenCharacter,
            "has a character that a password may not have: control characters, line breaks and "
                + "direction marks are refused")
    }

    private static func checkLength(_ count: Int, _ limits: Limits) throws(ValueFault) {
        guard count >= limits.passwordBytesMin else {
            throw ValueFault(
                .fieldPasswordTooShort,
                "has \(count) bytes; at least \(limits.passwordBytesMin) are needed")
        }
        guard count <= limits.passwordBytesMax else { throw tooLong(count, limits) }
    }

    private static func tooLong(_ count: Int, _ limits: Limits) -> ValueFault {
        ValueFault(
            .fieldPasswordTooLong,
            "has \(count) bytes; \(limits.passwordBytesMax) are allowed")
    }
}
