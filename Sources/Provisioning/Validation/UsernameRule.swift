/// Usernames: the UsernameCaseMapped profile of PRECIS (RFC 8265, section 3.3).
///
/// A username is stored as written and compared in the form that the profile gives: width mapped,
/// lower case, Normalization Form C.
enum UsernameRule {
    /// Checks a username without surrounding spaces; `scratch` is working room.
    static func check(
        _ bytes: UnsafeRawBufferPointer, limits: Limits,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        if CellBytes.isPrintableASCII(bytes, allowingSpace: false) {
            try checkLength(bytes.count, limits)
        } else {
            // Preparation shortens a text to a third at most, and takes its time over a long one.
            if bytes.count > 4 * limits.usernameBytesMax { try checkLength(bytes.count, limits) }
            try enforce(bytes, into: &scratch)
            try checkLength(scratch.count, limits)
            if scratch.withUnsafeBytes({ UserReference.hasKeyPrefix($0) }) { throw reserved }
        }
        if UserReference.hasKeyPrefix(bytes) { throw reserved }
        return .asWritten
    }

    /// The compared form of a checked username.
    static func key(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        if CellBytes.isPrintableASCII(bytes, allowingSpace: false) {
            return CellBytes.lowerASCII(bytes, into: &scratch) ? .rewritten : .asWritten
        }
        try enforce(bytes, into: &scratch)
        return .rewritten
    }

    private static func checkLength(_ count: Int, _ limits: Limits) throws(ValueFault) {
        guard count > 0 else { throw ValueFault(.fieldUsernameMalformed, "is empty") }
        guard count <= limits.usernameBytesMax else {
            throw ValueFault(
                .fieldUsernameTooLong,
                "has \(count) bytes; a username may have \(limits.usernameBytesMax)")
        }
    }

    /// `id:` and `ext:` name a user by key on the command line and in the `user` column.
    private static var reserved: ValueFault {
        ValueFault(
            .fieldUsernameMalformed,
            "begins with id: or ext:, which stand for a user's number and external id")
    }

    // MARK: Enforcement

    /// Applies the profile until the text is stable: RFC 8264, section 7 asks for up to three
    /// more times, because one application need not be idempotent.
    private static func enforce(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) {
        guard var text = UTF8Scalars.all(bytes) else {
            throw ValueFault(.fieldUsernameForbiddenCharacter, "is not UTF-8 text")
        }
        for _ in 0..<4 {
            let applied = try apply(text, into: &scratch)
            if applied == text { return }
            text = applied
        }
        throw ValueFault(
            .fieldUsernameMalformed,
            "has no stable compared form: its case and accents map to something new every time")
    }

    /// One application; leaves the result in `scratch` as well.
    private static func apply(
        _ text: [UInt32], into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> [UInt32] {
        let wide = text.map(WidthMapping.mapped)
        var mapped = ContiguousArray<UInt8>()
        for scalar in wide {
            guard let scalar = Unicode.Scalar(scalar) else { continue }
            mapped.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        let isFolded = mapped.withUnsafeBytes { UnicodeText.lowerNFC($0, into: &scratch) }
        guard isFolded, let result = scratch.withUnsafeBytes({ UTF8Scalars.all($0) }) else {
            throw ValueFault(.fieldUsernameMalformed, "cannot be brought into its compared form")
        }
        try checkClass(of: result, writtenAs: wide)
        guard BidiRule.holds(result) else {
            throw ValueFault(
                .fieldUsernameMalformed,
                "mixes writing directions: a right-to-left username begins and ends with a "
                    + "right-to-left letter or ends with a digit, and has no left-to-right letters")
        }
        return result
    }

    /// Holds the mapped text against the class, as RFC 8264, section 7 orders: a letter that a
    /// keyboard gives in another canonical form (U+09DC) is as good as the form it maps to.
    private static func checkClass(
        of text: [UInt32], writtenAs written: [UInt32]
    ) throws(ValueFault) {
        do throws(ValueFault) {
            for index in text.indices { try checkScalar(text, index) }
        } catch {
            // The user knows the character as written.
            for index in written.indices { try checkScalar(written, index) }
            throw error
        }
    }

    private static func checkScalar(_ text: [UInt32], _ index: Int) throws(ValueFault) {
        let scalar = text[index]
        switch IdentifierClass.standing(of: scalar) {
        case .valid: return
        case .contextual where ContextRule.holds(text, at: index): return
        case .contextual:
            throw forbidden("has \(CharacterName.of(scalar)) where its script does not use it")
        case .unassigned:
            throw forbidden(
                "has \(CharacterName.of(scalar)), which Unicode 14 does not define")
        case .disallowed where scalar == 0x20:
            throw forbidden("has a space in it; a username has none")
        case .disallowed:
            throw forbidden(
                "has \(CharacterName.of(scalar)); a username has letters, digits, marks and the "
                    + "punctuation of ASCII")
        }
    }

    private static func forbidden(_ finding: String) -> ValueFault {
        ValueFault(.fieldUsernameForbiddenCharacter, finding)
    }
}
