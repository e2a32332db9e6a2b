import CIDN2

/// Domains of e-mail addresses, in the form that mail systems exchange.
enum EmailDomain {
    /// Octets of a label and of a domain, at most (RFC 1035, section 2.3.4).
    private static let labelBytesMax = 63
    private static let domainBytesMax = 253

    /// The domain with its internationalised labels as A-labels (RFC 5891), by libidn2 with the
    /// non-transitional mapping of UTS #46; a domain that needs none stands as it is.
    static func ascii(
        _ domain: UnsafeRawBufferPointer, code: IssueCode
    ) throws(ValueFault) -> ContiguousArray<UInt8> {
        guard isInternationalised(domain) else { return ContiguousArray(domain) }
        // A name this long cannot become a shorter one, and libidn2 would refuse it unexplained.
        guard domain.count <= 4 * domainBytesMax else {
            throw ValueFault(code, "is not an e-mail address: its domain is far too long")
        }
        var name = ContiguousArray<CChar>()
        for byte in domain { name.append(CChar(bitPattern: byte)) }
        name.append(0)
        var output: UnsafeMutablePointer<CChar>?
        let flags = Int32(IDN2_NONTRANSITIONAL.rawValue | IDN2_NFC_INPUT.rawValue)
        let status = name.withUnsafeBufferPointer {
            idn2_to_ascii_8z($0.baseAddress, &output, flags)
        }
        defer { idn2_free(output) }
        guard status == Int32(IDN2_OK.rawValue), let output else {
            let reason = idn2_strerror(status).map { String(cString: $0) } ?? "error \(status)"
            throw ValueFault(
                code,
                "is not an e-mail address: its domain is no internationalised name (\(reason))")
        }
        var ascii = ContiguousArray<UInt8>()
        var index = 0
        while output[index] != 0 {
            ascii.append(UInt8(bitPattern: output[index]))
            index += 1
        }
        return ascii
    }

    /// Refuses a domain that is not two or more host name labels.
    static func verify(
        _ domain: ContiguousArray<UInt8>, codes: EmailRule.Codes
    ) throws(ValueFault) {
        if let last = domain.last, last == 0x2E {
            throw EmailSyntax.fault(codes, "it ends with a dot")
        }
        let labels = domain.split(separator: 0x2E, omittingEmptySubsequences: false)
        for (index, label) in labels.enumerated() {
            try verifyLabel(label, isFirst: index == 0, codes)
        }
        guard domain.count <= domainBytesMax else {
            throw ValueFault(
                codes.tooLong,
                "has a domain of \(domain.count) octets; \(domainBytesMax) are allowed")
        }
        guard labels.count > 1, let last = labels.last else {
            throw EmailSyntax.fault(codes, "its domain has no dot")
        }
        guard !last.allSatisfy(CellBytes.isDigit) else {
            throw EmailSyntax.fault(
                codes,
                labels.count == 4 && labels.allSatisfy { $0.allSatisfy(CellBytes.isDigit) }
                    ? "its domain is an IP address" : "its domain ends with a number")
        }
    }

    private static func verifyLabel(
        _ label: ContiguousArray<UInt8>.SubSequence, isFirst: Bool, _ codes: EmailRule.Codes
    ) throws(ValueFault) {
        guard let first = label.first, let last = label.last else {
            throw EmailSyntax.fault(
                codes,
                isFirst
                    ? "a dot stands right after its @ sign"
                    : "it has two dots in a row in its domain")
        }
        guard first != 0x2D, last != 0x2D else {
            throw EmailSyntax.fault(
                codes, "a part of its domain \(first == 0x2D ? "begins" : "ends") with a hyphen")
        }
        for byte in label
        where !CellBytes.isLetter(byte) && !CellBytes.isDigit(byte) && byte != 0x2D {
            throw EmailSyntax.fault(
                codes, "it has \(CharacterName.of(UInt32(byte))) in its domain")
        }
        guard label.count <= labelBytesMax else {
            throw ValueFault(
                codes.tooLong,
                "has a domain part of \(label.count) octets; \(labelBytesMax) are allowed")
        }
    }

    /// Whether a label is beyond ASCII or claims to be an A-label.
    private static func isInternationalised(_ domain: UnsafeRawBufferPointer) -> Bool {
        var labelStart = 0
        for index in 0..<domain.count {
            if domain[index] >= 0x80 { return true }
            if domain[index] == 0x2E {
                labelStart = index + 1
            } else if index == labelStart + 3,
                CellBytes.equalsFolded(CellBytes.part(domain, labelStart..<index + 1), "xn--")
            {
                return true
            }
        }
        return false
    }
}
