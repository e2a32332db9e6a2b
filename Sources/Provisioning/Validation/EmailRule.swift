/// E-mail addresses: a dot-atom local part (RFC 5321, section 4.1.2; RFC 6531 for UTF-8) and a
/// domain of host name labels (RFC 1123) or internationalised ones (RFC 5891).
///
/// Quoted strings, comments, domain literals and folded lines are valid mail syntax, and are
/// refused: no directory needs them, and other systems read them differently.
enum EmailRule {
    /// The codes of one e-mail column.
    struct Codes {
        let malformed: IssueCode
        let tooLong: IssueCode

        static let primary = Codes(malformed: .fieldEmailMalformed, tooLong: .fieldEmailTooLong)
        static let alternate = Codes(
            malformed: .fieldAlternateEmailMalformed, tooLong: .fieldAlternateEmailTooLong)
    }

    /// Checks an address without surrounding spaces; it stands as written.
    @inline(__always)
    static func check(
        _ bytes: UnsafeRawBufferPointer, codes: Codes, limits: Limits,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        if isPlain(bytes, limits: limits) { return .asWritten }
        try EmailSyntax.verify(bytes, codes: codes, limits: limits, into: &scratch)
        return .asWritten
    }

    /// Whether the bytes are an address at all.
    static func isValid(
        _ bytes: UnsafeRawBufferPointer, limits: Limits, _ scratch: inout ContiguousArray<UInt8>
    ) -> Bool {
        do {
            _ = try check(bytes, codes: .primary, limits: limits, into: &scratch)
            return true
        } catch {
            return false
        }
    }

    /// The compared form of a checked address: lower case, Normalization Form C, the domain in
    /// its A-label form. `+tag` and dots of the local part are left alone.
    static func key(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        if CellBytes.isPrintableASCII(bytes, allowingSpace: false) {
            return CellBytes.lowerASCII(bytes, into: &scratch) ? .rewritten : .asWritten
        }
        guard let at = bytes.firstIndex(of: 0x40) else {
            throw ValueFault(.fieldEmailMalformed, "is not an e-mail address: it has no @ sign")
        }
        let domain = try EmailDomain.ascii(
            CellBytes.part(bytes, at + 1..<bytes.count), code: .fieldEmailMalformed)
        guard UnicodeText.lowerNFC(CellBytes.part(bytes, 0..<at), into: &scratch) else {
            throw ValueFault(.fieldEmailMalformed, "is not UTF-8 text")
        }
        scratch.append(0x40)
        for byte in domain { scratch.append(CellBytes.lower(byte)) }
        return .rewritten
    }

    // MARK: The fast path

    /// Whether the bytes are an ASCII address that needs no closer look; false is no verdict.
    ///
    /// Agrees with `EmailSyntax` by a property test. - Complexity: one pass.
    static func isPlain(_ bytes: UnsafeRawBufferPointer, limits: Limits) -> Bool {
        guard bytes.count <= limits.emailBytesMax,
            let start = plainDomainStart(bytes, localPartBytesMax: limits.emailLocalPartBytesMax)
        else { return false }
        return isPlainDomain(bytes, from: start)
    }

    /// Where the domain begins, behind a local part that is plain; nil: it is not.
    @inline(__always)
    static func plainDomainStart(
        _ bytes: UnsafeRawBufferPointer, localPartBytesMax: Int
    ) -> Int? {
        let count = bytes.count
        var index = 0
        var previous: UInt8 = 0x2E
        while true {
            guard index < count else { return nil }
            let byte = bytes[index]
            if byte == 0x40 { break }
            if byte == 0x2E {
                if previous == 0x2E { return nil }
            } else if !isAtomCharacter(byte) {
                return nil
            }
            previous = byte
            index += 1
        }
        return previous != 0x2E && index <= localPartBytesMax ? index + 1 : nil
    }

    /// Whether the bytes from `start` on are a domain in ASCII that needs no closer look.
    static func isPlainDomain(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
        let count = bytes.count
        var labelStart = start
        var labels = 0
        var hasLetter = false
        var previous: UInt8 = 0x2E
        var index = start
        while index < count {
            let byte = bytes[index]
            if CellBytes.isLetter(byte) {
                hasLetter = true
            } else if byte == 0x2E {
                guard previous != 0x2E, previous != 0x2D, index - labelStart <= 63 else {
                    return false
                }
                labels += 1
                labelStart = index + 1
                hasLetter = false
            } else if byte == 0x2D {
                // `xn--` is for libidn2 to judge.
                if previous == 0x2E || (previous == 0x2D && index == labelStart + 3) {
                    return false
                }
                hasLetter = true
            } else if !CellBytes.isDigit(byte) {
                return false
            }
            previous = byte
            index += 1
        }
        return labels > 0 && hasLetter && previous != 0x2E && previous != 0x2D
            && count - labelStart <= 63 && count - start <= 253
    }

    /// `atext` of RFC 5322, section 3.2.3: a bit for each ASCII character.
    @inline(__always)
    static func isAtomCharacter(_ byte: UInt8) -> Bool {
        let low: UInt64 = 0xA3FF_ACFA_0000_0000
        let high: UInt64 = 0x7FFF_FFFF_C7FF_FFFE
        guard byte < 0x80 else { return false }
        return (byte < 0x40 ? low : high) >> UInt64(byte & 0x3F) & 1 == 1
    }
}
