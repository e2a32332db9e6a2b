/// The whole check of an e-mail address, with a finding that says what is wrong with it.
enum EmailSyntax {
    /// Refuses whatever is not an address that `EmailRule` allows.
    static func verify(
        _ bytes: UnsafeRawBufferPointer, codes: EmailRule.Codes, limits: Limits,
        into scratch: inout ContiguousArray<UInt8>
    ) throws(ValueFault) {
        guard bytes.count <= 4 * limits.emailBytesMax else {
            throw tooLong(bytes.count, codes, limits)
        }
        try refuseForeignSyntax(bytes, codes)
        let signs = bytes.reduce(0) { $1 == 0x40 ? $0 + 1 : $0 }
        guard signs == 1, let at = bytes.firstIndex(of: 0x40) else {
            throw fault(codes, signs == 0 ? "it has no @ sign" : "it has \(number(signs)) @ signs")
        }
        let local = CellBytes.part(bytes, 0..<at)
        try verifyLocalPart(local, codes)
        guard local.count <= limits.emailLocalPartBytesMax else {
            throw ValueFault(
                codes.tooLong,
                "has \(local.count) octets before the @ sign; "
                    + "\(limits.emailLocalPartBytesMax) are allowed")
        }
        let domain = CellBytes.part(bytes, at + 1..<bytes.count)
        guard !domain.isEmpty else { throw fault(codes, "nothing stands after its @ sign") }
        let ascii = try EmailDomain.ascii(domain, code: codes.malformed)
        let length = local.count + 1 + ascii.count
        try EmailDomain.verify(ascii, codes: codes)
        guard length <= limits.emailBytesMax else {
            throw tooLong(length, codes, limits)
        }
    }

    private static func tooLong(
        _ length: Int, _ codes: EmailRule.Codes, _ limits: Limits
    ) -> ValueFault {
        ValueFault(codes.tooLong, "has \(length) octets; \(limits.emailBytesMax) are allowed")
    }

    static func fault(_ codes: EmailRule.Codes, _ reason: String) -> ValueFault {
        ValueFault(codes.malformed, "is not an e-mail address: \(reason)")
    }

    /// Forms that mail syntax knows and a directory does not, and pasted header lines.
    private static func refuseForeignSyntax(
        _ bytes: UnsafeRawBufferPointer, _ codes: EmailRule.Codes
    ) throws(ValueFault) {
        guard !bytes.isEmpty else { throw fault(codes, "it is empty") }
        var steps = UTF8Scalars(bytes)
        while true {
            let reason: String
            switch steps.next() {
            case .end: return
            case .malformed: reason = "it is not UTF-8 text"
            case .scalar(0x20): reason = "it has a space in it"
            case .scalar(0x22): reason = "quoted local parts are not accepted"
            case .scalar(0x28), .scalar(0x29): reason = "comments in parentheses are not accepted"
            case .scalar(0x5B), .scalar(0x5D):
                reason = "an address in brackets in place of a domain is not accepted"
            case .scalar(0x3C), .scalar(0x3E):
                reason = "give the address alone, without angle brackets and name"
            case .scalar(0x2C), .scalar(0x3B): reason = "a single address is expected, not a list"
            case .scalar(let scalar) where scalar < 0x20 || scalar == 0x7F:
                reason = "it has \(CharacterName.of(scalar))"
            case .scalar(let scalar):
                // RFC 6532 allows every character beyond ASCII; one that nobody sees is an accident
                // or a trick.
                guard scalar >= 0x80, !UnicodeText.isVisible(scalar) else { continue }
                reason = "it has \(CharacterName.of(scalar))"
            }
            throw fault(codes, reason)
        }
    }

    private static func verifyLocalPart(
        _ local: UnsafeRawBufferPointer, _ codes: EmailRule.Codes
    ) throws(ValueFault) {
        guard !local.isEmpty else { throw fault(codes, "nothing stands before its @ sign") }
        guard local[0] != 0x2E else { throw fault(codes, "it begins with a dot") }
        guard local[local.count - 1] != 0x2E else {
            throw fault(codes, "a dot stands right before its @ sign")
        }
        var previous: UInt8 = 0
        for byte in local {
            if byte == 0x2E {
                guard previous != 0x2E else {
                    throw fault(codes, "it has two dots in a row before its @ sign")
                }
            } else if byte < 0x80, !EmailRule.isAtomCharacter(byte) {
                throw fault(
                    codes, "it has \(CharacterName.of(UInt32(byte))) before its @ sign")
            }
            previous = byte
        }
    }

    private static func number(_ count: Int) -> String { count == 2 ? "two" : "\(count)" }
}
