/// TOTP secrets: base32 (RFC 4648, section 6), kept in capitals without spaces and padding.
///
/// RFC 4226, section 4 asks for 128 bits; 80 are accepted, because that is what many authenticator
/// set-ups have issued.
enum TOTPSecretRule {
    /// Bits of a secret, at least and at most.
    static let bits = 80...1_024

    static func check(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) -> NormalisedValue {
        if bytes.count > 10, CellBytes.equalsFolded(CellBytes.part(bytes, 0..<10), "otpauth://") {
            throw malformed("is a provisioning URI; give its secret alone")
        }
        scratch.removeAll(keepingCapacity: true)
        var isPadded = false
        for byte in bytes {
            let capital = byte & ~(CellBytes.isLetter(byte) ? 0x20 : 0)
            switch capital {
            case 0x20, 0x2D: continue
            case 0x3D: isPadded = true
            case 0x41...0x5A where !isPadded, 0x32...0x37 where !isPadded: scratch.append(capital)
            default: throw malformed("is not base32: A to Z and 2 to 7 are allowed")
            }
        }
        // Lengths that no whole number of bytes encodes to.
        guard ![1, 3, 6].contains(scratch.count % 8) else {
            throw malformed("is not base32: its length is that of a cut text")
        }
        let bitCount = scratch.count * 5 / 8 * 8
        guard bits.contains(bitCount) else {
            throw malformed(
                "has \(bitCount) bits; \(bits.lowerBound) to \(bits.upperBound) are allowed")
        }
        return scratch.elementsEqual(bytes) ? .asWritten : .rewritten
    }

    private static func malformed(_ finding: String) -> ValueFault {
        ValueFault(.fieldTOTPSecretMalformed, finding)
    }
}
