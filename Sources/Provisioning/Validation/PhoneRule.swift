/// Phone numbers, written as people write them and kept in the form of ITU-T E.164: `+` and digits.
///
/// The calling code must be assigned and the length possible; whether the national number exists
/// is for the gateway to find out.
enum PhoneRule {
    /// Digits of a number with its calling code, at least.
    static let digitsMin = 7

    /// Checks a number without surrounding spaces; `callingCode` has the digits for one without
    /// its own, and where it is nil such a one is refused.
    static func check(
        _ bytes: UnsafeRawBufferPointer, callingCode: String?, limits: Limits,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        if isCanonical(bytes, digitsMax: limits.phoneDigitsMax) { return .asWritten }
        if try read(bytes, into: &scratch) == .national {
            guard let callingCode else {
                throw ValueFault(
                    .fieldPhoneCountryMissing,
                    "has no calling code: write it with + and the country's code, or set "
                        + "`calling_code` in the feed's profile")
            }
            TrunkPrefix.drop(from: &scratch, callingCode: callingCode)
            scratch.insert(contentsOf: callingCode.utf8, at: 1)
        }
        if let fault = scratch.withUnsafeBytes({ fault(in: $0, limits: limits) }) { throw fault }
        return .rewritten
    }

    /// Whether the bytes are a number in the kept form already.
    @inline(__always)
    static func isCanonical(_ bytes: UnsafeRawBufferPointer, digitsMax: Int) -> Bool {
        guard bytes.count > digitsMin, bytes.count <= digitsMax + 1,
            bytes[0] == 0x2B
        else { return false }
        for index in 1..<bytes.count where !CellBytes.isDigit(bytes[index]) { return false }
        return CallingCode.length(inDigits: CellBytes.part(bytes, 1..<bytes.count)) != nil
    }

    private enum Form { case international, national }

    /// Puts `+` and the digits into scratch, without `00` and the zero of `(0)`.
    private static func read(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> Form {
        scratch.removeAll(keepingCapacity: true)
        scratch.append(0x2B)
        var hasPlus = false
        var index = hasScheme(bytes) ? 4 : 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case 0x30...0x39: scratch.append(byte)
            case 0x20, 0x2D, 0x2E, 0x28, 0x29, 0x2F: continue
            case 0x2B:
                guard !hasPlus, scratch.count == 1 else {
                    throw malformed("has a + that is not at its beginning")
                }
                hasPlus = true
            default: index = try skipSeparator(bytes, at: index - 1)
            }
        }
        guard scratch.count > 1 else { throw malformed("has no digits") }
        if !hasPlus {
            guard scratch.count > 3, scratch[1] == 0x30, scratch[2] == 0x30 else {
                return .national
            }
            scratch.removeSubrange(1...2)
        }
        dropBracketedZero(bytes, from: &scratch)
        return .international
    }

    private static func hasScheme(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count > 4 && CellBytes.equalsFolded(CellBytes.part(bytes, 0..<4), "tel:")
    }

    /// Drops the `0` of `+44 (0)20 …`, which is dialled inside the country only.
    private static func dropBracketedZero(
        _ bytes: UnsafeRawBufferPointer, from scratch: inout ContiguousArray<UInt8>
    ) {
        guard let open = bytes.firstIndex(of: 0x28), open + 2 < bytes.count,
            bytes[open + 1] == 0x30, bytes[open + 2] == 0x29,
            let length = scratch.withUnsafeBytes({ number in
                CallingCode.length(inDigits: CellBytes.part(number, 1..<number.count))
            }),
            length + 1 < scratch.count, scratch[length + 1] == 0x30
        else { return }
        scratch.remove(at: length + 1)
    }

    /// The index behind a separator beyond ASCII; refuses whatever else stands at `index`.
    private static func skipSeparator(
        _ bytes: UnsafeRawBufferPointer, at index: Int
    ) throws(ValueFault) -> Int {
        var steps = UTF8Scalars(CellBytes.part(bytes, index..<bytes.count))
        guard case .scalar(let scalar) = steps.next() else { throw malformed("is not UTF-8 text") }
        switch scalar {
        // No-break spaces, and the hyphens of word processors.
        case 0xA0, 0x202F, 0x2010, 0x2011, 0x2013: return index + steps.offset
        case 0x23, 0x3B, 0x2C, 0x78, 0x58, 0x65, 0x45:
            if MangledNumber.looksMangled(bytes) { throw mangled }
            throw malformed("has an extension; only the number itself is kept")
        default:
            throw malformed(
                "has \(CharacterName.of(scalar)); digits, spaces and + - . ( ) / are allowed")
        }
    }

    /// What is wrong with `+` and digits; nil: nothing.
    private static func fault(
        in number: UnsafeRawBufferPointer, limits: Limits
    ) -> ValueFault? {
        let digits = CellBytes.part(number, 1..<number.count)
        if digits.count > limits.phoneDigitsMax {
            return ValueFault(
                .fieldPhoneTooLong,
                "has \(digits.count) digits with its calling code; "
                    + "\(limits.phoneDigitsMax) are allowed")
        }
        if digits.count < digitsMin {
            return malformed(
                "has \(digits.count) digits with its calling code; at least \(digitsMin) are "
                    + "needed")
        }
        return CallingCode.length(inDigits: digits) == nil
            ? malformed("does not begin with an assigned calling code") : nil
    }

    private static var mangled: ValueFault {
        ValueFault(
            .fieldNumberMangled,
            "is in scientific notation: a spreadsheet has lost its last digits; format the "
                + "column as text and export it again")
    }

    private static func malformed(_ finding: String) -> ValueFault {
        ValueFault(.fieldPhoneMalformed, finding)
    }
}
